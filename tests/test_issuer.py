"""The issuer: written cases with organisations as given, and the component by itself."""

import json
import re
from pathlib import Path

import pytest
import spacy

import extract.components.issuer
import extract.components.zones  # noqa: F401  registers the factory
from extract.cleaning import clean
from extract.draft import Draft, draft_of
from extract.issuer import issuer
from extract.types import Hint, Mention, Organisation, Quote, Relation, Source
from extract.zones import lay_out

CASES = [json.loads(line) for line in (Path(__file__).parent / "cases" / "issuer.jsonl").read_text("utf-8").splitlines()]


def draft_for(case):
    """Return a draft whose organisations and e-mail addresses are found by their letters."""
    hints = tuple(Hint(kind, value, rule) for kind, value, rule in case["hints"])
    source = Source("test", case["text"], "", "utf-8", hints=hints)
    cleaned = clean(source)
    layout = lay_out(cleaned, source)
    draft = Draft(source, cleaned, zones=layout.zones, title=layout.title)
    taken = [False] * len(cleaned.text)
    places = sorted(((name, i) for i, names in enumerate(case["organisations"]) for name in names), key=lambda p: -len(p[0]))
    for name, i in places:
        for found in re.finditer(re.escape(name), cleaned.text):
            if not any(taken[slice(*found.span())]):
                taken[slice(*found.span())] = [True] * len(name)
                draft.mentions.append(mention(draft, "ORG", *found.span(), entity=f"e{i}"))
    for found in re.finditer(r"[\w.]+@[\w.]+\w", cleaned.text):
        draft.mentions.append(mention(draft, "EMAIL", *found.span(), value=found[0]))
    for i, (name, *others) in enumerate(case["organisations"]):
        ids = tuple(m.id for m in draft.mentions if m.entity == f"e{i}")
        draft.organisations.append(Organisation(f"e{i}", name, None, tuple(others), ids))
        if name in case["speaks"]:
            draft.quotes.append(Quote("p1", "", 0, 1, None, "test"))
            draft.relations.append(Relation("role", "p1", f"e{i}", "présidente", 0, 1, "test"))
    return draft


def mention(draft, kind, start, end, entity=None, value=None):
    return Mention(f"m{len(draft.mentions)}", kind, start, end, draft.cleaned.text[start:end], value, entity, "test", 1.0)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_case(case):
    draft = draft_for(case)
    found = issuer(draft)
    names = {organisation.id: organisation.name for organisation in draft.organisations}
    assert (names[found] if found else None) == case["expected"]


def test_component_works_alone():
    nlp = spacy.blank("fr")
    nlp.add_pipe("extract.zones")
    nlp.add_pipe("extract.issuer")
    assert draft_of(nlp("La halle rouvre\n\nLe marché reprend samedi.")).issuer is None
    assert draft_of(nlp("")).issuer is None
