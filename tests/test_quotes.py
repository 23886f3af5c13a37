"""Quotations and who said them."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.relations import quotations, quotes, roles
from extract.relations.page import Names, Page
from extract.relations.people import People
from extract.types import Mention
from tests import brackets

CASES = [json.loads(line) for line in (Path(__file__).parent / "cases/quotes.jsonl").read_text("utf-8").splitlines()]
PIECES = [
    "« ",
    " »",
    '"',
    "dit ",
    "Ana",
    ", ",
    "a-t-elle ",
    "que ",
    " : ",
    "\n\n",
    "\n",
    ". ",
    "mot ",
    "Le ",
    "selon ",
    "– ",
    "(",
    "« La digue tiendra tout l'hiver »",
    "« Nous attendons la ministre depuis mardi soir, à la gare ! »",
]
SAID = "« Nous ouvrirons la digue avant la nuit », a-t-elle déclaré.\n\n"


def found(text: str, mentions: list[Mention], **more):
    page = Page.of(text)
    names = Names.on(page, mentions)
    people = People(page, names)
    people.take_roles(roles.find(page, names, people))
    return quotes.find(page, names, people, **more)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:60])
def test_case(case):
    text, mentions = brackets.read(case["text"])
    told = brackets.surfaces(mentions)
    got = found(text, mentions)
    assert [[told[q.speaker], q.cue] for q in got] == [[speaker, cue] for speaker, _, cue in case["quotes"]]
    for quote, (_, words, _) in zip(got, case["quotes"], strict=True):
        assert quote.text.startswith(words)


def test_markup_makes_a_quotation_without_marks():
    text, mentions = brackets.read("[PER Ward Lim] déclare :\n\nNous travaillons ici depuis des années.")
    start = text.index("Nous")
    (quote,) = found(text, mentions, marked=[(start, len(text))])
    assert (quote.speaker, quote.text) == ("e1", text[start:])


def test_nothing_is_said_in_a_menu():
    text = "« Nous ouvrirons la digue avant la nuit », a-t-il déclaré."
    assert found(text, [], left_out=[(0, len(text))]) == []


def test_a_headline_that_repeats_the_body_is_told_once():
    text, mentions = brackets.read(
        "« La digue tiendra », dit [PER Ana Lopes]\n\n« La digue tiendra tout l'hiver », a promis [PER Ana Lopes]."
    )
    assert [quote.text for quote in found(text, mentions)] == ["La digue tiendra tout l'hiver"]


@given(st.text(alphabet="ab «»“”\"'\n.,A-", max_size=120))
def test_quotations_are_trimmed_sorted_and_apart(text):
    at = 0
    for q in quotations.find(text):
        assert at <= q.outer_start <= q.start < q.end <= q.outer_end <= len(text)
        assert text[q.start : q.end] == text[q.start : q.end].strip()
        at = q.outer_end


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_quotes_are_parts_of_the_text(rest):
    text = SAID + rest
    told = found(text, [])
    assert told[0].text == "Nous ouvrirons la digue avant la nuit"  # whatever follows
    for quote in told:
        assert quote.text == text[quote.start : quote.end]
        assert 0 < quote.confidence <= 1


def test_the_marks_of_a_front_matter_are_no_quotation():
    text = 'title: "Port : « La digue tiendra tout l\'hiver », répond le Cercle"\n'
    assert [text[q.start : q.end] for q in quotations.find(text)] == ["La digue tiendra tout l'hiver"]
