"""Who holds which function where."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.relations import roles
from extract.relations.page import Names, Page
from extract.relations.people import People
from extract.types import Mention
from tests import brackets

CASES = [json.loads(line) for line in (Path(__file__).parent / "cases/roles.jsonl").read_text("utf-8").splitlines()]
WORDS = [
    "le ",
    "la ",
    "ministre ",
    "directrice ",
    "de ",
    "du ",
    ", ",
    "est ",
    "élue ",
    "et ",
    "(",
    ")",
    "\n",
    ". ",
    "Ana Lopes ",
    "Acier SA ",
]
HELD = ["Ana Lopes ", "est ", "élue ", "directrice ", "de ", "Acier SA ", ".", "\n\n"]


def found(text: str, mentions: list[Mention]):
    page = Page.of(text)
    names = Names.on(page, mentions)
    return roles.find(page, names, People(page, names))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:60])
def test_case(case):
    text, mentions = brackets.read(case["text"])
    told = brackets.surfaces(mentions)
    assert sorted([told[r.subject], r.value, told[r.object]] for r in found(text, mentions)) == sorted(case["roles"])


@given(st.lists(st.sampled_from(WORDS), max_size=30))
def test_evidence_holds_the_role_and_lies_in_the_text(parts):
    text, mentions = "", []
    for part in [*HELD, *parts]:
        if part[0] in "A":
            kind = "PER" if part.startswith("Ana") else "ORG"
            name = part.strip()
            mentions.append(Mention(f"m{len(mentions)}", kind, len(text), len(text) + len(name), name, None, kind, "t", 1.0))
        text += part
    relations = found(text, mentions)
    assert relations
    for relation in relations:
        assert 0 <= relation.start < relation.end <= len(text)
        assert relation.value in " ".join(text[relation.start : relation.end].split())
        assert relation.subject == "PER"
        assert relation.object in (None, "ORG")


def test_every_head_has_forms_and_a_class():
    from extract.relations.functions import heads

    assert {head.kind for head in heads().values()} == {"office", "portfolio", "state", "profession", "rank", "loose"}
    assert heads()["directrices"].singular == "directrice"
