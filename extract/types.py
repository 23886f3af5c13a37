"""The frozen types that flow through the pipeline, from a source file to its record.

Between the stages `start` and `end` are offsets in the cleaned text; `extract.record` is the only place
that turns them into offsets of the raw text. Ends are exclusive everywhere.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct, field

MentionKind = Literal["PER", "ORG", "LOC", "DATE", "PHONE", "EMAIL", "URL", "ADDRESS"]
ZoneKind = Literal["furniture", "title", "dateline", "heading", "body", "about", "contact", "embargo"]
DateType = Literal["date", "period", "datetime", "time", "duration", "set"]
PhoneKind = Literal["landline", "mobile", "fax", "unknown"]
Layer = Literal["file", "decoded"]
HintKind = Literal["published", "title", "issuer", "author", "language", "region", "site"]


class Hint(Struct, frozen=True):
    """What the container says of a document: front matter, mail headers, HTML metadata, file name, table column.

    `start` and `end` are offsets in the **raw** text, or None where the fact stands outside it. `rule` says where it
    came from (`front-matter.date`, `header.date`, `html.meta.article:published_time`, `html.time`, `url`, `filename`,
    `column`, …). A `published` value is ISO 8601 (date or datetime), `region` an ISO 3166 alpha-2 code, `site` a host name.
    """

    kind: HintKind
    value: str
    rule: str
    start: int | None = None
    end: int | None = None


class Source(Struct, frozen=True):
    """One document as read: its raw decoded text (newlines and BOM untouched) and what is known of it.

    `id` is the stable name that reading gives it; a source made otherwise may leave it empty.
    """

    path: str
    text: str
    sha256: str
    encoding: str
    media_type: str = "text/plain"
    layer: Layer = "file"
    hints: tuple[Hint, ...] = ()
    id: str = ""

    def hint(self, kind: HintKind) -> Hint | None:
        """Return the first hint of a kind, or None."""
        return next((hint for hint in self.hints if hint.kind == kind), None)


class Failure(Struct, frozen=True):
    """A document that gave no record: the stage it failed in, why, and what its owner can do."""

    path: str
    stage: str
    error: str
    remedy: str


class Duplicate(Struct, frozen=True):
    """A document that repeats another (`original`: its path); an exact one is skipped, a near one may be kept."""

    path: str
    id: str
    original: str
    kind: Literal["exact", "near"] = "exact"
    similarity: float = 1.0


class Candidate(Struct, frozen=True):
    """A possible mention put forward by one stage, in offsets of the cleaned text."""

    kind: str
    start: int
    end: int
    rule: str
    value: str | None = None
    confidence: float = 1.0


class Zone(Struct, frozen=True):
    """A stretch of the communiqué with one function. Zones are sorted and do not overlap."""

    kind: ZoneKind
    start: int
    end: int


class Mention(Struct, frozen=True):
    """A settled value in the text. `value` is normalised (DATE: TIMEX3, PHONE: E.164, EMAIL/URL: canonical), else None."""

    id: str
    kind: MentionKind
    start: int
    end: int
    text: str
    value: str | None
    entity: str | None
    rule: str
    confidence: float


class Person(Struct, frozen=True):
    """One person, with all mentions of them."""

    id: str
    name: str
    given: str | None
    family: str | None
    mentions: tuple[str, ...]
    aliases: tuple[str, ...] = ()


class Organisation(Struct, frozen=True):
    """One organisation, with all mentions of it.

    Kind `term` marks a thing that is no organisation but has a short and a long form (`proposition de loi`, PPL).
    """

    id: str
    name: str
    acronym: str | None
    aliases: tuple[str, ...]
    mentions: tuple[str, ...]
    kind: Literal["organisation", "term"] = "organisation"


class Place(Struct, frozen=True):
    """One place, with what is known of it; `country` is ISO 3166 alpha-2, coordinates are WGS 84 degrees."""

    id: str
    name: str
    kind: str | None
    country: str | None
    geonames: int | None
    latitude: float | None
    longitude: float | None
    mentions: tuple[str, ...]
    aliases: tuple[str, ...] = ()


class DateValue(Struct, frozen=True):
    """What a DATE mention means: TIMEX3 type and value, first and last day (ISO dates) where they are known."""

    mention: str
    type: DateType
    value: str | None
    begin: str | None
    end: str | None


class Phone(Struct, frozen=True):
    """A telephone number of a contact card: E.164 (`;ext=` for an extension), its kind, its mention."""

    value: str
    kind: PhoneKind
    mention: str


class Contact(Struct, frozen=True):
    """A contact card: who to call, for whom, and how. `start` and `end` bound the block it was read from."""

    person: str | None
    organisation: str | None
    name: str | None
    organisation_name: str | None
    role: str | None
    phones: tuple[Phone, ...]
    emails: tuple[str, ...]
    urls: tuple[str, ...]
    address: str | None
    start: int
    end: int
    rule: str = "card"
    confidence: float = 1.0
    mentions: tuple[str, ...] = ()


class Acronym(Struct, frozen=True):
    """A pair that the text itself makes: a short form and the long form it stands for, in offsets of the cleaned text."""

    short_start: int
    short_end: int
    long_start: int
    long_end: int
    rule: str


class Quote(Struct, frozen=True):
    """A direct quotation without its marks, with its speaker's entity id and the speech cue."""

    speaker: str | None
    text: str
    start: int
    end: int
    cue: str | None
    rule: str
    confidence: float = 1.0


class Relation(Struct, frozen=True):
    """A fact the text states. Subject and object are entity ids, or mention ids where the object is a date."""

    kind: str
    subject: str | None
    object: str | None
    value: str | None
    start: int
    end: int
    rule: str
    confidence: float = 1.0


class Title(Struct, frozen=True):
    """The communiqué's headline."""

    text: str
    start: int | None
    end: int | None
    rule: str = "title"


class Published(Struct, frozen=True):
    """The communiqué's own date: ISO value, surface and place where it stands in the text, and the rule that chose it."""

    value: str
    text: str | None
    start: int | None
    end: int | None
    rule: str


class Origin(Struct, frozen=True):
    """The `source` of a record: where the document came from and how it was decoded."""

    path: str
    sha256: str
    encoding: str
    media_type: str
    layer: Layer
    characters: int


class Record(Struct, frozen=True, kw_only=True):
    """What one communiqué becomes. Every `start` and `end` is an offset in the raw text of the source."""

    version: Literal["1"] = field(name="schema", default="1")
    id: str
    source: Origin
    language: str | None
    title: Title | None
    published: Published | None
    issuer: str | None
    zones: tuple[Zone, ...]
    mentions: tuple[Mention, ...]
    people: tuple[Person, ...]
    organisations: tuple[Organisation, ...]
    places: tuple[Place, ...]
    dates: tuple[DateValue, ...]
    contacts: tuple[Contact, ...]
    quotes: tuple[Quote, ...]
    relations: tuple[Relation, ...]


def entities_of(record: Record) -> tuple[Person | Organisation | Place, ...]:
    """Return the people, organisations and places of a record, in this order."""
    return (*record.people, *record.organisations, *record.places)
