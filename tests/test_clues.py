"""What the lexicons tell the names model of words."""

import numpy as np
import pytest

from extract.gazetteer import gazetteer
from extract.naming.clues import CLUES, OF_FORMS, of_form, of_names, paint, spread
from extract.naming.words import Words


def told(mask: int) -> set[str]:
    return {clue for number, clue in enumerate(CLUES) if mask >> number & 1}


@pytest.mark.parametrize(
    ("form", "clues"),
    [
        ("Mme", {"honorific"}),
        ("Ministère", {"head of ORG"}),
        ("belge", {"demonym", "adjective"}),
        ("xyzzy", set()),
        ("", set()),
    ],
)
def test_of_a_form(form: str, clues: set[str]) -> None:
    assert told(of_form(form)) == clues


def test_of_names() -> None:
    text = "L'Organisation mondiale de la santé est à Genève"
    tokens = ["L'", "Organisation", "mondiale", "de", "la", "santé", "est", "à", "Genève"]
    starts = np.array([text.index(token) for token in tokens])
    words = Words.of(text)
    masks = paint(of_names(gazetteer().find(words), words, starts), len(tokens))
    expected = [set(), {"ORG begins"}, *[{"ORG goes on"}] * 3, {"ORG ends"}, set(), set(), {"LOC alone", "large LOC"}]
    assert [told(mask) for mask in masks.tolist()] == expected


def test_one_token_of_several_words() -> None:
    text = "À Saint-Étienne."
    words = Words.of(text)
    masks = paint(of_names(gazetteer().find(words), words, np.array([0, 2, 15])), 3)
    assert "LOC alone" in told(int(masks[1])) and not masks[0] and not masks[2]


def test_masks_and_columns_agree() -> None:
    masks = np.array([0, 1, 1 << (len(CLUES) - 1), of_form("Mme")], dtype=np.uint32)
    rows = spread(masks)
    assert rows.shape == (4, len(CLUES))
    assert [{CLUES[n] for n in np.flatnonzero(row)} for row in rows] == [told(int(mask)) for mask in masks]


def test_every_list_has_words() -> None:
    samples = [
        "Jean",
        "Paris",
        "Mme",
        "ministre",
        "ministère",
        "rue",
        "prix",
        "belge",
        "contact",
        "national",
        "groupe",
        "de",
        "association",
    ]
    seen = set().union(*(told(of_form(sample)) for sample in samples))
    assert len(seen & set(OF_FORMS)) >= len(OF_FORMS) - 3
