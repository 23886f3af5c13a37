"""The lexicons of names: each file loads, says what it should, and holds nothing twice."""

from __future__ import annotations

from collections import Counter

import pytest

from extract.gazetteer import gazetteer
from extract.lexicons import rows
from extract.naming.confidence import calibrated, prior
from extract.naming.vocabulary import vocabulary
from extract.normalise.names import fold, key

FILES = {
    "countries.tsv": 4, "places.tsv": 5, "cities.tsv": 8, "organisations.tsv": 6, "given.tsv": 2, "honorifics.tsv": 2,
    "heads.tsv": 3, "confidence.tsv": 3, "grammar.tsv": 2,
}  # fmt: skip


@pytest.mark.parametrize(("name", "columns"), FILES.items())
def test_no_row_twice(name: str, columns: int) -> None:
    counted = Counter(row[:3] if name in {"places.tsv", "cities.tsv"} else row for row in rows(f"names/{name}", columns))
    assert [row for row, times in counted.items() if times > 1] == []


def test_sizes() -> None:
    assert len(rows("names/organisations.tsv", 6)) >= 1500
    assert len(rows("names/given.tsv", 2)) >= 3000
    assert len(rows("names/countries.tsv", 4)) >= 195


def test_notes_and_kinds_are_known() -> None:
    assert {row[5] for row in rows("names/organisations.tsv", 6)} <= {"", "context", "capital"}
    assert {row[7] for row in rows("names/cities.tsv", 8)} <= {"", "context"}
    assert {row[1] for row in rows("names/heads.tsv", 3)} == {"ORG", "NATION", "AUTHORITY", "LOC", "AREA", "STREET", "OTHER"}
    reaches = {"of", "named", "of-or-named", "nationality"}
    assert {row[2] for row in rows("names/heads.tsv", 3)} <= reaches | {f"capital-{reach}" for reach in reaches}


def test_numbers_are_in_range() -> None:
    for name, country, geonames, latitude, longitude, inhabitants, *_ in rows("names/cities.tsv", 8):
        assert len(country) == 2, name
        assert int(geonames) > 0
        assert -90 <= float(latitude) <= 90
        assert -180 <= float(longitude) <= 180
        assert int(inhabitants) >= 0


def test_confidence_is_a_share() -> None:
    assert all(0 < float(value) < 1 for _, value, _ in rows("names/confidence.tsv", 3))
    assert prior("person.honorific") > prior("person.given-doubtful")


def test_grammar_is_folded() -> None:
    for words in vocabulary().grammar.values():
        assert all(key(word) == word for word in words)


@pytest.mark.parametrize("word", ["belge", "belges", "Afghans", "françaises", "Québécoise", "turque", "grecques", "lyonnais"])
def test_demonyms(word: str) -> None:
    assert fold(word) in vocabulary().demonyms
    assert gazetteer().get(word) == ()


@pytest.mark.parametrize(
    ("name", "kind", "country"),
    [("RDC", "LOC", "CD"), ("Louvain", "LOC", "BE"), ("Finistère", "LOC", "FR"), ("canton de Vaud", "LOC", "CH"),
     ("FGTB", "ORG", "BE"), ("Sûreté du Québec", "ORG", "CA"), ("Bank Al-Maghrib", "ORG", "MA"), ("CENI", "ORG", "CD")],
)  # fmt: skip
def test_well_known(name: str, kind: str, country: str) -> None:
    assert (kind, country) in {(form.entry.kind, form.entry.country) for form in gazetteer().get(name)}


@pytest.mark.parametrize("kind", ["PER", "ORG", "LOC"])
def test_confidence_rises_with_the_evidence(kind: str) -> None:
    shares = [calibrated(kind, weight / 100) for weight in range(101)]
    assert shares == sorted(shares)
    assert 0 < shares[0] < shares[-1] < 1
