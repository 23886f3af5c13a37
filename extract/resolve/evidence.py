"""The document decides together: a name seen clearly once settles its other mentions."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from functools import cache

from extract.gazetteer import Gazetteer
from extract.lexicons import words as words_of
from extract.naming.confidence import prior
from extract.naming.vocabulary import Vocabulary
from extract.naming.words import Words
from extract.normalise.names import is_capitals, key
from extract.normalise.urls import host
from extract.resolve.people import parts
from extract.resolve.selection import CLEAR, Name
from extract.types import Acronym, Candidate

_NAMED = 0.97  # from here on the model knows a name from a noun
_APART = frozenset(" '’\n(«\u00a0")
_MAJORITY = 2.5
_STEPS = (" » ", " > ", " › ", " → ")
_KINDS = ("LOC", "ORG", "PER")


@cache
def _affiliated() -> re.Pattern[str]:
    """Return the pattern of a given name and surname with one word of a company behind: `Anna Wolf de Solarium`."""
    links = "|".join(word if word.endswith("'") else f"{word} " for word in sorted(words_of("names/affiliations.txt")))
    return re.compile(rf"(\S+ \S.*?) (?:{links})(\w[\w-]{{2,}})")


def agree(chosen: Sequence[Name], text: str, vocabulary: Vocabulary) -> list[Name]:
    """Give all mentions of one surface the kind that two or more clear ones of them have, where most of the evidence is theirs.

    What the model alone calls a place or organisation is a person where it is the surname of one named in full.
    """
    votes: dict[str, dict[str, list[float]]] = {}
    for name in chosen:
        votes.setdefault(key(text[name.start : name.end]), {}).setdefault(name.kind, []).append(name.weight)
    agreed: list[Name] = []
    surnames = _surnames(chosen, text, vocabulary)
    for name in chosen:
        if name.kind != "PER" and name.rule.startswith("ner.") and key(text[name.start : name.end]) in surnames:
            agreed.append(Name(name.start, name.end, "PER", "document.surname", prior("document.surname")))
            continue
        by_kind = votes[key(text[name.start : name.end])]
        best = max(_KINDS, key=lambda kind: sum(by_kind.get(kind, ())))
        clear = sum(weight >= CLEAR for weight in by_kind[best])
        if best != name.kind and clear > 1 and sum(by_kind[best]) > _MAJORITY * sum(by_kind[name.kind]):
            agreed.append(Name(name.start, name.end, best, "document.kind", prior("document.kind")))
        else:
            agreed.append(name)
    return agreed


def _surnames(chosen: Sequence[Name], text: str, vocabulary: Vocabulary) -> set[str]:
    """Return the folded surnames of the people clearly named in full."""
    people = [parts(text[n.start : n.end], vocabulary) for n in chosen if n.kind == "PER" and n.weight >= CLEAR]
    return {key(person.family) for person in people if person.given and person.family}


def affiliations(chosen: Sequence[Name], text: str) -> list[Name]:
    """Part a person from the organisation after the name (`Anna Wolf de Solarium`) where the document names it apart, too."""
    named = {key(text[n.start : n.end]) for n in chosen if n.kind == "ORG"}
    split: list[Name] = []
    for name in chosen:
        parted = _affiliated().fullmatch(text, name.start, name.end) if name.kind == "PER" else None
        if parted is None or not (key(parted[2]) in named or _stands_alone(parted[2], chosen, text)):
            split.append(name)
            continue
        split.append(Name(name.start, parted.end(1), "PER", name.rule, name.weight))
        split.append(Name(parted.start(2), name.end, "ORG", "document.repeat", prior("document.repeat")))
    return split


def _stands_alone(word: str, chosen: Sequence[Name], text: str) -> bool:
    """Tell whether a word stands somewhere in the text outside every person's name, and not as a surname with its particle."""
    people = [(n.start, n.end) for n in chosen if n.kind == "PER"]
    places = (found.start() for found in re.finditer(rf"(?<!\w)(?<!de ){re.escape(word)}(?!\w)", text))
    return any(not any(start <= place < end for start, end in people) for place in places)


