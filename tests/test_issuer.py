"""The issuer: written cases with organisations as given, and the component by itself."""

import json
import re
from pathlib import Path

import pytest
import spacy

import extract.components.issuer
import extract.components.zones  # noqa: F401  registers the factory
from extract.cleaned import Cleaned
from extract.cleaning import clean
from extract.draft import Draft, attach, draft_of
from extract.issuer import issuer, with_its_kind
from extract.issuer.names import likeness, of_organisation
from extract.types import Hint, Mention, Organisation, Quote, Relation, Source
from extract.zones import lay_out

CASES = [json.loads(line) for line in (Path(__file__).parent / "cases" / "issuer.jsonl").read_text("utf-8").splitlines()]


def draft_for(case):
    """Return a draft whose organisations and e-mail addresses are found by their letters."""
    hints = tuple(Hint(kind, value, rule) for kind, value, rule in case["hints"])
    source = Source(case.get("path", "test"), case["text"], "", "utf-8", hints=hints)
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
    verdict = issuer(draft)
    held = [*draft.organisations, *([verdict.newcomer.organisation] if verdict.newcomer else [])]
    names = {organisation.id: organisation.name for organisation in held}
    assert (names[verdict.entity] if verdict.entity else None) == case["expected"]


def test_a_name_may_hold_the_word_for_what_it_is():
    held = Organisation("e1", "Rivage", None, (), ())
    text = "Le projet Rivage ouvre. L'association Rivage Nord le soutient ; les membres du collectif Rivage aussi."
    assert with_its_kind(held, text) == ("projet Rivage", "collectif Rivage")
    assert with_its_kind(held, "Le projet Rivage Émeraude et le sous-projet Rivage ferment ; le projet Rivages aussi.") == ()


@pytest.mark.parametrize(
    ("folder", "name", "like"),
    [
        ("ville-de-namur", "Ville de Namur", True),
        ("on-bouge-lyon", "OnBouge", True),
        ("association-des-meuniers", "Association des potiers", False),
        ("cef-eleves", "CEF", True),
        ("maree-bleue-bretagne", "Marée", True),
    ],
)
def test_a_file_is_called_after_its_issuer(folder, name, like):
    names = of_organisation(Organisation("e1", name, None, (), ()))
    assert (likeness(folder.split("-"), names) > 0.3) == like


def test_the_component_admits_an_issuer_that_only_the_site_names():
    nlp = spacy.blank("fr")
    nlp.add_pipe("extract.zones")
    nlp.add_pipe("extract.issuer")
    text = "Le pont ferme\n\nNous fermons le pont samedi.\n\nRetrouvez rives-bouge.example sur place."
    source = Source("x", text, "", "utf-8", hints=(Hint("site", "www.rives-bouge.example", "html.canonical"),))
    draft = Draft(source, Cleaned.untouched(text))
    draft.mentions = [Mention("m1", "DATE", text.index("samedi"), text.index("samedi") + 6, "samedi", None, None, "t", 1.0)]
    draft = draft_of(nlp(attach(nlp.make_doc(text), draft)))
    (organisation,) = draft.organisations
    assert draft.issuer == organisation.id == "e1"
    assert organisation.name == "rives-bouge.example"
    assert [m.text for m in draft.mentions] == ["samedi", "rives-bouge.example"]
    assert draft.mentions[1].id == "m2" in organisation.mentions


def test_component_works_alone():
    nlp = spacy.blank("fr")
    nlp.add_pipe("extract.zones")
    nlp.add_pipe("extract.issuer")
    assert draft_of(nlp("La halle rouvre\n\nLe marché reprend samedi.")).issuer is None
    assert draft_of(nlp("")).issuer is None
