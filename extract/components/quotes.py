"""The stage that finds direct quotations and their speakers."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from extract.components.page import read
from extract.components.registration import stage
from extract.draft import draft_of
from extract.relations import quotes
from extract.relations.people import People


class Quotes:
    """Fills `draft.quotes`; functions found before (`draft.relations`) tell who `le préfet` is."""

    def __call__(self, doc: Doc) -> Doc:
        """Read the quotations of a document."""
        draft = draft_of(doc)
        page, names = read(doc)
        people = People(page, names)
        people.take_roles(draft.relations)
        marked = [(mark.start, mark.end) for mark in draft.cleaned.marks if mark.tag == "q"]
        left_out = [(zone.start, zone.end) for zone in draft.zones if zone.kind == "furniture"]
        draft.quotes = quotes.find(page, names, people, marked, left_out)
        return doc


@stage("extract.quotes")
def make(nlp: Language, name: str) -> Quotes:
    """Return the component."""
    return Quotes()
