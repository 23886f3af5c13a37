"""Typed things: a table of cases, the examples of the masks, properties of offsets, and a time bound for every pattern."""

import json
import re
import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.lang.fr import French

from extract.components import spans
from extract.components.contacts import STAGE, Contacts, Known, find
from extract.lexicons import words
from extract.normalise import masks, numbering, phones
from extract.normalise.masks import Mask

CASES = [json.loads(line) for line in (Path(__file__).parent / "cases" / "contacts.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_found(case: dict) -> None:
    text = case["text"]
    got = [[c.kind, text[c.start : c.end], c.value] for c in find(text, Known(case.get("region")))]
    assert got == case["found"]


@pytest.mark.parametrize("mask", masks.load()[0], ids=lambda mask: mask.id)
def test_mask(mask: Mask) -> None:
    assert (mask.id, 0, len(mask.example)) in [(c.rule, c.start, c.end) for c in masks.codes(mask.example)]
    assert mask.id not in [c.rule for c in masks.codes(mask.counter_example)]
    assert not mask.gate or any(word in mask.example for word in mask.gate)


@pytest.mark.parametrize("unit", masks.load()[1], ids=lambda unit: unit.id)
def test_unit(unit: Mask) -> None:
    assert [c.rule for c in masks.quantities(f"12 {unit.example}")] == [unit.id]
    assert not masks.quantities(f"12 {unit.counter_example}")


def test_component_keeps_exact_offsets() -> None:
    text = "Tél.: 04.76.12.34.56, presse@exemple.fr"
    doc = Contacts()(French()(text))
    assert [(c.kind, text[c.start : c.end]) for c in spans.take(doc, STAGE)] == [
        ("PHONE", "04.76.12.34.56"),
        ("EMAIL", "presse@exemple.fr"),
    ]


@pytest.mark.parametrize(
    ("value", "rule", "kind"),
    [
        ("+33476123456", "phone.national", "landline"),
        ("+33612345678", "phone.national", "mobile"),
        ("+33476123456", "phone.fax", "fax"),
        ("+32475123456", "phone.national", "mobile"),
        ("3939", "phone.short", "unknown"),
    ],
)
def test_kind(value: str, rule: str, kind: str) -> None:
    assert numbering.kind(value, rule) == kind


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("Tél. : 01 42 33 44 55 / 56", ["phone.national", "phone.national"]),
        ("Tél. : +33 1 42 33 44 55", ["phone.international"]),
        ("Fax : 01 42 33 44 55 / 56", ["phone.fax", "phone.fax"]),
    ],
)
def test_rule_of_a_number(text: str, rules: list[str]) -> None:
    assert [c.rule for c in phones.find(text, lambda _start, _end: {"FR": 1.0}, lambda _start, _end: True)] == rules


@pytest.mark.parametrize(
    ("region", "surface", "value"),
    [
        ("BE", "0475 12 34 56", "+32475123456"),
        ("FR", "0475 12 34 56", "+33475123456"),
        ("MA", "05 22 12 34 56", "+212522123456"),
    ],
)
def test_region_decides(region: str, surface: str, value: str) -> None:
    assert [c.value for c in find(surface, Known(region))] == [value]


def test_the_first_look_for_short_numbers_passes_every_cue() -> None:
    cues = words("contacts/short_number_cues.txt")
    assert not [cue for cue in cues for said in (cue, cue.capitalize(), cue.upper()) if not phones.short_cued(f"{said} 3939")]


TEXT = st.text(st.sampled_from(list("abcé.@/:+-0123456789 ()[],\n\u00a0AP°€%")) | st.characters(), max_size=120)
PIECES = st.lists(
    st.sampled_from(
        [
            "01 42 33 44 55",
            "+32 2 512 34 56",
            "a@b.fr",
            " [at] ",
            "www.x.fr",
            "12 rue Foch 38000 Gap",
            "BP 12",
            "SIRET",
            " / ",
            "\n",
            "1",
        ]
    ),
    max_size=12,
).map(" ".join)


@settings(max_examples=300)
@given(TEXT | PIECES)
def test_candidates_are_sorted_apart_and_inside(text: str) -> None:
    found = find(text)
    assert all(0 <= c.start < c.end <= len(text) and text[c.start : c.end].strip() for c in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    for c in found:
        if c.kind == "PHONE" and c.rule != "phone.short":
            assert re.fullmatch(r"\+[1-9]\d{5,15}", c.value or "")
        if c.kind == "EMAIL":
            assert "@" in (c.value or "")


SIZE = 10_000
WORST = json.loads((Path(__file__).parent / "cases" / "worst.json").read_text("utf-8"))


@pytest.mark.parametrize("piece", WORST)
def test_time_is_linear(piece: str) -> None:
    """Take at most 100 µs a character; `tests/bench/bench_contacts.py` measures the same on 200,000 characters."""
    text = (piece * (SIZE // len(piece) + 1))[:SIZE]
    began = time.process_time()
    find(text)
    assert time.process_time() - began < SIZE * 100e-6
