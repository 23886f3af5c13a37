"""Settles the candidates of all stages and joins the mentions into entities."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from extract.components import spans
from extract.components.registration import stage
from extract.components.words import words_of
from extract.draft import draft_of
from extract.resolve import settle
from extract.types import Candidate, Source

STAGE = "extract.entities"


def _all(doc: Doc) -> list[Candidate]:
    """Return the candidates of every span group, the groups of foreign components included."""
    return [candidate for name in sorted(doc.spans) for candidate in spans.take(doc, name)]


def _home(source: Source) -> str | None:
    """Return the ISO 3166 country that the container tells: a table's region, or the end of the site's name."""
    region, site = source.hint("region"), source.hint("site")
    if region:
        return region.value
    ending = site.value.rpartition(".")[2].upper() if site else ""
    return ending if len(ending) == 2 and ending.isalpha() else None


class Entities:
    """Fills the draft's mentions, people, organisations, places and dates."""

    def __call__(self, doc: Doc) -> Doc:
        """Settle a document."""
        draft = draft_of(doc)
        settled = settle(draft.cleaned.text, _all(doc), draft.acronyms, draft.zones, _home(draft.source), words_of(doc))
        draft.mentions = settled.mentions
        draft.people = settled.people
        draft.organisations = settled.organisations
        draft.places = settled.places
        draft.dates = settled.dates
        return doc


@stage(STAGE)
def make(nlp: Language, name: str) -> Entities:
    """Return the component."""
    return Entities()
