"""People by the form of their names: honorific, given name, surname in capitals, inverted order."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.gazetteer import Gazetteer
from extract.naming.confidence import prior
from extract.naming.vocabulary import Vocabulary
from extract.naming.words import Words
from extract.normalise.names import is_capitals
from extract.types import Candidate

_ABBREVIATION = 4  # letters of an honorific that a full stop shortens: `Prof.`
_LONGEST = 6  # words of a person's name
_LONGEST_SURNAME = 4  # words in capitals before a given name
_INITIALS = re.compile(r"\w|[B-DF-HJ-NP-TV-XZ][b-df-hj-np-tv-xz]")  # `J.`, `Ch.`
_LABEL = 5  # words of a label before a colon
_INSIDE = frozenset({" ", "-", "'", "’", "‑", ". ", ".", " -", "- "})
_ELIDED = frozenset({"'", "’"})
_AFTER_HONORIFIC = frozenset({" ", ". "})
_CELL_STARTS = frozenset({"", "\n", "|", "•", "-", "–", "\t"})
_CELL_ENDS = frozenset({"", "\n", "|", ",", "(", "–", "-", ":"})


def find(words: Words, vocabulary: Vocabulary, known: Gazetteer, blocked: bytearray) -> list[Candidate]:
    """Return the people a text names in a form that tells. `blocked` marks characters where no person's name may begin."""
    return list(_People(words, vocabulary, known).find(blocked))


