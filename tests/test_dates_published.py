"""The document's own date: the order of the places it may stand in, and what is never taken for it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extract.normalise.dates import find
from extract.normalise.dates.reference import published, rules
from extract.types import Hint, Zone

ROWS = [
    json.loads(line)
    for line in (Path(__file__).parent / "cases" / "dates-published.jsonl").read_text(encoding="utf-8").splitlines()
]


def own(row):
    text = row["text"]
    hints = [Hint("published", value, rule) for rule, value in row.get("hints", [])]
    zones = [Zone(kind, *row[kind]) for kind in ("dateline", "embargo") if kind in row]
    return published(text, find(text), hints, zones)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["text"][:50])
def test_case(row):
    found = own(row)
    assert (found and found.value, found and found.rule) == (row["value"], row["rule"])


@pytest.mark.parametrize("rule", rules().rule, ids=lambda rule: rule.id)
def test_rule_runs_its_examples(rule):
    assert own({"text": rule.example}).value
    assert own({"text": rule.counter}) is None


def test_a_date_of_the_text_keeps_its_place():
    text = "Rennes, le 4 mars 2025\n\nUn texte."
    found = own({"text": text})
    assert text[found.start : found.end] == found.text == "4 mars 2025"
