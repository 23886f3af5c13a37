"""Expressions of time: the grammar's own examples, tables of cases, and what must hold for any text."""

from __future__ import annotations

import json
import time
import tomllib
from datetime import date, datetime
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.components import spans
from extract.draft import draft_of
from extract.lexicons import LexiconError, rows
from extract.lexicons import read as read_data
from extract.normalise.dates import _grammar, describe, find, interpret, parse
from extract.normalise.dates.calendar import _holidays, easter, holiday, shifted
from extract.normalise.dates.filters import filters
from extract.normalise.dates.lexemes import Lexicon, fold, lexicon
from extract.normalise.dates.nodes import Unknown
from extract.normalise.dates.numbers import value_of
from extract.normalise.dates.openings import openings
from extract.normalise.dates.values import days, valid

CASES = Path(__file__).parent / "cases"
RULES = _grammar("guide").rules


def table(name: str) -> list[dict]:
    return [json.loads(line) for line in (CASES / name).read_text(encoding="utf-8").splitlines()]


def read(text: str, reference: date | datetime | None) -> list[list[str | None]]:
    found = find(text)
    return [[text[e.start : e.end], v] for e, v in zip(found, interpret(found, text, reference), strict=True)]


@pytest.mark.parametrize("row", table("dates.jsonl"), ids=lambda row: row["text"][:60])
def test_case(row):
    reference = row.get("reference", "2025-09-18")
    assert read(row["text"], date.fromisoformat(reference) if reference else None) == row["expect"]


@pytest.mark.parametrize("row", table("dates-moment.jsonl"), ids=lambda row: row["text"][:60])
def test_reference_with_a_clock_is_a_moment(row):
    assert read(row["text"], datetime.fromisoformat(row["reference"])) == row["expect"]


@pytest.mark.parametrize("row", table("dates-timebank.jsonl"), ids=lambda row: row["text"][:60])
def test_conventions_of_timebank(row):
    text = row["text"]
    found = find(text, convention="timebank")
    values = interpret(found, text, date(2025, 9, 18))
    assert [[text[e.start : e.end], v] for e, v in zip(found, values, strict=True)] == row["expect"]


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.finds], ids=lambda rule: rule.id)
def test_rule_finds_its_example(rule):
    assert rule.finds in [rule.example[e.start : e.end] for e in find(rule.example)]


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.make == "nothing"], ids=lambda rule: rule.id)
def test_trap_holds_no_date(rule):
    assert not find(rule.example)


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.gives != "~"], ids=lambda rule: rule.id)
def test_rule_leaves_its_counter_example(rule):
    assert rule.id not in [e.rule for e in find(rule.counter)]


@pytest.mark.parametrize("row", filters(), ids=lambda row: row.id)
def test_filter_runs_its_examples(row):
    kept = [e for e in find(row.example) if e.rule in row.rules and not isinstance(e.node, Unknown)]
    assert not kept
    assert [e for e in find(row.counter) if e.rule in row.rules or e.rule.startswith(("moment", "open", "date"))]


def test_rule_ids_are_unique():
    ids = [rule.id for rule in RULES]
    assert len(ids) == len(set(ids))


def test_parse_alone():
    found = parse("du 3 au 5 mai", reference=date(2024, 3, 7))
    assert found == ("2024-05-03/2024-05-05", "period", "2024-05-03", "2024-05-05")
    assert parse("rien") is None
    assert parse("jeudi prochain") == (None, "date", None, None)


def test_component_alone():
    nlp = spacy.blank("fr")
    nlp.add_pipe("extract.dates")
    doc = nlp("Lyon, le 3 mars 2024 – La mairie ouvrira demain un guichet.")
    found = spans.take(doc, "extract.dates")
    assert [(doc.text[c.start : c.end], c.value) for c in found] == [("3 mars 2024", "2024-03-03"), ("demain", "2024-03-04")]
    assert draft_of(doc).published.value == "2024-03-03"


def test_masks_hold_no_dates():
    text = "Référence 12/04/2024 du 3 mai 2024"
    assert [text[e.start : e.end] for e in find(text, [(10, 20)])] == ["3 mai 2024"]
    assert not find("le 12 mai 2024", [(0, 14)])


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("vingt et un", 21),
        ("dix-sept", 17),
        ("soixante et onze", 71),
        ("quatre-vingts", 80),
        ("quatre-vingt-dix-neuf", 99),
        ("nonante-neuf", 99),
        ("huitante", 80),
        ("deux cent trois", 203),
        ("mil neuf cent quatorze", 1914),
        ("deux mille vingt-cinq", 2025),
        ("deux trois", None),
        ("onze douze", None),
        ("vingt trente", None),
    ],
)
def test_numbers_in_words(words, number):
    assert value_of(words) == number


def test_holidays_are_all_computable():
    for name in _holidays():
        assert isinstance(holiday(name, 2026), date)
    assert [easter(year).isoformat() for year in (1999, 2016, 2024, 2038)] == [
        "1999-04-04",
        "2016-03-27",
        "2024-03-31",
        "2038-04-25",
    ]


