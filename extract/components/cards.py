"""Contact cards: people and desks with their numbers and addresses, as the text offers them."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from extract.cards.reading import Known, read
from extract.components.registration import stage
from extract.draft import draft_of


class Cards:
    """Fills `draft.contacts`, and `draft.relations` with the roles that cards state."""

    def __call__(self, doc: Doc) -> Doc:
        """Read the cards of a document whose mentions are settled."""
        draft = draft_of(doc)
        known = Known(doc.text, draft.mentions, draft.people, draft.organisations, draft.zones)
        draft.contacts, roles = read(known)
        draft.relations += roles
        return doc


@stage("extract.cards")
def make(nlp: Language, name: str) -> Cards:
    """Return the component."""
    return Cards()
