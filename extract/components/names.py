"""Names of people, organisations and places: candidates from the model, the lexicons and the rules of form."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from extract.components import spans
from extract.components.press import found
from extract.components.registration import stage
from extract.components.words import known_in, words_of
from extract.naming.finding import Finder

STAGE = "extract.names"
_MASKS = ("extract.contacts", "extract.dates")


class Names:
    """Puts forward every possible name of a document in `doc.spans["extract.names"]`."""

    def __init__(self) -> None:
        self.find = Finder()

    def __call__(self, doc: Doc) -> Doc:
        """Collect the candidates; they may overlap, `extract.entities` settles them."""
        masks = [(c.start, c.end) for name in _MASKS for c in spans.take(doc, name) if c.kind != "ADDRESS"]
        spans.put(doc, STAGE, self.find(words_of(doc), found(doc), masks, known_in(doc)))
        return doc


@stage(STAGE)
def make(nlp: Language, name: str) -> Names:
    """Return the component."""
    return Names()
