"""Names by their form: people, heads, known names, boundaries."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.gazetteer import gazetteer
from extract.naming import heads, people
from extract.naming.boundaries import repair
from extract.naming.finding import Finder
from extract.naming.vocabulary import vocabulary
from extract.naming.words import Words
from extract.normalise.names import fold, key
from extract.types import Candidate

CASES = Path(__file__).parent / "cases"


def cases(name: str) -> list[Any]:
    lines = (CASES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [pytest.param(row, id=row["text"][:40]) for row in map(json.loads, lines)]


@pytest.mark.parametrize("row", cases("names"))
def test_people(row: dict[str, Any]) -> None:
    words = Words.of(row["text"])
    blocked = bytearray(len(row["text"]) + 1)
    for c in heads.find(words, vocabulary()):
        blocked[c.start : c.end] = b"\1" * (c.end - c.start)
    found = people.find(words, vocabulary(), gazetteer(), blocked)
    assert [row["text"][c.start : c.end] for c in found] == row["people"]


@pytest.mark.parametrize("row", cases("names-heads"))
def test_heads(row: dict[str, Any]) -> None:
    found = heads.find(Words.of(row["text"]), vocabulary())
    assert [[c.kind, row["text"][c.start : c.end]] for c in found] == row["found"]


@pytest.mark.parametrize("row", cases("names-known"))
def test_known_names(row: dict[str, Any]) -> None:
    words = Words.of(row["text"])
    found = gazetteer().find(words)
    assert [row["text"][words.starts[m.first] : words.ends[m.last]] for m in found] == row["found"]


@pytest.mark.parametrize("row", cases("names-boundaries"))
def test_boundaries(row: dict[str, Any]) -> None:
    text = row["text"]
    bounds = repair(Words.of(text), 0, len(text), row["kind"], row.get("confidence", 0.7), vocabulary(), gazetteer())
    assert (bounds and text[slice(*bounds)]) == row["name"]


@pytest.mark.parametrize(
    ("text", "organisations"),
    [
        ("La Maison Blanche répond ; Matignon se tait.", ["Maison Blanche", "Matignon"]),  # of a quarter and a town, too
        ("Ont signé En marche !, Yahoo! et Canal+ !", ["En marche !", "Yahoo!", "Canal+"]),  # the name's own marks
    ],
)
def test_known_organisations(text: str, organisations: list[str]) -> None:
    assert [text[c.start : c.end] for c in Finder()(text, []) if c.kind == "ORG"] == organisations


def test_no_name_in_masks() -> None:
    text = "Écrire à Paris@example.org ou à Paris"
    found = Finder()(text, [], [(9, 26)])
    assert [(text[c.start : c.end], c.start) for c in found] == [("Paris", 32)]


PIECES = st.sampled_from(
    [
        "M.",
        "Mme",
        "Jean-Luc",
        "MARTIN",
        "de",
        "l'",
        "ministère",
        "de la",
        "Justice",
        "Paris",
        "(ONU)",
        ",",
        "\n",
        "d'",
        "'",
        "-",
        "Tél",
        "É",
    ]
)


@settings(max_examples=150)
@given(st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=25).map(" ".join)))
def test_candidates_stand_in_the_text(text: str) -> None:
    model = [Candidate("PER", 0, len(text), "ner.press", confidence=0.6)] if text else []
    for c in Finder()(text, model):
        assert 0 <= c.start < c.end <= len(text)
        assert text[c.start : c.end] == text[c.start : c.end].strip()


@given(st.text(max_size=40))
def test_key_is_stable(text: str) -> None:
    assert key(key(text)) == key(text)
    assert fold(text.upper()) == fold(fold(text.upper()))


def test_matching_time_is_linear() -> None:
    """The worst text, all head words, takes no more than its share of a second."""
    import time

    text = "ministère de la Justice et de la Mer, de la Santé et de l'Union Jean-Luc MARTIN " * 2000
    start = time.process_time()
    Finder()(text, [])
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    ("text", "organisations"),
    [
        (
            "Premiers signataires :\n- Zéphyrine\n- Le Fil Rouge ;\n- Lia Roy\n* Nuages.coop",
            ["Zéphyrine", "Le Fil Rouge", "Nuages.coop"],
        ),
        ("Signataires :\n- Ines de nuages.coop\n- Lia Roy, juriste, voisins.org\n- exemple.fr", ["nuages.coop", "voisins.org"]),
        ("## Nos partenaires\n\n• L'association Mer Vive\n• Bois & Co\n", ["Mer Vive", "Bois & Co"]),
        ("Ont signé :\n- Le maire, deux adjoints\n- chacun pour soi\n- Contact", []),  # says more, is none, furniture
        ("Au programme :\n- Accueil\n- Vernissage", []),  # another list
        ("Les signataires ont parlé de Zéphyrine dans une longue phrase.\n- Zéphyrine", []),  # a sentence is no heading
        ("Signataires :\n- Zéphyrine\nLa suite\n- Autre chose", ["Zéphyrine"]),  # the list has ended
    ],
)
def test_lists_of_organisations(text: str, organisations: list[str]) -> None:
    assert [text[c.start : c.end] for c in Finder()(text, []) if c.rule.startswith("list.")] == organisations
