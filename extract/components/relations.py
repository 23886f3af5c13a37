"""The stage that adds the pairs of short and long forms, and the relations that rules describe."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace
from spacy.language import Language
from spacy.tokens import Doc

from extract.components.page import read
from extract.components.registration import stage
from extract.draft import Draft, draft_of
from extract.relations import rules as rule_files
from extract.relations.confidence import confidence
from extract.relations.people import People
from extract.relations.roles import distinct
from extract.relations.rules import Rule
from extract.relations.triggers import Matcher
from extract.types import Acronym, Organisation, Relation


class Relations:
    """Adds the relations of the package's rules, and of an analyst's, to the draft."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.matcher = Matcher(rules)

    def __call__(self, doc: Doc) -> Doc:
        """Read the relations of a document."""
        draft = draft_of(doc)
        page, names = read(doc)
        people = People(page, names)
        people.take_roles(draft.relations)
        furniture = [zone for zone in draft.zones if zone.kind == "furniture"]
        pairs = [pair for pair in draft.acronyms if not any(zone.start <= pair.short_start < zone.end for zone in furniture)]
        found = [_acronym(draft, pair) for pair in pairs] + self.matcher.find(page, names, people)
        draft.relations = distinct([*draft.relations, *found])
        return doc


def _acronym(draft: Draft, pair: Acronym) -> Relation:
    """Return the relation of a pair; what is no organisation (a law, an allowance) becomes a term beside them."""
    text = draft.cleaned.text
    short = " ".join(text[pair.short_start : pair.short_end].split())
    long = " ".join(text[pair.long_start : pair.long_end].split())
    start, end = min(pair.short_start, pair.long_start), max(pair.short_end, pair.long_end)
    entity = _organisation(draft, pair)
    if entity is None:
        terms = [held for held in draft.organisations if held.kind == "term"]
        same = next((held for held in terms if (held.name.casefold(), held.acronym) == (long.casefold(), short)), None)
        entity = same.id if same is not None else f"t{1 + len(terms)}"
        if same is None:
            draft.organisations.append(Organisation(entity, long, short, (short,), (), kind="term"))
    else:
        k = next(k for k, held in enumerate(draft.organisations) if held.id == entity)
        held = draft.organisations[k]
        if long not in (held.name, *held.aliases):
            draft.organisations[k] = replace(held, aliases=(*held.aliases, long))
    return Relation("acronym", None, entity, short, start, end, pair.rule, confidence("acronym"))


def _organisation(draft: Draft, pair: Acronym) -> str | None:
    """Return the organisation that one of the two forms mentions, the long one first."""
    known = {held.id for held in draft.organisations}
    for start, end in ((pair.long_start, pair.long_end), (pair.short_start, pair.short_end)):
        for mention in draft.mentions:
            if mention.start == start and mention.end == end and mention.entity in known:
                return mention.entity
    return None


@stage("extract.relations", rules=None)
def make(nlp: Language, name: str, rules: str | None) -> Relations:
    """Return the component; `rules` is the path of a file of relations to add."""
    return Relations(rule_files.together(rule_files.load(rules) if rules else ()))
