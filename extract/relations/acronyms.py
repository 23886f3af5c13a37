"""Pairs of a long and a short form that a text makes itself: `Organisation mondiale de la santé (OMS)` and its variants.

A pair is proved by its letters: the short form is aligned with the words of the long one (initials, runs of first letters
as in STATEC, inner letters as in HandBall, function words left out). Where the letters come from another language (UNICEF)
a long name that the names stage found beside the bracket is proof enough.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from extract.lexicons import rows, words
from extract.relations.letters import align, fold, forms, is_short, parts_of, proof, proved
from extract.types import Acronym, Candidate

_SPARE_WORDS = 9
_LONGEST_SHORT = 24
_LONGEST = 16

_SHORT = re.compile(r"(?:[^\W\d_]\.){2,8}|[^\W_]+(?:[-–/&+][^\W_]+)*(?:\s(?:\d{1,3}\b|[A-ZÀ-Ý][\w'-]*(?:\s[\w'-]+){0,3}))?")
_BRACKET = re.compile(r"\(([^()]{2,160})\)")
_SEPARATOR = re.compile(r"\s*[,;/=:]\s*|\s+(?:[-–—]|ou|or)\s+")
_LAST_WORD = re.compile(r"([^\s()«»“”\"]+)[\s»”\"*]*$")
_HARD_STOP = re.compile(r"[.!?;:«»“”\"()\[\]|•]\s|\n\s*\n|[()«“]")
_QUOTES = " \t\n\u00a0\u202f«»“”\"'’*_"


def find(text: str, names: Sequence[Candidate] = ()) -> list[Acronym]:
    """Return the pairs of a text, in text order; `names` are the spans of the names stage, in offsets of the text."""
    found: list[Acronym] = []
    taken: set[int] = set()
    for pair in (*_in_brackets(text, names), *_beside(text, names)):
        characters = range(pair.short_start, pair.short_end)
        if taken.isdisjoint(characters):
            taken.update(characters)
            found.append(pair)
    return sorted(found, key=lambda pair: (pair.short_start, pair.short_end))


def _long_before(
    text: str, end: int, short: str, names: Sequence[Candidate], initials_only: bool = False
) -> tuple[int, int] | None:
    """Return the long form of `short` that ends at `end`, or None; `initials_only` where nothing else shows a pair."""
    while end and text[end - 1] in _QUOTES + ",–—-:":
        end -= 1
    floor = max(0, end - 180)
    for stop in _HARD_STOP.finditer(text, floor, end):
        floor = stop.end()
    beside = next((n for n in names if n.end in (end, end + 1) and n.kind in ("ORG", "PER")), None)
    if beside is not None and beside.kind == "PER":
        return None
    known = _known_before(text, floor, end, short)
    if known is not None:
        return known, end
    parts = parts_of(text, floor, end)[-_LONGEST:]
    scored: list[tuple[float, int]] = []
    for form in forms(short):
        need = len(fold(form)) if initials_only else proof(form)
        room = 2 * len(fold(form)) + _SPARE_WORDS
        for i in range(len(parts) - 1, max(-1, len(parts) - room), -1):
            window = parts[i:]
            if window[0].function or window[0].letters[0] != fold(form)[0]:
                continue
            score = align(form, window)
            if score >= need and (len(window) > 1 or text[window[0].start : window[0].end] != short):
                scored.append((score + 0.1 * text[window[0].start].isupper(), window[0].start))
    initials = sorted(fold(short))
    content = [part for part in parts if not part.function][-len(initials) :]
    if len(initials) >= 3 and sorted(part.letters[0] for part in content) == initials:
        scored.append((float(len(initials)), content[0].start))
    if scored:
        start = max(scored, key=lambda found: (found[0], -found[1]))[1]
        return (_widened(text, start, beside), end)
    if beside is not None and _foreign(text[beside.start : beside.end], short):
        return (beside.start, end)
    return None


@cache
def _known() -> dict[str, tuple[str, ...]]:
    pairs: dict[str, tuple[str, ...]] = {}
    for short, long in rows("acronyms/known.tsv", 2):
        pairs[short] = (*pairs.get(short, ()), long)
    return pairs


def _known_before(text: str, floor: int, end: int, short: str) -> int | None:
    """Return where a long form starts that ends at `end` and is known to go with a short form not of its letters."""
    if short.upper() not in _known():
        return None
    before = text[floor:end].lower().replace("’", "'")
    return next((end - len(long) for long in _known()[short.upper()] if before.endswith(long)), None)


def _widened(text: str, start: int, beside: Candidate | None) -> int:
    """Return the start of the name that the aligned words end (`Institut national de la statistique…`)."""
    if beside is not None and beside.start < start and text[start].islower() and "\n\n" not in text[beside.start : start]:
        return beside.start
    return start


def _foreign(name: str, short: str) -> bool:
    """Tell whether a name beside a bracket may be what foreign letters stand for: a third of them begin its words."""
    content = [word for word in re.findall(r"[^\W_]+", name) if word.lower() not in words("acronyms/function_words.txt")]
    letters = set(fold(short))
    if len(content) < 3 or len(letters) < 2 or len(fold(short)) < 3 or not short.isupper() or name.isupper():
        return False
    initials = {fold(word)[:1] for word in content}
    return len(letters & initials) >= len(letters) / 3


def _in_brackets(text: str, names: Sequence[Candidate]) -> list[Acronym]:
    found: list[Acronym] = []
    for bracket in _BRACKET.finditer(text):
        inside_start, inside_end = bracket.span(1)
        pieces = _pieces(text, inside_start, inside_end)
        short_inside = False
        for start, end in pieces:
            short = text[start:end]
            if not _SHORT.fullmatch(short) or not is_short(short):
                continue
            inner = _long_before(text, start, short, ()) if text[inside_start:start].strip() else None
            long = inner or _long_before(text, bracket.start(), short, names)
            if long is not None:
                found.append(Acronym(start, end, *long, "acronym.long-short"))
                short_inside = True
        if not short_inside:
            found += _short_before(text, bracket.start(), pieces, names) or _within(text, pieces, names)
    return found


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the parts of a bracket without cues and quotation marks, the whole of it first."""
    cuts = [start]
    for m in _SEPARATOR.finditer(text, start, end):
        cuts += [m.start(), m.end()]
    cuts.append(end)
    pieces = [_bare(text, a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=True)]
    if len(pieces) > 1:
        pieces.insert(0, _bare(text, start, end))
    return [piece for piece in pieces if piece[1] > piece[0] and not any(mark in text[piece[0] : piece[1]] for mark in "«»“”@")]


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """Strip blanks, quotation marks, a cue (`ci-après dénommée`) and the determiner from both ends of a stretch."""
    lead = _lead().match(text, start, end)
    start = lead.end() if lead else start
    while end > start and text[end - 1] in _QUOTES:
        end -= 1
    return start, end