@pytest.mark.parametrize(
    ("value", "described"),
    [
        ("2024", ("period", "2024-01-01", "2024-12-31")),
        ("2024-02", ("period", "2024-02-01", "2024-02-29")),
        ("2024-Q3", ("period", "2024-07-01", "2024-09-30")),
        ("2024-H2", ("period", "2024-07-01", "2024-12-31")),
        ("2024-W10", ("period", "2024-03-04", "2024-03-10")),
        ("2024-W10-WE", ("period", "2024-03-09", "2024-03-10")),
        ("2024-SU", ("period", "2024-06-20", "2024-09-21")),
        ("2024-WI", ("period", "2024-12-21", "2025-03-19")),
        ("2024-03-07", ("date", "2024-03-07", "2024-03-07")),
        ("2024-03-07T14:30", ("datetime", "2024-03-07", "2024-03-07")),
        ("2024-03-07TEV", ("time", "2024-03-07", "2024-03-07")),
        ("T14:30", ("time", None, None)),
        ("../2030", ("period", None, "2030-12-31")),
        ("2015/..", ("period", "2015-01-01", None)),
        ("1990/1999", ("period", "1990-01-01", "1999-12-31")),
        ("{2024-06-12,2024-06-14}", ("date", "2024-06-12", "2024-06-14")),
        ("P3Y", ("duration", None, None)),
        ("R/P1W", ("set", None, None)),
        ("XXXX-WXX-1", ("set", None, None)),
        ("XXXX-SU", ("period", None, None)),
    ],
)
def test_describe(value, described):
    assert valid(value)
    assert describe(value) == described


@pytest.mark.parametrize(
    "value", ["2024-02-30", "2024-13", "2024-W54", "P", "../..", "", "demain", "2024-03-07T", "{2024-01-01}"]
)
def test_values_that_are_none(value):
    assert not valid(value)


def test_shifted_stops_at_the_calendar():
    assert shifted(date(2024, 1, 31), months=1) == date(2024, 2, 29)
    assert shifted(date(9999, 12, 31), days=1) is None
    assert shifted(date(1, 1, 1), months=-1) is None


def test_lines_of_furniture_announce_nothing():
    text = "4 juin : bal des pompiers"
    found = find(text)
    assert interpret(found, text, date(2025, 9, 18)) == ["2026-06-04"]
    assert interpret(found, text, date(2025, 9, 18), [(0, len(text))]) == ["2025-06-04"]


def test_lexicon_refuses_a_word_in_two_classes(monkeypatch):
    doubled = (*rows("dates/lexemes.tsv", 3), ("OTHERCLASS", "1", "janvier"))
    monkeypatch.setattr("extract.normalise.dates.lexemes.rows", lambda name, columns: doubled)
    with pytest.raises(LexiconError, match="janvier"):
        Lexicon()


_WORDS = sorted(word for word in {w for _, _, words in rows("dates/lexemes.tsv", 3) for w in words.split()} if word)
_PIECES = st.sampled_from(
    [*_WORDS, *map(str, range(40)), "2024", "1999", "00", "14h30", "12/04/2024", "2024-02-29", "été", "n°"]
)
_JOINTS = st.sampled_from([" ", " ", " ", "-", ", ", "'", "\n", "", "/", " : "])
_REFERENCES = st.sampled_from([None, date(2024, 2, 29), datetime(2025, 9, 18, 7, 5), date.min, date.max])


def test_a_weak_word_before_an_inert_one_opens_no_rule():
    weak = tomllib.loads(read_data("dates/rules.toml"))["sets"]["WEAK"].split("|")
    codes = {lexicon().known(name) for name in weak}
    everything = "".join(sorted({code for code in lexicon().codes.values() if code.isalpha()}))
    for rule in RULES:
        for code in openings(rule.regex.pattern) & codes:
            for gap in ("", " ", "\v"):
                for after in everything:
                    assert not rule.regex.match(f"{code}{gap}~ {after} {after}"), (rule.id, code)


@settings(max_examples=1500)
@given(st.lists(st.tuples(_PIECES, _JOINTS), min_size=1, max_size=12), _REFERENCES)
def test_any_words_give_sound_values(pieces, reference):
    text = "".join(word + joint for word, joint in pieces)
    found = find(text)
    at = 0
    for expression, value in zip(found, interpret(found, text, reference), strict=True):
        assert at <= expression.start < expression.end <= len(text)
        assert text[expression.start : expression.end].strip() == text[expression.start : expression.end]
        at = expression.end
        if value is not None:
            assert valid(value)
            describe(value)


@settings(max_examples=300)
@given(st.text(max_size=80))
def test_any_text_keeps_its_offsets(text):
    parts = lexicon().cut(text)
    assert parts.starts[-1] == len(text)
    assert len(parts.codes) == len(parts.words)
    assert len(fold(text)) == len(text)
    find(text)


def test_time_grows_with_the_length_only():
    line = "3 mai 2024 12 14 juin 5 et 6, 2024-05 lundi 12/ vingt-deux les 7 le "

    def cost(times: int) -> float:
        text = line * times
        start = time.process_time()
        interpret(find(text), text, date(2024, 3, 7))
        return time.process_time() - start

    cost(20)
    assert cost(1600) < 16 * max(cost(200), 0.005)


def test_days_of_values_refuse_what_is_no_day():
    with pytest.raises(ValueError):
        days("2023-02-29")


@pytest.mark.parametrize(
    ("pattern", "first"),
    [("ab", "a"), ("a?b", "ab"), ("(?<=x)[bc]+", "bc"), ("(?:a|(?P<n>b)?c)d", "abc"), (r"\x20*\.", " ."), ("a{0,2}b", "ab")],
)
def test_openings_of_a_pattern(pattern, first):
    assert openings(pattern) == frozenset(first)


@pytest.mark.parametrize("pattern", ["a?", "[^a]b", "(?=a)", "[a-z]b"])
def test_openings_refuse_what_they_cannot_tell(pattern):
    with pytest.raises(ValueError):
        openings(pattern)
