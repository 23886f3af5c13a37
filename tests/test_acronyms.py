"""Pairs of short and long forms."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.relations.acronyms import find
from extract.relations.letters import align, is_short, parts_of
from extract.types import Candidate
from tests import brackets

CASES = [json.loads(line) for line in (Path(__file__).parent / "cases/acronyms.jsonl").read_text("utf-8").splitlines()]
PAIR = "Agence des eaux (AE).\n\n"
PIECES = [
    "Agence ",
    "Banque ",
    "des ",
    "eaux ",
    "l'",
    "AE ",
    "BE ",
    "(AE)",
    "(BE)",
    "(",
    ")",
    ", ",
    " – ",
    ". ",
    "« ",
    "» ",
    "\n",
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:60])
def test_case(case):
    text, mentions = brackets.read(case["text"])
    names = [Candidate(m.kind, m.start, m.end, "test") for m in mentions]
    pairs = [[text[p.short_start : p.short_end], text[p.long_start : p.long_end]] for p in find(text, names)]
    assert sorted(pairs) == sorted(case["pairs"])


@given(st.lists(st.sampled_from(PIECES), max_size=20).map("".join))
def test_pairs_lie_in_the_text_and_do_not_overlap_themselves(rest):
    text = PAIR + rest
    pairs = find(text)
    assert text[pairs[0].short_start : pairs[0].short_end] == "AE"  # whatever follows
    for pair in pairs:
        assert 0 <= pair.short_start < pair.short_end <= len(text)
        assert 0 <= pair.long_start < pair.long_end <= len(text)
        assert pair.short_end <= pair.long_start or pair.long_end <= pair.short_start


@given(st.lists(st.sampled_from(["agence", "banque", "conseil", "des", "de", "eaux", "fonds"]), min_size=2, max_size=8))
def test_initials_align_with_their_words(words):
    text = " ".join(words)
    parts = parts_of(text, 0, len(text))
    initials = "".join(part.letters[0] for part in parts if not part.function)
    if len(initials) > 1:
        first = next(k for k, part in enumerate(parts) if not part.function)
        assert align(initials.upper(), parts[first:]) == len(initials)


@pytest.mark.parametrize(
    "word, yes", [("OMS", True), ("UNamur", True), ("Afep", True), ("PDF", False), ("le", False), ("A", False)]
)
def test_short_forms_look_short(word, yes):
    assert is_short(word) is yes
