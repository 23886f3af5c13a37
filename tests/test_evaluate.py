"""Scoring: what counts as the same, what counts neither way, and how a gold file that is wrong is told."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from extract.evaluate import GoldError, Scores, compare, read_gold, report
from extract.evaluate.gold import Gold, GoldContact, GoldMention
from extract.evaluate.wording import alike, fold, same_days, unordered
from extract.types import Contact, Mention, Origin, Person, Phone, Quote, Record, Relation

TEXT = "Namur, le 3 mars 2024. Anne Petit et le Cercle reçoivent Luc Roy, maire de Huy."
EMPTY = Record(
    id="doc", source=Origin("doc.txt", "", "utf-8", "text/plain", "text", len(TEXT)), language="fr", title=None,
    published=None, issuer=None, zones=(), mentions=(), people=(), organisations=(), places=(), dates=(), contacts=(),
    quotes=(), relations=(),
)  # fmt: skip
LUC = Person("p1", "Luc Roy", "Luc", "Roy", ())


def gold(*found: tuple[str, str]) -> Gold:
    """Return gold of TEXT, its mentions given as label and text."""
    return Gold("doc", "doc.txt", TEXT, tuple(GoldMention(*place(text), label) for label, text in found))


def record(*found: tuple[str, str]) -> Record:
    """Return a record of TEXT, its mentions given as kind and text."""
    mentions = (Mention(f"m{k}", kind, *place(text), text, None, None, 1.0, "test") for k, (kind, text) in enumerate(found, 1))
    return replace(EMPTY, mentions=tuple(mentions))


def place(text: str) -> tuple[int, int]:
    return TEXT.index(text), TEXT.index(text) + len(text)


def counted(truth: Gold, found: Record | None) -> dict[str, tuple[int, int, int]]:
    """Return hits, false alarms and misses by measure, of what was counted at all."""
    scores: Scores = {}
    compare(truth, found, scores)
    counts = {name: (score.hits, score.wrong, score.missed) for name, score in scores.items()}
    return {name: count for name, count in counts.items() if any(count)}


def test_a_name_is_right_by_its_exact_place_and_by_its_wording() -> None:
    found = record(("PER", "Anne Petit"), ("PER", "Roy"), ("ORG", "le Cercle"))
    assert counted(gold(("PER", "Anne Petit"), ("PER", "Luc Roy"), ("ORG", "Cercle")), found) == {
        "mention PER": (1, 1, 1),
        "mention ORG": (0, 1, 1),
        "mention all": (1, 2, 2),
        "name PER": (1, 1, 1),
        "name ORG": (1, 0, 0),  # without its article
        "name all": (2, 1, 1),
    }


def test_what_is_optional_is_neither_right_nor_wrong() -> None:
    assert counted(gold(("OPT", "maire de Huy")), record(("LOC", "Huy"))) == {}


def test_no_record_misses_everything() -> None:
    assert counted(gold(("LOC", "Namur")), None)["mention LOC"] == (0, 0, 1)


def test_errors_stand_in_the_order_of_the_text() -> None:
    scores: Scores = {}
    compare(gold(("PER", "Luc Roy"), ("PER", "Anne Petit"), ("ORG", "Cercle")), EMPTY, scores)
    assert [error.rpartition("'")[0].rpartition("'")[2] for error in scores["name all"].errors] == [
        "luc roy",
        "anne petit",
        "cercle",
    ]
    assert "missed" in report(scores, errors=1)
    assert '"n":2' in report(scores, json=True)


def test_a_card_is_right_with_its_name_in_any_order_and_without_its_fax() -> None:
    phones = (Phone("+3281247099;ext=3", "landline", "m1"), Phone("+3281247098", "fax", "m2"))
    card = Contact(None, None, "PETIT Anne", None, None, phones, ("A@B.example",), (), None, 0, 9)
    truth = replace(gold(), contacts=(GoldContact("Anne Petit", None, ("+3281247099",), ("a@b.example",)),))
    found = counted(truth, replace(EMPTY, contacts=(card,)))
    assert found == {"contact whole": (1, 0, 0), "contact channel": (2, 0, 0)}


@pytest.mark.parametrize(
    "value, organisation, count",
    [
        ("maire de Huy", None, (1, 0, 0)),
        ("le maire de Huy", None, (1, 0, 0)),  # most words are the same
        ("avocat", None, (0, 1, 1)),
        ("maire de Huy", "p1", (0, 1, 1)),  # no organisation is expected
    ],
)
def test_roles(value: str, organisation: str | None, count: tuple[int, int, int]) -> None:
    truth = replace(gold(), roles=(("Luc Roy", "maire de Huy", None),))
    held = Relation("role", "p1", organisation, value, 0, 9, "test")
    found = replace(EMPTY, people=(LUC,), relations=(held,))
    assert counted(truth, found) == {"role": count}


def test_a_quotation_is_known_by_its_first_words() -> None:
    truth = replace(gold(), quotes=(("Luc Roy", "Nous attendons dix mille visiteurs"), (None, "Bravo")))
    said = (Quote("p1", "Nous attendons dix mille visiteurs.", 0, 9, None, "test"), Quote("p1", "Merci", 0, 9, None, "test"))
    found = replace(EMPTY, people=(LUC,), quotes=said)
    assert counted(truth, found) == {"quote found": (1, 1, 1), "quote speaker": (1, 0, 1)}


@pytest.mark.parametrize(
    "one, other",
    [
        ("L'Université de Liège", "universite de liege"),
        ("B&eacute;atrice", "Béatrice"),
        ("<b>Œuvres</b>", "oeuvres"),
        ("commu-\nniqué", "communiqué"),
        ("« Le Cercle »,", "Cercle"),
    ],
)
def test_wordings_that_are_one(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_wordings_that_differ() -> None:
    assert fold("L'An") != fold("An")  # a short name keeps its article
    assert fold("Union des villes").startswith("union")
    assert fold("Lesage") != fold("age")
    assert unordered("Anne Petit") != unordered("Anne Petite")
    assert not alike("maire", "maire adjoint de Huy")
    assert same_days("2024-05-03/2024-05-05", "{2024-05-03,2024-05-04,2024-05-05}")
    assert not same_days("2024-05-03", "2024-05-03")  # one day is no range
    assert not same_days("2024-05-03/2024-05-05", "2024-05-03/2024-05-06")


def test_a_wrong_line_is_named(tmp_path: Path) -> None:
    line = '{"slug": "a", "file": "a.txt", "text": "", "mentions": []}'
    (tmp_path / "gold.jsonl").write_text(f'{line}\n{{"slug": 3}}\n', encoding="utf-8")
    with pytest.raises(GoldError, match=r"gold\.jsonl:2: "):
        read_gold(tmp_path)
