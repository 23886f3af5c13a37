"""Typed things: telephone numbers, e-mails, web and postal addresses, and the numbers that are none of them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from itertools import islice
from operator import attrgetter
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from extract.components import spans
from extract.components.registration import stage
from extract.draft import Draft, draft_of
from extract.normalise import addresses, countries, digits, emails, masks, numbering, phones, urls
from extract.normalise.names import fold
from extract.types import Candidate, HintKind

STAGE = "extract.contacts"


class Known(NamedTuple):
    """What is known of a text from outside: its region (ISO 3166), its site (a host), the stretches given over to contacts."""

    region: str | None = None
    site: str | None = None
    contact: tuple[tuple[int, int], ...] = ()


NOTHING = Known()


def find(text: str, known: Known = NOTHING) -> list[Candidate]:
    """Return the typed things of a text, sorted, without overlaps."""
    links = urls.find(text)
    settled = _Settled(text)
    settled.add(link for link in links if link.rule == "url.scheme")  # an at sign inside one is part of it
    settled.add(emails.find(text))
    settled.add(links)
    place = _Place(text, settled.kept, known)
    numbers = digits.groups(text)
    settled.add(addresses.find(text, numbers))
    settled.add(masks.codes(text, numbers))
    settled.add(phones.find(text, place.weights, place.offered, numbers))
    settled.add(masks.quantities(text, settled.free(numbers)))
    return sorted(settled.kept, key=_place_of)


_place_of = attrgetter("start", "end")


class _Settled:
    """The candidates that hold: of two that overlap the one that was added first."""

    def __init__(self, text: str) -> None:
        self.kept: list[Candidate] = []
        self._taken = bytearray(len(text))

    def add(self, candidates: Iterable[Candidate]) -> None:
        """Keep those of the candidates that overlap none kept before."""
        taken = self._taken
        for candidate in candidates:
            start, end = candidate.start, candidate.end
            if taken.find(1, start, end) < 0:
                taken[start:end] = b"\1" * (end - start)
                self.kept.append(candidate)

    def free(self, stretches: digits.Groups) -> digits.Groups:
        """Return those of the stretches whose beginning no candidate holds."""
        return [(start, end) for start, end in stretches if not self._taken[start]]


class _Place:
    """What the surroundings of a number say of it; computed only where a number asks."""

    def __init__(self, text: str, found: list[Candidate], known: Known) -> None:
        self.text = text
        self.found = sorted(found, key=lambda c: c.start)
        self.starts = [c.start for c in self.found]
        self.known = known
        self._document: dict[str, float] | None = None
        self._lines: dict[tuple[int, int], Mapping[str, float]] = {}

    def _inside(self, start: int, end: int) -> list[Candidate]:
        return self.found[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def weights(self, start: int, end: int) -> Mapping[str, float]:
        """Return the weights of the countries for a number at these offsets."""
        line = _line(self.text, start, end)
        if line not in self._lines:
            said = countries.clues(self.text[line[0] : line[1]], [_host(c) for c in self._inside(*line)])
            total = self._of_document()
            self._lines[line] = {c: total.get(c, 0.0) + said.get(c, 0.0) for c in total | said}
        return self._lines[line]

    def _of_document(self) -> dict[str, float]:
        if self._document is None:
            hosts = [_host(c) for c in self.found] + ([self.known.site] if self.known.site else [])
            ends = self.text if len(self.text) < 2 * _END else f"{self.text[:_END]}\n{self.text[-_END:]}"
            self._document = countries.leanings(ends, hosts, self.known.region)
            for match in islice(_PREFIX.finditer(self.text), _MOST_PREFIXES):
                for country in numbering.of_prefix(match.group(1).replace(" ", "")):
                    self._document[country] = min(self._document.get(country, 0.0) + countries.PREFIX, _MOST_BY_PREFIX)
        return self._document

    def offered(self, start: int, end: int) -> bool:
        """Tell whether the place of a number says that it is one."""
        if any(a <= start < b for a, b in self.known.contact):
            return True
        line = _line(self.text, start, end)
        if not _LETTERS.search(self.text[line[0] : start] + self.text[end : line[1]]):
            return line[1] - line[0] < _ALONE
        if any(c.kind == "EMAIL" for c in self._inside(*line)):
            return True
        words = _WORDS.findall(self.text[max(line[0], start - 60) : start])
        return any(fold(word) in phones.labels() for word in words[-3:])


_LETTERS = re.compile(r"[^\W\d_]")
_WORDS = re.compile(r"[^\W\d_]+")
_PREFIX = re.compile(r"[+0](?:(?<=\+) ?|(?<!\w.)0 ?)(\d[\d ]{0,3})")
_MOST_PREFIXES = 50  # numbers with a country's code that are counted
_MOST_BY_PREFIX = 9.0
_END = 3000  # characters of a text's beginning and end in which the words that point to a country are looked for
_ALONE = 60  # characters of a line that holds nothing but numbers
_BESIDE = 200  # how far to either side a line is looked at, in characters


def _line(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the line around a number, cut where it is long."""
    floor, ceiling = max(0, (start // _BESIDE - 1) * _BESIDE), min(len(text), (end // _BESIDE + 2) * _BESIDE)
    stop = text.find("\n", end, ceiling)
    return text.rfind("\n", floor, start) + 1 or floor, stop if stop >= 0 else ceiling


def _host(candidate: Candidate) -> str:
    value = candidate.value or ""
    return value.rpartition("@")[2] if candidate.kind == "EMAIL" else urls.host(value)


def _hint(draft: Draft, kind: HintKind) -> str | None:
    hint = draft.source.hint(kind)
    return hint.value if hint else None


class Contacts:
    """Puts forward the typed things of a document in `doc.spans["extract.contacts"]`."""

    def __call__(self, doc: Doc) -> Doc:
        """Find them; zones and hints of the draft help where they are known."""
        draft: Draft = draft_of(doc)
        contact = tuple((zone.start, zone.end) for zone in draft.zones if zone.kind == "contact")
        spans.put(doc, STAGE, find(draft.cleaned.text, Known(_hint(draft, "region"), _hint(draft, "site"), contact)))
        return doc


@stage(STAGE)
def make(nlp: Language, name: str) -> Contacts:
    """Return the component."""
    return Contacts()
