"""Typed things: telephone numbers, e-mails, web and postal addresses, and the numbers that are none of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import chain

from spacy.language import Language
from spacy.tokens import Doc

from extract.components import spans
from extract.components.registration import stage
from extract.draft import Draft, draft_of
from extract.normalise import addresses, countries, emails, masks, phones, urls
from extract.types import Candidate, HintKind

STAGE = "extract.contacts"


def find(text: str, region: str | None = None, site: str | None = None, contact: tuple[tuple[int, int], ...] = ()) -> list[Candidate]:
    """Return the typed things of a text, sorted, without overlaps.

    `region` (ISO 3166) and `site` (a host) are what is known of the text from outside; `contact` the stretches of it that are
    given over to contacts.
    """
    links = urls.find(text)
    whole = [link for link in links if link.rule == "url.scheme"]  # an at sign inside one is part of it
    channels = _settled(text, whole, emails.find(text), links)
    place = _Place(text, channels, region, site, contact)
    found = _settled(
        text,
        channels,
        addresses.find(text),
        masks.codes(text),
        phones.find(text, place.weights, place.offered),
        masks.quantities(text),
    )
    return sorted(found, key=lambda c: (c.start, c.end))


def _settled(text: str, *ranked: list[Candidate]) -> list[Candidate]:
    """Keep of overlapping candidates the one whose list comes first, then the one that stands first in its list."""
    taken = bytearray(len(text))
    kept: list[Candidate] = []
    for candidate in chain.from_iterable(ranked):
        if taken.find(1, candidate.start, candidate.end) < 0:
            taken[candidate.start : candidate.end] = b"\1" * (candidate.end - candidate.start)
            kept.append(candidate)
    return kept


class _Place:
    """What the surroundings of a number say of it; computed only where a number asks."""

    def __init__(self, text: str, found: list[Candidate], region: str | None, site: str | None, contact: tuple[tuple[int, int], ...]) -> None:
        self.text = text
        self.found = found
        self.region = region
        self.site = site
        self.contact = contact
        self._document: dict[str, float] | None = None

    def _hosts(self, start: int, end: int) -> list[str]:
        return [_host(c) for c in self.found if start <= c.start < end]

    def weights(self, start: int, end: int) -> Mapping[str, float]:
        """Return the weights of the countries for a number at these offsets."""
        if self._document is None:
            hosts = self._hosts(0, len(self.text)) + ([self.site] if self.site else [])
            self._document = countries.leanings(self.text, hosts, self.region)
            for match in _PREFIX.finditer(self.text):
                for country in _countries_of(match):
                    self._document[country] = min(self._document.get(country, 0.0) + countries.PREFIX, 9.0)
        line_start, line_end = _line(self.text, start, end)
        line = countries.clues(self.text[line_start:line_end], self._hosts(line_start, line_end))
        total = dict(self._document)
        for country, weight in line.items():
            total[country] = total.get(country, 0.0) + weight
        return total

    def offered(self, start: int, end: int) -> bool:
        """Tell whether the place of a number says that it is one."""
        if any(a <= start < b for a, b in self.contact):
            return True
        line_start, line_end = _line(self.text, start, end)
        if not _LETTERS.search(self.text[line_start:start] + self.text[end:line_end]):
            return line_end - line_start < 60
        if any(c.kind == "EMAIL" and line_start <= c.start < line_end for c in self.found):
            return True
        words_before = _WORDS.findall(self.text[max(line_start, start - 60) : start])
        return any(countries.fold(word) in phones.labels() for word in words_before[-3:])


_LETTERS = re.compile(r"[^\W\d_]")
_WORDS = re.compile(r"[^\W\d_]+")
_PREFIX = re.compile(r"(?:\+ ?|\b00 ?)(\d[\d ]{0,3})")


def _countries_of(match: re.Match[str]) -> list[str]:
    digits = match.group(1).replace(" ", "")
    return [country for country, plan in phones.plans().items() if digits.startswith(plan.code)]


def _line(text: str, start: int, end: int) -> tuple[int, int]:
    stop = text.find("\n", end)
    return text.rfind("\n", 0, start) + 1, len(text) if stop < 0 else stop


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
        spans.put(doc, STAGE, find(doc.text, _hint(draft, "region"), _hint(draft, "site"), contact))
        return doc


@stage(STAGE)
def make(nlp: Language, name: str) -> Contacts:
    """Return the component."""
    return Contacts()
