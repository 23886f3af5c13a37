"""Names of people, organisations and places: candidates from the model, the lexicons and the rules of form."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from extract.components import spans
from extract.components.registration import stage
from extract.types import Candidate

STAGE = "extract.names"
KINDS = frozenset({"PER", "ORG", "LOC"})


def from_model(doc: Doc) -> list[Candidate]:
    """Return the model's entities as candidates."""
    return [
        Candidate(ent.label_, ent.start_char, ent.end_char, "ner.press", confidence=0.9)
        for ent in doc.ents
        if ent.label_ in KINDS
    ]


class Names:
    """Puts forward every possible name of a document in `doc.spans["extract.names"]`."""

    def __call__(self, doc: Doc) -> Doc:
        """Collect the candidates; they may overlap, `extract.entities` settles them."""
        spans.put(doc, STAGE, from_model(doc))
        return doc


@stage(STAGE)
def make(nlp: Language, name: str) -> Names:
    """Return the component."""
    return Names()
