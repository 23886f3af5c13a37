"""The headline of a communiqué: weighed from layout, place, words and what the container says."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache

from msgspec import Struct, convert

from extract.lexicons import read, words
from extract.zones import trails
from extract.zones.datelines import dateline_length
from extract.zones.lines import Line, fold
from extract.zones.patterns import pattern

_WORD = re.compile(r"[a-z'-]+")
_TOKEN = re.compile(r"[a-z0-9]{3,}")
_TWO_SENTENCES = re.compile(r"[a-zà-ÿ]{3}[.!?…] +[«\"“]?[A-ZÀ-Ý]")
_SENTENCES = re.compile(r"[.!?…] +[«\"“]?[A-ZÀ-Ý]")
_QUOTATION = re.compile(r"""[«"“„](?![^»"”]*[»"”] ?:)""")  # not `« Antigone » : …`, which names a work
_CLOSING = '»”" \u00a0\u202f'
_SLUG = re.compile(r"[^\W\d_]+(?:[-–/][^\W\d_]+){1,5}")
_EXCLUDED = frozenset(
    ("embargo", "end", "source", "label", "reference", "contact", "about", "section", "furniture", "salutation")
)
_SHORTEST, _LONGEST = 6, 320  # characters of a headline
_SHORTEST_H1 = 3
_PARAGRAPH = 120  # characters of several sentences that are a paragraph rather than a headline
_SENTENCE = 80  # the same, of one sentence with its full stop
_SITE = 4  # words of the name of a site at most, where it is the last part of a page's title
_LIKE = 0.5  # likeness to the container's title that makes a paragraph a headline all the same
_BELOW = 4  # lines below the first paragraph that may still be the headline
_MOST_LINES = 5
_HEADLINE = 4  # words that make a line over a date line its headline
_PARTICLE = 3  # letters of a small word inside a name at most


class _Scale(Struct, frozen=True, forbid_unknown_fields=True):
    """The points of `data/zones/title.toml`."""

    threshold: float
    reach: int
    weights: dict[str, float]


class Headline(Struct, frozen=True):
    """The lines `first` to `last` (exclusive) that make the headline, and its points."""

    first: int
    last: int
    score: float


@cache
def _scale() -> _Scale:
    return convert(tomllib.loads(read("zones/title.toml")), _Scale)


