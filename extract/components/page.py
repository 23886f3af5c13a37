"""What the relation stages read of a document, made once for all of them: its words, and the names on them."""

from __future__ import annotations

from typing import NamedTuple

from spacy.tokens import Doc

from extract.draft import draft_of
from extract.relations.page import Names, Page
from extract.types import Mention

_KEY = "extract.page"


class Reading(NamedTuple):
    """The words of a document and the mentions that were placed on them."""

    page: Page
    names: Names
    mentions: list[Mention]
    placed: int


def read(doc: Doc) -> tuple[Page, Names]:
    """Return the words of a Doc and its names; they are made anew where a stage between has changed the mentions."""
    draft = draft_of(doc)
    held = doc.user_data.get(_KEY)
    if isinstance(held, Reading):
        if held.mentions is draft.mentions and held.placed == len(draft.mentions):
            return held.page, held.names
        page = held.page
    else:
        page = Page.of(draft.cleaned.text)
    names = Names.on(page, draft.mentions)
    doc.user_data[_KEY] = Reading(page, names, draft.mentions, len(draft.mentions))
    return page, names
