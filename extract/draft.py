"""What the stages have found out about one document so far; it travels with the spaCy Doc."""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Doc

from extract.cleaned import Cleaned
from extract.types import (
    Acronym,
    Contact,
    DateValue,
    Hint,
    Mention,
    Organisation,
    Person,
    Place,
    Published,
    Quote,
    Relation,
    Source,
    Title,
    Zone,
)

_KEY = "extract.draft"


@dataclass(slots=True)
class Draft:
    """The typed working sheet of one document. Offsets are those of the cleaned text (`doc.text`).

    A title or publication date that is a Hint came from the container and keeps its raw offsets.
    """

    source: Source
    cleaned: Cleaned
    zones: list[Zone] = field(default_factory=list)
    title: Title | Hint | None = None
    published: Published | Hint | None = None
    mentions: list[Mention] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    organisations: list[Organisation] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    dates: list[DateValue] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    quotes: list[Quote] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    acronyms: list[Acronym] = field(default_factory=list)
    issuer: str | None = None


def attach(doc: Doc, draft: Draft) -> Doc:
    """Give a Doc its working sheet."""
    doc.user_data[_KEY] = draft
    return doc


def draft_of(doc: Doc) -> Draft:
    """Return the working sheet of a Doc; a Doc made outside the pipeline gets one of plain text."""
    draft = doc.user_data.get(_KEY)
    if not isinstance(draft, Draft):
        source = Source(path="", text=doc.text, sha256="", encoding="utf-8")
        draft = Draft(source=source, cleaned=Cleaned.untouched(doc.text))
        attach(doc, draft)
    return draft
