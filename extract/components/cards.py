"""Contact cards: people and desks with their numbers and addresses, as the text offers them."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from extract.cards.parts import Column
from extract.cards.reading import Known, read
from extract.cleaned import Cleaned
from extract.components.registration import stage
from extract.draft import draft_of


class Cards:
    """Fills `draft.contacts`; adds the roles that cards state, and the people whom only cards name."""

    def __call__(self, doc: Doc) -> Doc:
        """Read the cards of a document whose mentions are settled."""
        draft = draft_of(doc)
        laid_out = not draft.source.media_type.startswith("text/html")
        column = column_of(draft.cleaned) if laid_out else None
        text = draft.cleaned.text
        found = read(Known(text, draft.mentions, draft.people, draft.organisations, draft.places, draft.zones, column))
        draft.contacts = found.contacts
        draft.relations += found.roles
        draft.people += found.people
        draft.mentions = sorted(draft.mentions + found.mentions, key=lambda m: (m.start, m.end, m.id))
        return doc


def column_of(cleaned: Cleaned) -> Column:
    """Return the function that tells the column in the raw text of a character of the cleaned text."""

    def column(offset: int) -> int:
        raw = int(cleaned.starts[offset])
        return raw - cleaned.raw.rfind("\n", 0, raw) - 1

    return column


@stage("extract.cards")
def make(nlp: Language, name: str) -> Cards:
    """Return the component."""
    return Cards()