def tokens(folded: str) -> frozenset[str]:
    """Return the words of three letters or more of a folded text."""
    return frozenset(_TOKEN.findall(folded))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the share of the words of two bags that both hold, 0 to 1."""
    return len(one & other) / len(one | other) if one and other else 0.0


def headline(lines: Sequence[Line], hinted: Sequence[tuple[str, float]], sites: Sequence[str], path: str) -> Headline | None:
    """Return the lines of the headline, or None where no line is good enough.

    `hinted` is the title that the container gives, in all its parts with their weights, `sites` the names of the site,
    which are no headline, `path` the name of the file.
    """
    scale = _scale()
    weights = scale.weights
    wanted = [(tokens(fold(part)), weight) for part, weight in hinted]
    site_names = {fold(site) for site in sites}
    later = {fold(part) for part, weight in hinted if weight < 1 and len(part.split()) <= _SITE}
    named = tokens(fold(path.replace("\\", "/").rsplit("/", 1)[-1].rsplit(".", 1)[0]))
    steps = trails.ends(lines)
    opening = _opening(lines)
    begin = tokens(lines[opening].fold[:600]) if opening < len(lines) else frozenset()
    best: Headline | None = None
    seen = candidates = prose = 0
    for i, line in enumerate(lines):
        if line.kind is not None:
            continue
        seen += 1
        if (seen > scale.reach or i > opening + _BELOW) and not line.heading:
            continue
        length = len(line.text)
        if line.fold in site_names or _is_no_headline(line):
            prose += length if length > 120 else 0
            continue
        last = _last(lines, i)
        text = " ".join(part.text for part in lines[i:last])
        own = tokens(fold(text))
        score = _points(lines, i, last, text, weights)
        if last == opening:
            score += weights["before_text"]
        if i < opening:
            score += weights["shared"] * len(own & begin) / max(3, len(own))
        score += weights.get(f"h{line.heading}", 0.0) + weights["classed"] * line.titled
        like = max((weight * likeness(own, part) for part, weight in wanted), default=0.0)
        if like < _LIKE and not (line.bold or line.heading):
            dated = (best is None or _is_name(lines[best.first])) and _leads(lines, last)
            if _is_running(text, begun=prose > 0 or not last <= opening < len(lines), dated=dated):
                prose += length
                continue
        trailed = weights["trailed"] * trails.is_named(fold(text), steps)
        score += weights["hinted"] * like + weights["site"] * (line.fold in later) + trailed
        if named:
            score += weights["named"] * len(own & named) / max(4, min(len(own), len(named)))
        if (
            not (candidates or line.heading or pattern("zones", "labelled-title").match(line.fold))
            and text[0].isupper()
            and _is_foremost(lines, last)
        ):
            score += weights["foremost"]
        if i > opening and not line.heading and not _is_announced(lines, i, last):
            score += weights["below"]
        score += weights["order"] * candidates + weights["depth"] * prose / 200
        candidates += 1
        if length > 120:
            prose += length
        if score >= scale.threshold and (best is None or score > best.score):
            best = Headline(i, last, score)
    return best


def _is_no_headline(line: Line) -> bool:
    """Tell whether a line is none whatever stands around it: first words, channel, address, length, link."""
    if line.cue in _EXCLUDED and not (line.cue == "about" and line.heading == 1):
        return True
    shortest = _SHORTEST_H1 if line.heading == 1 else _SHORTEST
    if line.channel or not shortest <= len(line.text) <= _LONGEST or (line.links > 0.9 and not line.heading):
        return True
    return not line.heading and pattern("zones", "labelled-place").match(line.fold) is not None


def _opening(lines: Sequence[Line]) -> int:
    """Return the index of the first paragraph of text, a short one where a date line leads to it, or the number of lines."""
    for i, line in enumerate(lines):
        if line.kind == "body" and line.inner is not None:
            return i
        if line.kind is None and not line.heading and line.cue not in _EXCLUDED and len(line.text) > 140 and line.links < 0.5:
            return i
    return len(lines)


def _last(lines: Sequence[Line], first: int) -> int:
    """Return where the headline that begins at a line ends: the lines it runs on to belong to it."""
    last = first + 1
    while last < len(lines) and last - first < _MOST_LINES:
        above, below = lines[last - 1], lines[last]
        if below.gap or below.kind or below.cue or below.heading != above.heading or below.item or below.channel:
            break
        if len(below.text) > 110 or len(above.text) < 12:
            break
        capitals = above.text.isupper() and below.text.isupper()
        if not (
            below.text[0].islower()
            or pattern("zones", "runs-on").search(above.fold)
            or (capitals and len(above.text) > 30)
            or (above.indent > 3 and below.indent > 3 and len(above.text) > 30)
        ):
            break
        last += 1
    return last


def _leads(lines: Sequence[Line], below: int) -> bool:
    """Tell whether the line at `below`, after a blank line, is a date line or begins with one."""
    if below >= len(lines) or not lines[below].gap:
        return False
    after = lines[below]
    return after.kind == "dateline" or dateline_length(after.text, after.fold) > 0


def _is_running(text: str, *, begun: bool, dated: bool) -> bool:
    """Tell whether lines that no markup sets apart are running text: several sentences, or one with its full stop or colon that
    is long, is a quotation, or stands where the text has `begun`. Right above a date line (`dated`) it may be longer.
    """
    if len(text) > _PARAGRAPH and _TWO_SENTENCES.search(text):
        return True
    end = text.rstrip(_CLOSING)
    if not end.endswith((".", ":")) or end.endswith("..."):
        return False
    longest = _PARAGRAPH if dated and end.endswith(".") and not _SENTENCES.search(text) else _SENTENCE
    return begun or len(text) > longest or _QUOTATION.match(text) is not None


def _is_announced(lines: Sequence[Line], first: int, last: int) -> bool:
    """Tell whether a label, an embargo notice or a date line stands above a headline, or a date line below it."""
    above = lines[first - 1] if first else None
    if above is not None and (above.cue in ("label", "embargo", "reference") or above.kind == "dateline"):
        return True
    return last < len(lines) and lines[last].kind == "dateline"


def _is_dated(lines: Sequence[Line], below: int) -> bool:
    """Tell whether the date line above the line at `below` belongs to a headline right over it, and to no letterhead."""
    if below < 2 or lines[below - 1].kind != "dateline" or lines[below - 1].inner is not None:
        return False
    over = lines[below - 2]
    if over.kind is not None or over.cue or over.channel or lines[below - 1].gap > 1:
        return False
    return len(over.text.split()) >= _HEADLINE and over.text[-1] not in ".,;:" and not _is_name(over)


def _is_name(line: Line) -> bool:
    """Tell whether a line has the look of the name of those who write or to whom: in a letterhead, not a headline."""
    capitals = line.text.isupper()
    first, *others = line.text.split()
    bodies = words("zones/letterhead.txt")
    folded = line.fold.split()
    if not first[0].isupper() or folded[0] in bodies or folded[0] in words("zones/addressing.txt"):
        return True
    if words("zones/headline-verbs.txt").isdisjoint(_WORD.findall(line.fold)) and not capitals:
        if any(word in bodies and part[0].isupper() for part, word in zip(others, folded[1:], strict=True)):
            return True
        if others and first.lower() in words("zones/articles.txt") and others[0][0].isupper():
            return True
    return not any(len(part) > _PARTICLE and (capitals or part[0].islower()) for part in others)


def _is_foremost(lines: Sequence[Line], last: int) -> bool:
    """Tell whether a blank line follows, and no label, reference or date line, as it does under a letterhead."""
    after = lines[last] if last < len(lines) else None
    return after is not None and bool(after.gap) and after.cue not in ("label", "reference") and after.kind != "dateline"


def _points(lines: Sequence[Line], first: int, last: int, text: str, weights: dict[str, float]) -> float:
    """Return the points that a line's words and its neighbours give it."""
    folded = fold(text)
    parts = folded.split()
    before = next((lines[i] for i in range(first - 1, -1, -1) if lines[i].kind != "furniture" or lines[i].cue == "label"), None)
    after = lines[last] if last < len(lines) else None
    verb = not words("zones/headline-verbs.txt").isdisjoint(_WORD.findall(folded))
    colon = " : " in text or (": " in text and len(parts) > 4)
    score = weights["labelled"] if pattern("zones", "labelled-title").match(folded) else 0.0
    if lines[first].gap or first == 0 or (before is not None and before.kind is not None):
        score += weights["alone"] / 2
    if after is None or after.gap or after.kind is not None or after.heading != lines[first].heading:
        score += weights["alone"] / 2
    score += weights["long"] * (len(parts) >= 5) + weights["longer"] * (len(parts) >= 8) + weights["tiny"] * (len(parts) < 3)
    score += weights["colon"] * colon + weights["verb"] * verb + weights["capitals"] * text.isupper()
    score += weights["bold"] * lines[first].bold + weights["notes"] * (lines[first].cue == "notes")
    if text[-1] == "." and not text.endswith("..."):
        score += weights["sentence"]
    if text[-1] == ":":
        score += weights["opens"]
    if _SENTENCES.search(text) or len(text) > 220:
        score += weights["prose"]
    if lines[first].item or text[0] in "-–•*▪·" or text[0].islower():
        score += weights["item"]
    if before is not None and (
        before.cue in ("label", "embargo") or (before.kind == "dateline" and not _is_dated(lines, first))
    ):
        score += weights["after_label"]
    if after is not None and after.kind == "dateline":
        score += weights["before_date"] + weights["over_date"] * _is_dated(lines, last + 1)
    if (parts[0].strip("'\"«(") in words("zones/letterhead.txt") or " | " in text) and not verb and not colon:
        score += weights["letterhead"]
    if _SLUG.fullmatch(text) and text.isupper():
        score += weights["dashed"]
    return score
