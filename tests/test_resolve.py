"""Candidates settled and joined: cases written as names, and as texts with candidates."""

from __future__ import annotations

import json
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import asdict

from extract.resolve import Settled, settle
from extract.types import Acronym, Candidate, Zone

CASES = Path(__file__).parent / "cases"


def cases(name: str) -> list[Any]:
    lines = (CASES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [pytest.param(row, id=row.get("id", row.get("text", ""))[:40]) for row in map(json.loads, lines)]


def joined(row: dict[str, Any]) -> Settled:
    """Settle names that stand one a line, as in a list."""
    text, candidates, places = "", [], {}
    for kind, name in row["names"]:
        candidates.append(Candidate(kind, len(text), len(text) + len(name), "ner.press", None, 0.9))
        places.setdefault(name, (len(text), len(text) + len(name)))
        text += name + ",\n"
    acronyms = [Acronym(*places[short], *places[long], "test") for short, long in row.get("pairs", [])]
    return settle(text, candidates, acronyms)


@pytest.mark.parametrize("row", cases("resolve"))
def test_entities(row: dict[str, Any]) -> None:
    settled = joined(row)
    for group in ("people", "organisations", "places"):
        if group not in row:
            continue
        found = [asdict(entity) for entity in getattr(settled, group)]
        assert len(found) == len(row[group]), found
        for entity, wanted in zip(found, row[group], strict=True):
            for field, value in wanted.items():
                assert (len(entity[field]) if field == "mentions" else entity[field]) == value, entity


@pytest.mark.parametrize("row", cases("resolve-texts"))
def test_texts(row: dict[str, Any]) -> None:
    text = row["text"]

    def place(surface: str) -> tuple[int, int]:
        start = text.rindex(surface) if surface in {"Morandi", "Paris"} else text.index(surface)
        return start, start + len(surface)

    candidates = [Candidate(kind, *place(s), "ner.press", None, p) for kind, s, p in row["candidates"]]
    acronyms = [Acronym(*place(short), *place(long), "test") for short, long in row.get("acronyms", [])]
    settled = settle(text, candidates, acronyms)
    assert [[m.kind, m.text] for m in settled.mentions if m.kind in {"PER", "ORG", "LOC"}] == row["names"]
    if "dates" in row:
        assert [m.text for m in settled.mentions if m.kind == "DATE"] == row["dates"]


def test_names_in_menus_count_only_as_repeats() -> None:
    text = "Paris Lyon\nLe maire de Lyon parle."
    zones = [Zone("furniture", 0, 10), Zone("body", 11, len(text))]
    candidates = [Candidate("LOC", a, b, "ner.press", None, 0.95) for a, b in ((0, 5), (6, 10), (23, 27))]
    assert [(m.start, m.text) for m in settle(text, candidates, (), zones).mentions] == [(6, "Lyon"), (23, "Lyon")]


@pytest.mark.parametrize(
    ("text", "address", "names"),
    [
        ("Aidez AVRL, car AVRL vous aide : contact@avrl.example", "contact@avrl.example", ["AVRL", "AVRL"]),
        ("Le site du CDLM : https://www.cdlm.example/presse", "https://www.cdlm.example/presse", ["CDLM"]),
        ("Le FTP du CDLM : ftp://ftp.cdlm.asso.fr", "ftp://ftp.cdlm.asso.fr", ["CDLM"]),
        ("Tous à la CORDE : info@corde.example", "info@corde.example", ["CORDE"]),
        ("Une corde solide : info@corde.example", "info@corde.example", []),  # no capitals
        ("LA DANSE EN FÊTE\nÀ lundi : info@danse.example", "info@danse.example", []),  # a heading
        ("La danse ! DANSE et chant : info@danse.example", "info@danse.example", []),  # a common word
        ("Le CONTACT : x@contact.example", "x@contact.example", []),  # says nothing of its owner
        ("Le CDI : jean@gmail.com", "jean@gmail.com", []),
        ("Votre GMAIL : jean@gmail.com", "jean@gmail.com", []),  # anybody's
        ("Rendez-vous à LYON : mairie@lyon.example", "mairie@lyon.example", []),  # a town, whoever has an address there
    ],
)
def test_acronym_of_the_address(text: str, address: str, names: list[str]) -> None:
    at = text.index(address)
    kind = "EMAIL" if "@" in address else "URL"
    settled = settle(text, [Candidate(kind, at, at + len(address), "test", address, 1.0)])
    assert [m.text for m in settled.mentions if m.kind == "ORG"] == names


KINDS = st.sampled_from(["PER", "ORG", "LOC", "DATE", "EMAIL", "ADDRESS", "OTHER", "STREET"])
TEXT = "M. Jean Dupont (ONU) à Paris, le 3 mai, Dupont de Paris, ONU, Marie-Ange DUPONT"


@settings(max_examples=200)
@given(st.lists(st.tuples(KINDS, st.integers(0, len(TEXT) - 1), st.integers(1, 20), st.floats(0.1, 1.0)), max_size=12))
def test_settled_mentions_are_sound(drawn: list[tuple[str, int, int, float]]) -> None:
    candidates = [Candidate(kind, a, min(a + n, len(TEXT)), f"r.{kind}", None, p) for kind, a, n, p in drawn]
    settled = settle(TEXT, candidates)
    assert [m.id for m in settled.mentions] == [f"m{n}" for n in range(1, len(settled.mentions) + 1)]
    names = [m for m in settled.mentions if m.kind in {"PER", "ORG", "LOC"}]
    for one, other in pairwise(names):
        assert one.end <= other.start
    for m in settled.mentions:
        assert TEXT[m.start : m.end] == m.text
        assert 0 <= m.confidence <= 1
    entities = [*settled.people, *settled.organisations, *settled.places]
    held = Counter(mention for entity in entities for mention in entity.mentions)
    assert held == Counter(m.id for m in names)
    owner = {mention: entity.id for entity in entities for mention in entity.mentions}
    assert all(m.entity == owner.get(m.id) for m in settled.mentions)
    assert settle(TEXT, candidates[::-1]) == settled