@cache
def _cue() -> str:
    return "|".join(line for line in sorted(words("acronyms/cues.txt"), key=lambda w: (-len(w), w)))


@cache
def _lead() -> re.Pattern[str]:
    return re.compile(
        rf"[\s«»“”\"'’*_]*(?:(?:{_cue()})\b\s*:?)?[\s«»“”\"'’*_]*(?:(?:par|le|la|les|du)\s|l['’]|d['’])?[\s«»“”\"'’*_]*",
        re.IGNORECASE,
    )


_CAPITALS = re.compile(r"[A-ZÀ-Ý][\w&.–-]*[A-ZÀ-Ý]\w*")
_CLOSING = re.compile(r"\s*(?:[,.;:)»”\"–—\n]|\s-\s|$)")
_TO_LONG = re.compile(r"\s+(?:[-–—=:]\s+)?(?=[^\W\d_])")


@cache
def _link() -> re.Pattern[str]:
    """What stands between a long form and a short one: `, sigle `, `, la `, `, dit `, ` – `, `, ci-après « `."""
    determiner = r"(?:(?:le|la|les)\s+|[ld]['’])"
    cue = rf"(?:,\s*|\s)(?:{_cue()})\s*:?\s*[«“\"]?\s*{determiner}?[«“\"]?\s*"
    return re.compile(rf"(?:{cue}|,\s*{determiner}|\s+[-–—]\s+)$", re.IGNORECASE)


_LONG_AFTER = re.compile(r"[^\n.;:()«»“”\"|]{6,140}")


def _beside(text: str, names: Sequence[Candidate]) -> list[Acronym]:
    """Find pairs without brackets; they need every letter, since nothing but the letters tells them from their surroundings."""
    found: list[Acronym] = []
    for m in _CAPITALS.finditer(text):
        start, end = m.span()
        if end - start > _LONGEST_SHORT or (start and (text[start - 1].isalnum() or text[start - 1] in "-.@_")):
            continue
        short = text[start:end]
        if not is_short(short):
            continue
        pair = _apposed(text, start, end, short, names) if _CLOSING.match(text, end) else None
        if pair is None and short.isupper():
            pair = _leading(text, start, end, short, names)
        if pair is not None:
            found.append(pair)
    return found


