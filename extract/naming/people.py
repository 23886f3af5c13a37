"""People by the form of their names: honorific, given name, surname in capitals, inverted order."""

from __future__ import annotations

from collections.abc import Iterator

from extract.gazetteer import Gazetteer
from extract.naming.confidence import prior
from extract.naming.vocabulary import Vocabulary
from extract.naming.words import Words
from extract.normalise.names import is_capitals
from extract.types import Candidate

_LONGEST = 6  # words of a person's name
_LINKS = frozenset({"de", "du", "des", "d", "la", "le", "les", "l", "y", "e"})
_INSIDE = frozenset({" ", "-", "'", "’", "‑", ". ", ".", " -", "- "})
_WORDLIKE_HONORIFICS = frozenset({"m", "me", "mes", "se", "sem", "don", "dom", "mere", "pere", "frere", "major", "general", "pr", "dr"})


def find(words: Words, vocabulary: Vocabulary, known: Gazetteer, blocked: bytearray) -> list[Candidate]:
    """Return the people a text names in a form that tells. `blocked` marks characters where no person's name may begin."""
    found: list[Candidate] = []
    free = 0
    for number, folded in enumerate(words.folds):
        if number < free or blocked[words.starts[number]]:
            continue
        capital = words.capital(number)
        name = None
        if folded in vocabulary.honorifics and _honorific(words, number):
            name = _after_honorific(words, number, vocabulary)
        elif capital and vocabulary.is_given(folded):
            name = _from_given(words, number, vocabulary)
        elif capital and _shouted(words, number):
            name = None if known.get(words.surfaces[number]) else _inverted(words, number, vocabulary)
        if name is not None:
            found.append(name)
            free = words.span(name.start, name.end)[-1] + 1
    return found


def _honorific(words: Words, number: int) -> bool:
    """Tell an honorific from the same letters used otherwise."""
    surface, gap = words.surfaces[number], words.gap(number)
    if surface == "M":
        return gap == ". "
    if words.folds[number] in _WORDLIKE_HONORIFICS and not words.capital(number):
        return words.folds[number] in {"dr", "pr"} and gap in {" ", ". "}
    return gap in {" ", ". "}


def _after_honorific(words: Words, number: int, vocabulary: Vocabulary) -> Candidate | None:
    first = number + 1
    while first < len(words) and words.folds[first] in vocabulary.honorifics and words.gap(first) in {" ", ". "}:
        first += 1  # `Mme la Dr`, `M. le Pr`
    if first < len(words) and (not words.capital(first) or words.folds[first] in vocabulary.title_starts):
        return None
    last = _run(words, first, vocabulary)
    if last is None:
        return None
    weak = words.folds[number] not in {"m", "mm", "mme", "mmes", "mlle", "monsieur", "madame", "dr", "pr", "me", "mgr"}
    return _candidate(words, first, last, "person.rank" if weak else "person.honorific")


def _from_given(words: Words, number: int, vocabulary: Vocabulary) -> Candidate | None:
    last = _run(words, number, vocabulary)
    if last is None or last == number:
        return None
    own = sum(1 for n in range(number, last + 1) if words.capital(n) and words.gap(n - 1 if n > number else n) != "-")
    surname_capitals = is_capitals(words.surfaces[last]) and not is_capitals(words.surfaces[number])
    sure = words.folds[number] in vocabulary.given
    if own < 1 or _hyphenated_only(words, number, last):
        return None
    form = "capitals" if surname_capitals else "headline" if is_capitals(words.surfaces[number]) else "given"
    return _candidate(words, number, last, f"person.{form}" if sure else f"person.{form}-doubtful")


