"""The component `extract.zones`: sets the zones and the title of a document."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from extract.components.registration import stage
from extract.draft import draft_of
from extract.zones import lay_out


class Zones:
    """Divides a document into zones and finds its title."""

    def __call__(self, doc: Doc) -> Doc:
        """Set `draft.zones` and `draft.title`."""
        draft = draft_of(doc)
        layout = lay_out(draft.cleaned, draft.source)
        draft.zones, draft.title = layout.zones, layout.title
        return doc


@stage("extract.zones")
def make(nlp: Language, name: str) -> Zones:
    """Return the component."""
    return Zones()
