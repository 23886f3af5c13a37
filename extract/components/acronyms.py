"""The stage that pairs short and long forms, so that the entities stage can join them."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from extract.components.registration import stage
from extract.components.spans import take
from extract.draft import draft_of
from extract.relations.acronyms import find


class Acronyms:
    """Fills `draft.acronyms`; names put forward before help to tell where a long form begins."""

    def __call__(self, doc: Doc) -> Doc:
        """Pair the forms of a document."""
        draft = draft_of(doc)
        draft.acronyms = find(draft.cleaned.text, take(doc, "extract.names"))
        return doc


@stage("extract.acronyms")
def make(nlp: Language, name: str) -> Acronyms:
    """Return the component."""
    return Acronyms()