class _People:
    """The rules over the words of one text; words are spoken of by their numbers."""

    def __init__(self, words: Words, vocabulary: Vocabulary, known: Gazetteer) -> None:
        self.words = words
        self.vocabulary = vocabulary
        self.known = known

    def find(self, blocked: bytearray) -> Iterator[Candidate]:
        words, vocabulary = self.words, self.vocabulary
        free = 0
        for number, folded in enumerate(words.folds):
            if number < free or blocked[words.starts[number]]:
                continue
            name: Candidate | None = None
            if folded in vocabulary.honorifics and self._is_honorific(number):
                name = self._after_honorific(number)
            elif words.capital(number):
                if self._shouted(number) and not self.known.get(words.surfaces[number]):
                    name = self._inverted(number)
                if name is None and vocabulary.is_given(folded):
                    name = self._from_given(number)
            if name is not None:
                yield name
                free = words.span(name.start, name.end)[-1] + 1

    def _is_honorific(self, number: int) -> bool:
        """Tell an honorific from the same letters used otherwise (`me`, `M`, `don`)."""
        folded, gap = self.words.folds[number], self.words.gap(number)
        grammar = self.vocabulary.grammar
        if self.words.surfaces[number] == "M":
            return gap == ". "
        if gap[:1] == "." and len(folded) > _ABBREVIATION:
            return False
        if folded in grammar["doubtful-honorific"] and not self.words.capital(number):
            return folded in grammar["lower-honorific"] and gap in _AFTER_HONORIFIC
        return gap in _AFTER_HONORIFIC

    def _after_honorific(self, number: int) -> Candidate | None:
        words, vocabulary = self.words, self.vocabulary
        first = number + 1
        while first < len(words) and words.folds[first] in vocabulary.honorifics and words.gap(first) in _AFTER_HONORIFIC:
            first += 1  # `M. le Pr`
        if first < len(words) and (not words.capital(first) or words.folds[first] in vocabulary.title_starts):
            return None
        article = first + 1 < len(words) and words.folds[first] in vocabulary.grammar["article"]
        if article and words.folds[first + 1] in vocabulary.title_starts:
            return None  # `MONSIEUR LE PRÉFET`
        last = self._run(first)
        if last is None or self.known.get(words.text[words.starts[number] : words.ends[last]]):
            return None  # a title: `Madame Figaro`
        courtesy = words.folds[number] in vocabulary.grammar["courtesy"]
        return self._candidate(first, last, "person.honorific" if courtesy else "person.rank")

    def _from_given(self, number: int) -> Candidate | None:
        words = self.words
        last = self._run(number)
        if last is None:
            return None
        if all(words.gap(n) in {"-", "‑"} for n in range(number, last)):
            return self._first_name(number, last)
        shouted = is_capitals(words.surfaces[number])
        form = "headline" if shouted else "capitals" if is_capitals(words.surfaces[last]) else "given"
        sure = words.folds[number] in self.vocabulary.given
        return self._candidate(number, last, f"person.{form}" if sure else f"person.{form}-doubtful")

    def _first_name(self, first: int, last: int) -> Candidate | None:
        """Return a given name that stands alone inside a sentence (`Jean-Luc` included), or as the author's: `Auteur : Léa`."""
        words = self.words
        if is_capitals(words.surfaces[first]) or self.known.get(words.text[words.starts[first] : words.ends[last]]):
            return None
        if words.opens_sentence(first):
            return self._candidate(first, last, "person.byline") if self._in_byline(first, last) else None
        if words.folds[first] not in self.vocabulary.given:
            return None
        before = words.capital(first - 1) and self._joined(first - 1)
        after = last + 1 < len(words) and words.capital(last + 1) and self._joined(last)
        if before or after:
            return None
        return self._candidate(first, last, "person.first-name")

    def _joined(self, number: int) -> bool:
        """Tell whether a word and the next may be of one name: a full stop parts them, the stop of an initial does not."""
        gap = self.words.gap(number)
        return gap in _INSIDE and (gap[0] != "." or _INITIALS.fullmatch(self.words.surfaces[number]) is not None)

    def _in_byline(self, first: int, last: int) -> bool:
        """Tell whether a name is all that follows a label of authors and its colon on the line."""
        words = self.words
        if first == 0 or ":" not in words.gap(first - 1) or "\n" in words.gap(first - 1):
            return False
        if last + 1 < len(words) and "\n" not in words.gap(last):
            return False
        number = first - 1
        while number >= max(0, first - _LABEL):
            if words.folds[number] in self.vocabulary.grammar["byline"]:
                return True
            if number and "\n" in words.gap(number - 1):
                return False
            number -= 1
        return False

    def _inverted(self, number: int) -> Candidate | None:
        """Return `MARTIN Jean-Luc`: one to four words in capitals, then a given name that is not."""
        words, vocabulary = self.words, self.vocabulary
        last = self._last_shouted(number)
        given = last + 1
        if given >= len(words):
            return None
        if words.gap(last) == ", ":
            return self._listed(number, last)
        if words.gap(last) != " " or is_capitals(words.surfaces[given]) or not words.capital(given):
            return None
        elided = len(words.surfaces[given]) == 1 and words.gap(given) in _ELIDED  # N'Guessan
        if not (elided or vocabulary.is_given(words.folds[given])):
            return None
        if any(words.folds[n] in vocabulary.furniture or words.folds[n] in vocabulary.titles for n in range(number, given)):
            return None
        end = self._last_given(given)
        if number == last and end + 1 < len(words) and words.gap(end) == " " and words.capital(end + 1):
            return None  # `CGT Philippe Martinez`: an acronym before a name in the usual order
        sure = words.folds[given] in vocabulary.given
        return self._candidate(number, end, "person.inverted" if sure else "person.inverted-doubtful")

    def _listed(self, first: int, last: int) -> Candidate | None:
        """Return `JOSEPH, Marie Guerda` where it fills a line or a cell of a table."""
        words = self.words
        given = last + 1
        start = words.starts[first]
        before = words.text[max(0, start - 8) : start].rstrip(" *")[-1:]
        if not self.vocabulary.is_given(words.folds[given]) or before not in _CELL_STARTS:
            return None
        end = given
        while end + 1 < len(words) and words.gap(end) in {" ", "-"} and words.capital(end + 1):
            end += 1
        after = words.gap(end).lstrip(" ")[:1]
        return self._candidate(first, end, "person.listed") if after in _CELL_ENDS else None

    def _shouted(self, number: int) -> bool:
        """Tell a word in capitals, also one that begins with an elided particle (`D'AMBROGIO`)."""
        words = self.words
        if is_capitals(words.surfaces[number]):
            return True
        return words.gap(number) in _ELIDED and number + 1 < len(words) and is_capitals(words.surfaces[number + 1])

    def _last_shouted(self, number: int) -> int:
        words = self.words
        last = number
        while last + 1 < len(words) and last + 1 - number < _LONGEST_SURNAME and words.gap(last) in {" ", "-", "'"}:
            particle = words.folds[last + 1] in self.vocabulary.particles and words.capital(last + 1)
            if not (particle or is_capitals(words.surfaces[last + 1])):
                break
            last += 1
        return last

    def _last_given(self, number: int) -> int:
        words = self.words
        last = number
        while last + 1 < len(words) and words.capital(last + 1) and not is_capitals(words.surfaces[last + 1]):
            gap = words.gap(last)
            if gap not in {" ", "-", "'", "’"} or (gap == " " and not self.vocabulary.is_given(words.folds[last + 1])):
                break
            last += 1
        return last

    def _run(self, first: int) -> int | None:
        """Return the last word of the name that begins at a word, or None where none does."""
        words, vocabulary = self.words, self.vocabulary
        last: int | None = None
        for number in self._reach(first):
            folded = words.folds[number]
            if words.capital(number) and not words.surfaces[number][-1].isdigit():
                if last is not None and (self._ends_before(number) or self._begins_another(first, number)):
                    break
                last = number
            elif last is None:
                if folded not in vocabulary.grammar["surname-start"]:
                    break
            elif folded not in vocabulary.particles or (
                folded in vocabulary.grammar["surname-link"] and self._complete(first, last)
            ):
                break
        return last

    def _reach(self, first: int) -> Iterator[int]:
        """Yield the words that a name beginning at `first` could hold."""
        words = self.words
        for number in range(first, min(first + _LONGEST, len(words))):
            if number > first and not self._joined(number - 1):
                return
            yield number

    def _ends_before(self, number: int) -> bool:
        """Tell a contact word or a title, which end the name before them."""
        folded, vocabulary = self.words.folds[number], self.vocabulary
        if self.words.gap(number - 1) != " ":
            return False
        return folded in vocabulary.furniture or (folded in vocabulary.titles and not vocabulary.is_given(folded))

    def _begins_another(self, first: int, number: int) -> bool:
        """Tell a given name that comes after a surname: the next person's."""
        words, vocabulary = self.words, self.vocabulary
        before = words.folds[number - 1]
        return (
            number > first + 1
            and words.folds[number] in vocabulary.given
            and words.gap(number - 1) == " "
            and len(before) > 1
            and not vocabulary.is_given(before)
            and before not in vocabulary.particles
        )

    def _complete(self, first: int, last: int) -> bool:
        """Tell whether a name has its surname already, so that a following `de` begins something else."""
        return last > first and not self.vocabulary.is_given(self.words.folds[last]) and self.words.gap(last - 1) == " "

    def _candidate(self, first: int, last: int, rule: str) -> Candidate:
        return Candidate("PER", self.words.starts[first], self.words.ends[last], rule, None, prior(rule))