def companies(words: Words, chosen: Sequence[Name], vocabulary: Vocabulary) -> list[Name]:
    """Make organisations of lone names taken for people that the document speaks of as companies: `À propos d'Ardoxane`."""
    alone: dict[str, list[Name]] = {}
    surnames: set[str] = set()
    for name in chosen:
        if name.kind == "PER":
            numbers = words.span(name.start, name.end)
            if len(numbers) == 1 and not vocabulary.is_given(words.folds[numbers[0]]):
                alone.setdefault(words.folds[numbers[0]], []).append(name)
            if len(numbers) > 1 or name.rule.startswith("person."):
                surnames.update(words.folds[number] for number in numbers)
    changed = {
        name
        for folded, names in alone.items()
        if folded not in surnames and any(_spoken_of_as_company(words, name.start, vocabulary) for name in names)
        for name in names
    }
    if not changed:
        return list(chosen)
    rule = "document.company"
    return [Name(n.start, n.end, "ORG", rule, prior(rule)) if n in changed else n for n in chosen]


def _spoken_of_as_company(words: Words, start: int, vocabulary: Vocabulary) -> bool:
    before = words.at(start) - 1
    if before >= 0 and words.folds[before] in vocabulary.grammar["link"]:
        before -= 1
        if before >= 0 and words.folds[before] in vocabulary.adjectives:
            before -= 1
        return before >= 0 and (
            words.folds[before] in vocabulary.company_cues or words.folds[before] in vocabulary.grammar["officer"]
        )
    return before >= 0 and words.folds[before] in vocabulary.company_cues


def proper(words: Words, names: Sequence[Name], vocabulary: Vocabulary) -> list[Name]:
    """Leave out what only the model takes for a name though the document speaks against it.

    That is a word that the document mostly writes small (a common noun), and a doubtful word alone on its line that the
    document never takes up again (a rubric).
    """
    compass = vocabulary.grammar["compass"]
    return [name for name in names if not (name.rule.startswith("ner.") and _doubtful(words, name, compass))]


def _doubtful(words: Words, name: Name, compass: Set[str]) -> bool:
    return name.weight < _NAMED and (_common(words, name, compass) or _rubric(words, name) or _step(words.text, name))


def _step(text: str, name: Name) -> bool:
    """Tell the first step of a trail of links: `Info Rivage » Actualités » …`."""
    return text[max(0, name.start - 1) : name.start] in ("", "\n") and text[name.end : name.end + 3] in _STEPS


def _rubric(words: Words, name: Name) -> bool:
    """Tell a single word that fills a line and stands nowhere else."""
    text = words.text
    return (
        text[max(0, name.start - 1) : name.start] in ("", "\n")
        and text[name.end : name.end + 1] in ("", "\n")
        and len(numbers := words.span(name.start, name.end)) == 1
        and len(words.places[words.folds[numbers[0]]]) == 1
    )


def _common(words: Words, name: Name, compass: Set[str]) -> bool:
    """Tell a common noun by the other places of the word; `le Sud` is a place beside any `sud`."""
    numbers = words.span(name.start, name.end)
    first = numbers[0]
    if len(numbers) != 1 or not words.capital(first) or is_capitals(words.surfaces[first]) or words.folds[first] in compass:
        return False
    places = words.places[words.folds[first]]
    small = sum(words.surfaces[n].islower() and _free(words, n) for n in places)
    return small > 0 and small * 2 >= len(places)


def _free(words: Words, number: int) -> bool:
    """Tell a word of the running text from the part of an address or path."""
    start, end = words.starts[number], words.ends[number]
    before, after = words.text[start - 1 : start], words.text[end : end + 2]
    ends = not after or after[0] in " ,;:\n" or (after[0] in ".)" and not after[1:].isalnum())
    return ends and (not before or before in _APART)


