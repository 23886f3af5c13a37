"""The component `extract.issuer`: says which organisation speaks. It runs last, when entities and relations are settled."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from extract.components.registration import stage
from extract.draft import draft_of
from extract.issuer import issuer


class Issuer:
    """Weighs the evidence for each organisation of a document."""

    def __call__(self, doc: Doc) -> Doc:
        """Set `draft.issuer`."""
        draft = draft_of(doc)
        draft.issuer = issuer(draft)
        return doc


@stage("extract.issuer")
def make(nlp: Language, name: str) -> Issuer:
    """Return the component."""
    return Issuer()
