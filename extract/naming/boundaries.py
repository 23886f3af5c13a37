"""Where a name begins and ends: determiners, titles, honorifics, line breaks and contact words cut off."""

from __future__ import annotations

import re

from extract.gazetteer import Gazetteer
from extract.naming.vocabulary import Vocabulary
from extract.naming.words import Words
from extract.normalise.names import is_capitals, key

_UNNAMED = re.compile(r"[@\\{}<>=_]|www\.|https?:|\w\(s\b")
_BOUND = frozenset({"'", "’", "-", "‑"})  # `Le Cléac'h`, `Chan-o-cha`
_DASHES = frozenset({" – ", " — ", " - "})
_CLOSING = {")": "(", "»": "«", "”": "“", "]": "["}
_INITIAL = re.compile(r"[ .-][A-Z]\.$")
_SURE = 0.9
_COMMON = 0.65  # from here on the model is believed that a name has no capital
_ABBREVIATED = ("Inc.", "Corp.", "Ltd.", "Jr.", "Sr.", "Cie.", "Co.", "S.A.", "N.V.", "U.S.", "D.C.")


def repair(
    words: Words, start: int, end: int, kind: str, confidence: float, vocabulary: Vocabulary, known: Gazetteer
) -> tuple[int, int] | None:
    """Return the bounds of the name in `text[start:end]`, or None where there is none.

    Only ever cuts: what a name lacks is added by the rules that know its head. The surer the model is of the name
    (`confidence`), the less is cut.
    """
    sure = confidence >= _SURE
    text = words.text
    if "\n" in text[start:end] or "\t" in text[start:end]:
        start, end = _one_line(text, start, end)
    if _UNNAMED.search(text, start, end):
        return None
    end = _inside_quotation(text, start, end)
    numbers = words.span(start, end)
    if not numbers:
        return None
    first, last = numbers[0], numbers[-1]
    if key(text[start:end]) in (vocabulary.never if sure else vocabulary.furniture):
        return None
    if not sure:
        if all(words.folds[n] in vocabulary.furniture or words.folds[n].isdigit() for n in numbers):
            return None
        first, last = _cut_contact_words(words, first, last, vocabulary)
    if first <= last and kind == "PER":
        first, last = _person(words, first, last, vocabulary, sure)
        if all(words.folds[n] in vocabulary.titles and not vocabulary.is_given(words.folds[n]) for n in range(first, last + 1)):
            return None
    elif first <= last:
        if _office(words, first, last, vocabulary, known):
            return None
        first = _without_determiner(words, first, last, vocabulary, known, sure)
        first = _without_apposition(words, first, last, vocabulary)
        first = _without_acronym(words, first, last)
        first = _without_hall(words, first, last, vocabulary) if kind == "LOC" else first
        last = _without_tail(words, first, last, kind, vocabulary, known)
    if first <= last <= first + 1 and words.folds[first] in vocabulary.numbered and len(words.surfaces[last]) < 3:
        return None
    if first > last or not (confidence >= _COMMON or any(map(words.proper, range(first, last + 1)))):
        return None
    begin, stop = max(words.starts[first], start), min(words.ends[last], end) if last == numbers[-1] else words.ends[last]
    if (
        kind == "ORG"
        and last + 1 < len(words)
        and words.gap(last) in {" ", ", "}
        and words.surfaces[last + 1] in vocabulary.legal_forms
    ):
        stop = words.ends[last + 1]  # `Amazon, Inc.`
    stop = _with_closing(text, begin, known.end(text, begin, stop))
    name = key(text[begin:stop])
    if text[begin:stop].rstrip(".") in vocabulary.legal_forms:
        return None
    if name in (vocabulary.never if sure else vocabulary.furniture) or name.isdigit() or stop - begin < 2:
        return None
    if kind != "PER" and name in vocabulary.demonyms and not known.get(name):
        return None
    return begin, stop


def _one_line(text: str, start: int, end: int) -> tuple[int, int]:
    """Keep the first line or cell of a name that runs over several."""
    while start < end and text[start].isspace():
        start += 1
    ends = [stop for stop in (text.find("\n", start, end), text.find("\t", start, end)) if stop != -1]
    return start, min(ends, default=end)


def _inside_quotation(text: str, start: int, end: int) -> int:
    """Cut a name that begins within a quotation and runs out of it: `Mésanges » pour les enfants`."""
    for closing in "»”":
        at = text.find(closing, start, end)
        if at > start and text.find(_CLOSING[closing], start, at) == -1:
            end = at
    return end


def _cut_contact_words(words: Words, first: int, last: int, vocabulary: Vocabulary) -> tuple[int, int]:
    while first <= last and words.folds[last] in vocabulary.furniture:
        label = words.surfaces[last].islower() or ":" in words.gap(last)[:2]
        bound = first < last and words.gap(last - 1) in _BOUND
        if bound or not label or _inside_name(words, last, vocabulary):
            break
        last -= 1
    while (
        first < last
        and words.folds[first] in vocabulary.furniture
        and (":" in words.gap(first) or (is_capitals(words.surfaces[first]) and not is_capitals(words.surfaces[first + 1])))
    ):
        first += 1
    return first, last


