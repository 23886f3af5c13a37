"""Relations by rules, and the stage that adds them."""

import json
import re
from pathlib import Path

import pytest

from extract.draft import draft_of
from extract.model import build
from extract.relations import rules
from extract.relations.page import Names, Page
from extract.relations.people import People
from extract.relations.triggers import Matcher
from extract.types import Acronym, Mention, Organisation
from tests import brackets

CASES = [json.loads(line) for line in (Path(__file__).parent / "cases/relations.jsonl").read_text("utf-8").splitlines()]


def found(marked: str, known: tuple[rules.Rule, ...]):
    text, mentions = brackets.read(marked)
    told = brackets.surfaces(mentions)
    page = Page.of(text)
    names = Names.on(page, mentions)
    relations = Matcher(known).find(page, names, People(page, names))
    for relation in relations:
        assert 0 <= relation.start < relation.end <= len(text)
    return [[r.kind, told[r.subject], r.value, told[r.object]] for r in relations]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:60])
def test_case(case):
    assert sorted(map(str, found(case["text"], rules.known()))) == sorted(map(str, case["relations"]))


def test_the_readmes_rule_of_three_lines_adds_a_relation():
    readme = (Path(__file__).parent.parent / "README.md").read_text("utf-8")
    (block,) = re.findall(r"```toml\n(\[sponsors\].*?)```", readme, flags=re.S)
    assert len(block.splitlines()) == 3
    known = rules.together(rules.parse(block, "README.md"))
    told = found("[ORG Acier SA] parraine [ORG le Club des brodeurs].", known)
    assert told == [["sponsors", "Acier SA", None, "le Club des brodeurs"]]


def test_the_stage_takes_a_rule_file(tmp_path):
    path = tmp_path / "rules.toml"
    path.write_text('[sponsors]\ntrigger = "parraine"\nbetween = "ORG -> ORG"\n', encoding="utf-8")
    nlp = build(["extract.relations"], rules=str(path))
    doc = nlp.make_doc("Acier SA parraine Verre SA.")
    draft_of(doc).mentions = [
        Mention("m1", "ORG", 0, 8, "Acier SA", None, "e1", "t", 1.0),
        Mention("m2", "ORG", 18, 26, "Verre SA", None, "e2", "t", 1.0),
    ]
    (relation,) = draft_of(nlp.get_pipe("extract.relations")(doc)).relations
    assert (relation.kind, relation.subject, relation.object, relation.rule) == ("sponsors", "e1", "e2", "sponsors")


def test_pairs_become_relations_of_organisations_or_terms():
    nlp = build(["extract.relations"])
    stage = nlp.get_pipe("extract.relations")
    text = "L'Agence des eaux (AE) soutient la proposition de loi (PPL)."
    doc = nlp.make_doc(text)
    draft = draft_of(doc)
    draft.mentions = [Mention("m1", "ORG", 2, 17, "Agence des eaux", None, "e1", "t", 1.0)]
    draft.organisations = [Organisation("e1", "Agence des eaux", "AE", ("AE",), ("m1",))]
    long = text.index("proposition")
    draft.acronyms = [Acronym(19, 21, 2, 17, "t"), Acronym(text.index("PPL"), text.index("PPL") + 3, long, long + 18, "t")]
    relations = draft_of(stage(doc)).relations
    assert [(r.kind, r.value, r.object) for r in relations] == [("acronym", "AE", "e1"), ("acronym", "PPL", "t1")]
    assert [(o.id, o.name, o.kind) for o in draft.organisations] == [
        ("e1", "Agence des eaux", "organisation"),
        ("t1", "proposition de loi", "term"),
    ]


@pytest.mark.parametrize("name", ["extract.acronyms", "extract.roles", "extract.quotes", "extract.relations"])
def test_each_stage_works_alone(name):
    nlp = build([name])
    doc = nlp(
        "Le maire, Ana Lopes, a dit : « Nous ouvrirons la digue avant la nuit. » L'Agence des eaux (AE) organise un débat."
    )
    assert draft_of(doc).mentions == []