def _inverted(words: Words, number: int, vocabulary: Vocabulary) -> Candidate | None:
    """Return `MARTIN Jean-Luc`: one to three words in capitals, then a given name that is not."""
    last = number
    while (
        last + 1 < len(words)
        and last - number < 3
        and words.gap(last) in {" ", "-", "'"}
        and (is_capitals(words.surfaces[last + 1]) or (words.folds[last + 1] in vocabulary.particles and words.capital(last + 1)))
    ):
        last += 1
    given = last + 1
    listed = _listed(words, number, last, vocabulary)
    if listed is not None:
        return listed
    if given >= len(words) or words.gap(last) != " " or is_capitals(words.surfaces[given]) or not words.capital(given):
        return None
    if not vocabulary.is_given(words.folds[given]):
        # an elided first syllable: N'Guessan
        if not (len(words.surfaces[given]) == 1 and words.gap(given) in {"'", "’"}):
            return None
    if any(words.folds[n] in vocabulary.furniture for n in range(number, last + 1)):
        return None
    end = given
    while (
        end + 1 < len(words)
        and words.gap(end) in {" ", "-", "'", "’"}
        and words.capital(end + 1)
        and not is_capitals(words.surfaces[end + 1])
        and (words.gap(end) != " " or vocabulary.is_given(words.folds[end + 1]))
    ):
        end += 1
    if end + 1 < len(words) and words.gap(end) == " " and words.capital(end + 1) and number == last:
        return None  # `CGT Philippe Martinez`: an acronym before a name in the usual order
    sure = words.folds[given] in vocabulary.given
    return _candidate(words, number, end, "person.inverted" if sure else "person.inverted-doubtful")


def _shouted(words: Words, number: int) -> bool:
    """Tell a word in capitals, the elided particle of one included (`D'AMBROGIO`)."""
    if is_capitals(words.surfaces[number]):
        return True
    return words.gap(number) in {"'", "’"} and number + 1 < len(words) and is_capitals(words.surfaces[number + 1])


def _listed(words: Words, first: int, last: int, vocabulary: Vocabulary) -> Candidate | None:
    """Return `JOSEPH, Marie Guerda` where it fills a line or a cell of a table."""
    given = last + 1
    if given >= len(words) or words.gap(last) != ", " or not vocabulary.is_given(words.folds[given]):
        return None
    before = words.text[: words.starts[first]].rstrip(" *")[-1:] if words.starts[first] < 200 else words.text[
        words.starts[first] - 8 : words.starts[first]
    ].rstrip(" *")[-1:]
    if before not in {"", "\n", "|", "•", "-", "–", "\t"}:
        return None
    end = given
    while end + 1 < len(words) and words.gap(end) in {" ", "-"} and words.capital(end + 1):
        end += 1
    after = words.gap(end).lstrip(" ")[:1]
    return _candidate(words, first, end, "person.listed") if after in {"", "\n", "|", ",", "(", "–", "-", ":"} else None


def _run(words: Words, first: int, vocabulary: Vocabulary) -> int | None:
    """Return the last word of the name that begins at a word, or None where none does."""
    last: int | None = None
    for number in _reach(words, first):
        surface, folded = words.surfaces[number], words.folds[number]
        if words.capital(number) and not surface[-1].isdigit():
            if last is not None and (
                folded in vocabulary.furniture and words.gap(number - 1) == " "
                or (folded in vocabulary.titles and not vocabulary.is_given(folded) and words.gap(number - 1) == " ")
            ):
                break
            if last is not None and _begins_another(words, first, number, vocabulary):
                break
            last = number
        elif last is not None and folded in _LINKS and _complete(words, first, last, vocabulary):
            break
        elif folded not in vocabulary.particles or last is None and folded not in {"de", "d", "van", "von", "el", "al", "ben", "da"}:
            break
    return last


def _reach(words: Words, first: int) -> Iterator[int]:
    """Yield the words that a name beginning at `first` could hold."""
    for number in range(first, min(first + _LONGEST, len(words))):
        if number > first:
            gap = words.gap(number - 1)
            if gap not in _INSIDE or (gap == ". " or gap == ".") and len(words.surfaces[number - 1]) > 2:
                return
        yield number


def _begins_another(words: Words, first: int, number: int, vocabulary: Vocabulary) -> bool:
    """Tell a given name that comes after a surname: the next person's."""
    before = words.folds[number - 1]
    return (
        number > first + 1
        and words.folds[number] in vocabulary.given
        and words.gap(number - 1) == " "
        and not vocabulary.is_given(before)
        and before not in vocabulary.particles
        and len(before) > 1
    )


def _complete(words: Words, first: int, last: int, vocabulary: Vocabulary) -> bool:
    """Tell whether a name has its surname already, so that a following `de` begins something else."""
    return last > first and not vocabulary.is_given(words.folds[last]) and words.gap(last - 1) == " "


def _hyphenated_only(words: Words, first: int, last: int) -> bool:
    """Tell a compound given name alone (`Jean-Luc`), which is no full name."""
    return all(words.gap(number) in {"-", "‑"} for number in range(first, last))


def _candidate(words: Words, first: int, last: int, rule: str) -> Candidate:
    return Candidate("PER", words.starts[first], words.ends[last], rule, None, prior(rule))