def _inside_name(words: Words, number: int, vocabulary: Vocabulary) -> bool:
    """Tell whether a contact word is the last word of a name after all (`France Télévisions Presse`, `Maison de la Presse`)."""
    before = words.folds[number - 1] if number else ""
    return before in vocabulary.grammar["determiner"] and words.capital(number)


def _person(words: Words, first: int, last: int, vocabulary: Vocabulary, sure: bool) -> tuple[int, int]:
    """Cut everything before the given name and after the surname."""
    for number in range(first, last):
        gap = words.gap(number)
        another = gap in _DASHES and number > first and vocabulary.is_given(words.folds[number + 1])
        if another or any(mark in gap for mark in ",;:()[]|/•·"):
            last = number
            break
    moved = True
    while moved and first <= last:
        moved = False
        folded = words.folds[first]
        title = folded in vocabulary.honorifics or folded in vocabulary.titles
        apart = words.gap(first) == " " or (words.gap(first) == ". " and folded in vocabulary.honorifics)
        capital = words.capital(first)
        before_name = first < last and title and apart and not (capital and vocabulary.is_given(folded))
        particle = folded in vocabulary.particles and (sure or _joined_particle(words, first, last, vocabulary))
        if before_name or not (capital or particle):
            first += 1
            moved = True
    while first <= last and not words.capital(last) and (last == first or words.gap(last - 1) not in _BOUND):
        last -= 1
    return first, last


def _office(words: Words, first: int, last: int, vocabulary: Vocabulary, known: Gazetteer) -> bool:
    """Tell the holder of an office (`préfet du Finistère`), who is neither an organisation nor a place."""
    if first == last or words.folds[first] not in vocabulary.titles or words.gap(first) not in {" ", "-"}:
        return False
    return not known.get(words.text[words.starts[first] : words.ends[last]])


def _joined_particle(words: Words, first: int, last: int, vocabulary: Vocabulary) -> bool:
    """Tell a particle that begins a surname (`d'Estaing`, `al-Assad`, `van Rompuy`) from a preposition before it."""
    if first == last or not words.capital(first + 1):
        return first + 1 < last and words.folds[first] in vocabulary.grammar["surname-split"]
    return words.folds[first] not in vocabulary.grammar["surname-link"]


def _without_determiner(words: Words, first: int, last: int, vocabulary: Vocabulary, known: Gazetteer, sure: bool) -> int:
    while first < last and words.folds[first] in vocabulary.grammar["determiner"]:
        if sure and words.capital(first):
            break
        if words.capital(first) and known.get(words.text[words.starts[first] : words.ends[last]]):
            break
        if words.capital(first) and not words.opens_sentence(first) and words.folds[first] in vocabulary.grammar["article"]:
            break
        first += 1
    return first


def _without_apposition(words: Words, first: int, last: int, vocabulary: Vocabulary) -> int:
    """Cut the common noun before a name that is one without it: `association Mer Vive`, but not `association de la Mer`."""
    if first == last or words.folds[first] not in vocabulary.appositions or words.gap(first) not in {" ", ' "', " «", " « "}:
        return first
    shouted = is_capitals(words.surfaces[first]) and first > 0 and words.folds[first - 1] in vocabulary.grammar["article"]
    common = words.surfaces[first].islower() or (shouted and is_capitals(words.surfaces[first - 1] + "X"))
    return first + 1 if common and words.capital(first + 1) else first


def _without_hall(words: Words, first: int, last: int, vocabulary: Vocabulary) -> int:
    """Cut what every town has one of: the place named by `salle des fêtes de Brassac` is the town."""
    for number in range(first + 1, last):
        if (
            words.folds[number] in vocabulary.grammar["of"]
            and words.capital(number + 1)
            and " ".join(words.folds[first:number]) in vocabulary.halls
        ):
            return number + 1
    return first


def _without_acronym(words: Words, first: int, last: int) -> int:
    """Cut an acronym that a slash sets before its long form: `FGS/Fédération des gardes de Seraing`."""
    while last - first > 1 and words.gap(first) == "/" and is_capitals(words.surfaces[first]) and words.gap(first + 1) == " ":
        first += 1
    return first


def _without_tail(words: Words, first: int, last: int, kind: str, vocabulary: Vocabulary, known: Gazetteer) -> int:
    small = vocabulary.grammar["determiner"] | vocabulary.grammar["tail"]
    while first < last and words.folds[last] in small and not words.capital(last):
        last -= 1
    if kind == "ORG" and last > first and words.gap(last - 1) in _DASHES and known.get(words.surfaces[last]):
        whole = known.get(words.text[words.starts[first] : words.ends[last]])
        last = last if whole or last - 1 == first else last - 1  # a site's ` – Gabon`
    if kind == "LOC":
        for number in range(first, last):
            gap = words.gap(number)
            if any(mark in gap for mark in ",;:()[]|•·") or gap in _DASHES:
                return number
    return last


def _with_closing(text: str, start: int, end: int) -> int:
    """Keep the closing bracket of a bracket inside the name, and the stop of an abbreviation."""
    if end < len(text):
        following = text[end]
        opening = _CLOSING.get(following)
        if opening and text.count(opening, start, end) > text.count(following, start, end):
            return end + 1
        if following == "." and (text[start : end + 1].endswith(_ABBREVIATED) or _INITIAL.search(text, start, end + 1)):
            return end + 1
    return end