def _apposed(text: str, start: int, end: int, short: str, names: Sequence[Candidate]) -> Acronym | None:
    """`Fédération québécoise des coopératives forestières, la FQCF`: the long form stands before."""
    link = _link().search(text, max(0, start - 48), start)
    dash = link is not None and not link.group().strip("-–— \n\t")
    long = _long_before(text, link.start(), short, (), initials_only=dash) if link else None
    if long is None or (text[long[0]].islower() and not _names_hold(names, long)):
        return None
    beside = next((n for n in names if n.kind == "ORG" and n.end == long[1]), None)
    return Acronym(start, end, _widened(text, long[0], beside), long[1], "acronym.apposition")


def _leading(text: str, start: int, end: int, short: str, names: Sequence[Candidate]) -> Acronym | None:
    """`CNRS – Centre national de la recherche scientifique`: the long form stands after."""
    gap = _TO_LONG.match(text, end)
    after = _LONG_AFTER.match(text, gap.end()) if gap else None
    if gap is None or after is None:
        return None
    long = _long_after(text, gap.end(), after.end(), short, names)
    return None if long is None else Acronym(start, end, *long, "acronym.short-first")


def _names_hold(names: Sequence[Candidate], long: tuple[int, int]) -> bool:
    return any(n.kind == "ORG" and n.start <= long[0] and long[1] <= n.end for n in names)


def _long_after(text: str, start: int, limit: int, short: str, names: Sequence[Candidate]) -> tuple[int, int] | None:
    """Return the long form that begins at `start`: the shortest stretch whose initials are all letters of the short form."""
    letters = sorted(fold(short))
    if fold(text[start]) not in letters:
        return None
    parts = parts_of(text, start, limit)[:_LONGEST]
    if not parts or parts[0].function or parts[0].start != start:
        return None
    initials: list[str] = []
    for part in parts:
        if not part.function:
            initials.append(part.letters[0])
        if len(initials) == len(letters):
            if sorted(initials) != letters or len(letters) < 3:
                return None
            ends = [n.end for n in names if n.kind == "ORG" and n.start <= start and n.end >= part.end]
            return (start, min(ends, default=part.end))
    return None


def _short_before(text: str, bracket: int, pieces: Sequence[tuple[int, int]], names: Sequence[Candidate]) -> list[Acronym]:
    """`MSF (Médecins Sans Frontières)`: the bracket holds the long form."""
    word = _LAST_WORD.search(text, max(0, bracket - 40), bracket)
    if word is None:
        return []
    start, end = word.span(1)
    start += len(re.match(r"(?:[ldLD]['’])?", text[start:end]).group())  # type: ignore[union-attr]  # it always matches
    if not is_short(text[start:end]):
        return []
    short = text[start:end]
    for piece in pieces:
        inside = text[piece[0] : piece[1]]
        spelt = proved(short, parts_of(text, *piece)) or inside.lower().replace("’", "'") in _known().get(short.upper(), ())
        named = any(
            n.kind == "ORG" and n.start <= piece[0] < n.end and (piece[1] <= n.end or _goes_on(text[n.end : piece[1]]))
            for n in names
        )
        if spelt or (named and _foreign(inside, short)):
            return [Acronym(start, end, *piece, "acronym.short-long")]
    return []


def _goes_on(rest: str) -> bool:
    """Tell whether the rest of a bracket only lengthens the name before it (`, la neige et le paysage`)."""
    return rest.islower() and not any(c.isdigit() for c in rest)


def _within(text: str, pieces: Sequence[tuple[int, int]], names: Sequence[Candidate]) -> list[Acronym]:
    """`(UEL - Union des entreprises luxembourgeoises)`: both forms stand in the bracket, in either order."""
    for first, second in pairwise(pieces[1:]):
        for short, long in ((first, second), (second, first)):
            surface = text[short[0] : short[1]]
            if not _SHORT.fullmatch(surface) or not is_short(surface):
                continue
            if proved(surface, parts_of(text, *long)):
                return [Acronym(*short, *long, "acronym.within")]
            inner = _long_before(text, long[1], surface, names) if long is first else None
            if inner is not None:
                return [Acronym(*short, *inner, "acronym.within")]
    for piece in pieces[:1]:  # nothing between them: (UNODC Office des Nations Unies contre…)
        first_word = re.compile(r"[\w-]+(?=\s)").match(text, piece[0], piece[1])
        if first_word and is_short(first_word.group()) and first_word.group().isupper():
            rest = (first_word.end() + 1, piece[1])
            if rest[0] < rest[1] and proved(first_word.group(), parts_of(text, *rest)):
                return [Acronym(*first_word.span(), *rest, "acronym.within")]
    return []
