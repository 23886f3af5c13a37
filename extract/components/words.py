"""What several stages of names ask of a document, worked out once: its words, and the known names among them."""

from __future__ import annotations

from spacy.tokens import Doc

from extract.draft import draft_of
from extract.gazetteer import Match, gazetteer
from extract.naming.words import Words

_WORDS = "extract.words"
_KNOWN = "extract.known"


def words_of(doc: Doc) -> Words:
    """Return the words of a document."""
    words = doc.user_data.get(_WORDS)
    if not isinstance(words, Words):
        words = doc.user_data[_WORDS] = Words.of(draft_of(doc).cleaned.text)
    return words


def known_in(doc: Doc) -> list[Match]:
    """Return the names of the gazetteer that stand in a document."""
    known = doc.user_data.get(_KNOWN)
    if not isinstance(known, list):
        known = doc.user_data[_KNOWN] = gazetteer().find(words_of(doc))
    return known
