"""The stage that finds which person holds which function in which organisation."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from extract.components.page import read
from extract.components.registration import stage
from extract.draft import draft_of
from extract.relations import roles
from extract.relations.people import People


class Roles:
    """Adds the relations of kind `role` to the draft, after those that the contact cards gave."""

    def __call__(self, doc: Doc) -> Doc:
        """Read the roles of a document."""
        draft = draft_of(doc)
        page, names = read(doc)
        found = roles.find(page, names, People(page, names))
        draft.relations = roles.joined(draft.relations, found)
        return doc


@stage("extract.roles")
def make(nlp: Language, name: str) -> Roles:
    """Return the component."""
    return Roles()
