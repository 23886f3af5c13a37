"""Names of people, organisations and places: candidates from the model, the lexicons and the rules of form."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from extract.components import spans
from extract.components.press import found
from extract.components.registration import stage
from extract.naming.finding import Finder
from extract.naming.words import Words

STAGE = "extract.names"
_WORDS = "extract.words"
_MASKS = ("extract.contacts", "extract.dates")


def words_of(doc: Doc) -> Words:
    """Return the words of a document, cut once for the stages of names."""
    words = doc.user_data.get(_WORDS)
    if not isinstance(words, Words):
        words = doc.user_data[_WORDS] = Words.of(doc.text)
    return words


class Names:
    """Puts forward every possible name of a document in `doc.spans["extract.names"]`."""

    def __init__(self) -> None:
        self.find = Finder()

    def __call__(self, doc: Doc) -> Doc:
        """Collect the candidates; they may overlap, `extract.entities` settles them."""
        masks = [(c.start, c.end) for name in _MASKS for c in spans.take(doc, name) if c.kind != "ADDRESS"]
        spans.put(doc, STAGE, self.find(words_of(doc), found(doc), masks))
        return doc


@stage(STAGE)
def make(nlp: Language, name: str) -> Names:
    """Return the component."""
    return Names()