def pairs(acronyms: Sequence[Acronym], chosen: Sequence[Name], text: str, vocabulary: Vocabulary) -> list[Name]:
    """Return the names that the text's own acronym pairs make: the short form has the kind of its long form."""
    made: list[Name] = []
    for pair in acronyms:
        kinds = [
            n.kind
            for n in chosen
            if n.start < pair.long_end and pair.long_start < n.end and n.end - n.start > 0.5 * (pair.long_end - pair.long_start)
        ]
        short_kind = next((n.kind for n in chosen if (n.start, n.end) == (pair.short_start, pair.short_end)), None)
        long_form = text[pair.long_start : pair.long_end]
        if not kinds and not (_organisation(long_form, vocabulary) or (short_kind == "ORG" and long_form[0].isupper())):
            continue
        kind = kinds[0] if kinds and kinds[0] != "PER" else "ORG"
        if kind == "ORG" or kinds:
            made.append(Name(pair.long_start, pair.long_end, kind, "acronym.long", prior("acronym.long")))
            made.append(Name(pair.short_start, pair.short_end, kind, "acronym.short", prior("acronym.short")))
    return made


def addressed(words: Words, things: Sequence[Candidate], vocabulary: Vocabulary, known: Gazetteer) -> list[Candidate]:
    """Return the acronyms by which the document's own addresses call their owner: `AVRL` beside `contact@avrl.example`.

    Only where they alone are in capitals, and are no word that says something else (a head word, a contact word, a town, a word
    that the document writes small).
    """
    owners = {_owner(thing.value) for thing in things if thing.kind in {"EMAIL", "URL"} and thing.value}
    rule = "document.address"
    found: list[Candidate] = []
    for label in sorted(owners - vocabulary.furniture - vocabulary.things - vocabulary.heads.keys()):
        places = words.places.get(label, ())
        if any(words.surfaces[number].islower() and _free(words, number) for number in places):
            continue
        for number in places:
            surface = words.surfaces[number]
            if len(surface) > 2 and is_capitals(surface) and not known.get(surface) and _stands_out(words, number):
                found.append(Candidate("ORG", words.starts[number], words.ends[number], rule, None, prior(rule)))
    return found


def _stands_out(words: Words, number: int) -> bool:
    """Tell a word in capitals that is no part of a longer one, of an address, or of a heading in capitals."""
    beside = [n for n in (number - 1, number + 1) if 0 <= n < len(words) and words.gap(min(n, number)) == " "]
    return words.whole(number, number) and not any(is_capitals(words.surfaces[n]) for n in beside)


def _owner(address: str) -> str:
    """Return the label of a domain that names its owner, `avrl` of `www.presse.avrl.asso.fr`, if any."""
    labels = host(address.rpartition("@")[2]).casefold().split(".")[:-1]
    named = [label for label in labels if label not in words_of("names/hosts.txt")]
    return named[-1] if named else ""


def of_things(acronyms: Sequence[Acronym], text: str, vocabulary: Vocabulary, known: Gazetteer) -> frozenset[str]:
    """Return the keys of both forms of the pairs that name no organisation: `plan local d'urbanisme (PLU)`.

    Some organisations are called after a thing (`Programme alimentaire mondial`): those are known beforehand.
    """
    forms: set[str] = set()
    for pair in acronyms:
        long_form, short = text[pair.long_start : pair.long_end], text[pair.short_start : pair.short_end]
        first = key(long_form).partition(" ")[0]
        if first in vocabulary.things and not known.get(long_form) and not known.get(short):
            forms |= {key(long_form), key(short)}
    return frozenset(forms)


def _organisation(long_form: str, vocabulary: Vocabulary) -> bool:
    """Tell whether a long form begins with a head word of organisations."""
    folded = key(long_form).split()
    for length in vocabulary.head_lengths.get(folded[0], ()) if folded else ():
        head = vocabulary.heads.get(" ".join(folded[:length]))
        if head is not None and head.kind == "ORG":
            return long_form[0].isupper()
    return False
