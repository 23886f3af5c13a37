"""The component `extract.dates`: finds the expressions of time, sets the document's own date, gives each its value."""

from __future__ import annotations

from datetime import date, datetime

from spacy.language import Language
from spacy.tokens import Doc

from extract.components import spans
from extract.components.registration import stage
from extract.draft import draft_of
from extract.normalise.dates import Convention, find, interpret
from extract.normalise.dates.reference import published
from extract.types import Candidate, Hint, Published

STAGE = "extract.dates"


class Dates:
    """Puts the dates of a document into `doc.spans["extract.dates"]` and sets `draft.published`."""

    def __init__(self, convention: Convention = "guide") -> None:
        self._convention = convention

    def __call__(self, doc: Doc) -> Doc:
        """Read one document; typed things that are already found hold no dates."""
        draft = draft_of(doc)
        text = draft.cleaned.text
        masks = [(c.start, c.end) for c in spans.take(doc, "extract.contacts")]
        expressions = find(text, masks, self._convention)
        draft.published = published(text, expressions, draft.source.hints, draft.zones)
        aside = [(zone.start, zone.end) for zone in draft.zones if zone.kind == "furniture"]
        values = interpret(expressions, text, _reference(draft.published, draft.source.hint("published")), aside)
        spans.put(
            doc,
            STAGE,
            [Candidate("DATE", e.start, e.end, f"date.{e.rule}", value) for e, value in zip(expressions, values, strict=True)],
        )
        return doc


def _reference(own: Published | Hint | None, told: Hint | None) -> date | datetime | None:
    """Return what relative dates are counted from: the document's day, or the moment that the caller gave."""
    if own is None:
        return None
    if own.rule == "column" and told and len(told.value) > 10:
        return datetime.fromisoformat(told.value)
    return date.fromisoformat(own.value)


@stage(STAGE, convention="guide")
def make(nlp: Language, name: str, convention: Convention) -> Dates:
    """Return the component; `convention` is what one mention is, see `extract.normalise.dates.find`."""
    return Dates(convention)
