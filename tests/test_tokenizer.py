"""The fast tokenizer splits every text as spaCy's own French one does."""

import json
import random
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokenizer import Tokenizer
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex
from spacy.vocab import Vocab

from extract.lexicons import rows
from extract.tokenizer import APOSTROPHES, HYPHENS, token_match, tokenizer

CASES = [json.loads(line) for line in Path(__file__).with_name("cases").joinpath("tokenizer.jsonl").open(encoding="utf-8")]
FAST = tokenizer(Vocab())


@pytest.fixture(scope="module")
def slow():
    return spacys_own()


@cache
def spacys_own():
    from spacy.lang.fr import French

    own = French.Defaults
    return Tokenizer(
        Vocab(),
        rules=own.tokenizer_exceptions,
        prefix_search=compile_prefix_regex(own.prefixes).search,
        suffix_search=compile_suffix_regex(own.suffixes).search,
        infix_finditer=compile_infix_regex(own.infixes).finditer,
        token_match=own.token_match,
        url_match=own.url_match,
    )


def pieces(split, text):
    return [word.text_with_ws for word in split(text)]


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_same_tokens(case, slow):
    assert pieces(FAST, case["text"]) == pieces(slow, case["text"])


def test_same_patterns_and_exceptions(slow):
    for name in ("prefix_search", "suffix_search", "infix_finditer"):
        assert getattr(FAST, name).__self__.pattern == getattr(slow, name).__self__.pattern
    assert FAST.rules == slow.rules
    assert FAST.url_match is slow.url_match


def test_same_compounds(slow):
    """Each prefix, link and stem, spelled out, with every hyphen and apostrophe, right and wrong tails, three cases."""
    rng = random.Random(0)
    heads = [
        word for name in ("hyphen_prefixes", "elision_prefixes", "hyphen_links") for (word,) in rows(f"tokenizer/{name}.txt", 1)
    ]
    heads += [stem for stem, _ in rows("tokenizer/stems.tsv", 2)]
    marks = [*HYPHENS, *APOSTROPHES]
    for head in heads:
        plain = head.replace("(?:", "").replace(")", "").replace("?", "").split("|")[0].replace("[", "").replace("]", "")
        for word in {plain, plain[:-1], plain + "s"}:
            mark = rng.choice(marks)
            for form in (
                f"{word}{mark}pont",
                f"{word}{mark}pont{rng.choice(marks)}neuf",
                f"Val{mark}{word}{mark}l'Oise",
                f"{word}{mark}3",
                f"{word}é",
                word,
            ):
                for cased in (form, form.upper(), form.capitalize()):
                    assert bool(token_match(cased)) == bool(slow.token_match(cased)), cased


@settings(max_examples=300)
@given(text=st.text(alphabet=st.sampled_from("aàéÉœßıİſKLdlnsStT-–‑'’.3,/ \n«»()°%€"), max_size=40))
def test_same_on_anything(text):
    assert pieces(FAST, text) == pieces(spacys_own(), text)
