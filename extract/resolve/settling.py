"""All stages' candidates settled: mentions numbered, names joined into people, organisations and places."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import cast

from extract.gazetteer import gazetteer
from extract.naming.confidence import calibrated
from extract.naming.vocabulary import vocabulary
from extract.naming.words import Words
from extract.normalise.dates import describe
from extract.normalise.names import key
from extract.resolve import evidence, organisations, people, places, repeats
from extract.resolve.selection import NAMES, Name, select, typed, weigh
from extract.types import Acronym, Candidate, DateValue, Mention, MentionKind, Organisation, Person, Place, Zone

_SENTENCE = 11  # spaces in a line of furniture that is a sentence
_SURE = 0.97
_FULL_NAMES = frozenset({"head.organisation", "lexicon.organisation"})  # say of themselves what they are
_BYLINE = "person.byline"  # says who wrote the page, wherever it stands


@dataclass(slots=True)
class Settled:
    """What `settle` decided about one document."""

    mentions: list[Mention] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    organisations: list[Organisation] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    dates: list[DateValue] = field(default_factory=list)


def settle(
    text: str,
    candidates: Sequence[Candidate],
    acronyms: Sequence[Acronym] = (),
    zones: Sequence[Zone] = (),
    home: str | None = None,
    words: Words | None = None,
) -> Settled:
    """Choose among overlapping candidates and join what is chosen into entities.

    `home` is the ISO 3166 country the container gives the document, which tells places of one name apart; `words` are those
    of the text where they are at hand.
    """
    candidates = _without_furniture(text, candidates, zones)
    things, closed = typed(candidates, len(text))
    words = words or Words.of(text)
    candidates = [*candidates, *evidence.addressed(words, things, vocabulary(), gazetteer())]
    names = _names(words, candidates, acronyms, closed)
    return _Builder(text, acronyms, home).build(things, names)


def _names(words: Words, candidates: Sequence[Candidate], acronyms: Sequence[Acronym], closed: bytearray) -> list[Name]:
    text = words.text
    known_words = vocabulary()
    whole = (c for c in candidates if c.kind in NAMES and not any(_straddles(c, pair) for pair in acronyms))
    things = evidence.of_things(acronyms, text, known_words, gazetteer())
    weighed = [n for n in evidence.proper(words, weigh(whole), known_words) if key(text[n.start : n.end]) not in things]
    chosen = select(weighed, closed)
    made = [n for n in evidence.pairs(acronyms, chosen, text, known_words) if key(text[n.start : n.end]) not in things]
    if made:
        chosen = select([*weighed, *made], closed)
    chosen = evidence.affiliations(evidence.agree(chosen, text, known_words), text)
    chosen = evidence.companies(words, chosen, known_words)
    further = repeats.find(words, chosen, closed, known_words)
    return sorted([*chosen, *further])


def _straddles(c: Candidate, pair: Acronym) -> bool:
    """Tell a candidate that runs from one form of a pair into the other: `UNODC Office des Nations Unies`."""
    first, second = sorted(((pair.short_start, pair.short_end), (pair.long_start, pair.long_end)))
    return c.start < first[1] and c.end > second[0]


def _without_furniture(text: str, candidates: Sequence[Candidate], zones: Sequence[Zone]) -> list[Candidate]:
    """Leave out the names that stand in menus, footers and the like: they count only as repeats of names in the text proper.

    What fills a line as long as a sentence is no menu item: its people and places count, and the organisations that are sure
    or named in full.
    """
    starts = [zone.start for zone in zones]

    def proper(c: Candidate) -> bool:
        number = bisect_right(starts, c.start) - 1
        if number < 0 or zones[number].kind != "furniture" or c.start >= zones[number].end or c.rule == _BYLINE:
            return True
        line = text[text.rfind("\n", 0, c.start) + 1 : (text.find("\n", c.end) + 1 or len(text) + 1) - 1]
        return (
            line.count(" ") >= _SENTENCE
            and "\t" not in line
            and (c.kind != "ORG" or c.confidence >= _SURE or c.rule in _FULL_NAMES)
        )

    return [c for c in candidates if c.kind not in NAMES or proper(c)]


class _Builder:
    """Numbers mentions and entities in text order."""

    def __init__(self, text: str, acronyms: Sequence[Acronym], home: str | None) -> None:
        self.text = text
        self.home = home
        self.pairs = {key(text[a.short_start : a.short_end]): key(text[a.long_start : a.long_end]) for a in acronyms}

    def build(self, things: Sequence[Candidate], names: Sequence[Name]) -> Settled:
        everything: list[Candidate | Name] = sorted([*things, *names], key=lambda x: (x.start, x.end, x.kind))
        ids = {(x.start, x.end, x.kind): f"m{number}" for number, x in enumerate(everything, 1)}
        settled = Settled()
        entity_of = self._entities(names, ids, settled)
        for x in everything:
            place = (x.start, x.end, x.kind)
            if isinstance(x, Name):
                value, confidence = None, round(calibrated(x.kind, x.weight), 3)
            else:
                value, confidence = x.value, x.confidence
            kind = cast(MentionKind, x.kind)
            surface = self.text[x.start : x.end]
            settled.mentions.append(
                Mention(ids[place], kind, x.start, x.end, surface, value, entity_of.get(ids[place]), x.rule, confidence)
            )
            if x.kind == "DATE":
                settled.dates.append(date_of(ids[place], value))
        return settled

    def _entities(self, names: Sequence[Name], ids: dict[tuple[int, int, str], str], settled: Settled) -> dict[str, str]:
        """Fill the entity lists; return the entity id of each mention id."""
        known = gazetteer()
        per, org, loc = ([name for name in names if name.kind == kind] for kind in NAMES)
        countries = places.countries_of(loc, self.text, known, self.home)
        persons = people.join(per, self.text, vocabulary())
        bodies = organisations.join(org, self.text, self.pairs, known, countries)
        spots = places.join(loc, self.text, known, countries)
        held = (
            [(per, p.mentions, p) for p in persons]
            + [(org, b.mentions, b) for b in bodies]
            + [(loc, s.mentions, s) for s in spots]
        )
        entity_of: dict[str, str] = {}
        for number, (group, mentions, thing) in enumerate(sorted(held, key=lambda h: h[0][h[1][0]].start), 1):
            identity = f"e{number}"
            mention_ids = tuple(ids[group[n].start, group[n].end, group[n].kind] for n in mentions)
            entity_of.update(dict.fromkeys(mention_ids, identity))
            if isinstance(thing, people.Someone):
                name = people.display(thing)
                others = tuple(surface for surface in thing.surfaces if surface != name)
                settled.people.append(
                    Person(identity, name, thing.parts.given or None, thing.parts.family or None, mention_ids, others)
                )
            elif isinstance(thing, organisations.Body):
                settled.organisations.append(
                    Organisation(identity, thing.name, thing.acronym, tuple(thing.aliases), mention_ids)
                )
            else:
                e = thing.entry
                settled.places.append(
                    Place(
                        identity,
                        thing.name,
                        e.sort,
                        e.country or None,
                        e.geonames,
                        e.latitude,
                        e.longitude,
                        mention_ids,
                        tuple(thing.aliases),
                    )
                    if e
                    else Place(identity, thing.name, None, None, None, None, None, mention_ids, tuple(thing.aliases))
                )
        return entity_of


@cache
def _described(value: str) -> tuple[str, str | None, str | None]:
    return describe(value)


def date_of(mention: str, value: str | None) -> DateValue:
    """Return what a TIMEX3 value means for a mention."""
    if not value:
        return DateValue(mention, "date", None, None, None)
    kind, begin, end = _described(value)
    return DateValue(mention, kind, value, begin, end)  # type: ignore[arg-type]
