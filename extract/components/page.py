"""The words of a document, split once for all the relation stages."""

from __future__ import annotations

from spacy.tokens import Doc

from extract.relations.page import Page

_KEY = "extract.page"


def page_of(doc: Doc) -> Page:
    """Return the words of a Doc; the first stage that asks splits the text, the others share them."""
    page = doc.user_data.get(_KEY)
    if not isinstance(page, Page):
        page = doc.user_data[_KEY] = Page.of(doc.text)
    return page
