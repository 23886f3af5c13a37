"""The component `extract.zones`: sets the zones and the title of a document."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from extract.components import spans
from extract.components.registration import stage
from extract.draft import draft_of
from extract.zones import lay_out

STAGE = "extract.zones"


class Zones:
    """Divides a document into zones, finds its title, puts forward the organisations that its layout names."""

    def __call__(self, doc: Doc) -> Doc:
        """Set `draft.zones`, `draft.title` and `doc.spans["extract.zones"]`."""
        draft = draft_of(doc)
        layout = lay_out(draft.cleaned, draft.source)
        draft.zones, draft.title = layout.zones, layout.title
        spans.put(doc, STAGE, layout.names)
        return doc


@stage(STAGE)
def make(nlp: Language, name: str) -> Zones:
    """Return the component."""
    return Zones()
