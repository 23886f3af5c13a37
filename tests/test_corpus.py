"""The corpus and its gold agree with each other: files, offsets, values, and what is said at record level."""

import re
from datetime import date
from html import unescape
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import phonenumbers
import pytest

from extract.reading import ReadOptions, payloads, source

CORPUS = Path(__file__).parent.parent / "corpus"
GOLD: list[dict[str, Any]] = [msgspec.json.decode(line) for line in (CORPUS / "gold.jsonl").read_bytes().splitlines()]
LABELS = {"PER", "ORG", "LOC", "DATE", "PHONE", "EMAIL", "URL", "ADDRESS", "OPT"}
FOR_FICTION = "+3363998"  # France sets 06 39 98 aside for fiction; the library calls these numbers possible, not valid
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")

_CLOCK = r"T\d\d:\d\d(?::\d\d)?(?:[+-]\d\d:\d\d)?"
_POINT = rf"\d{{4}}(?:-\d\d(?:-\d\d(?:{_CLOCK}|T(?:MO|MI|AF|EV|NI))?)?|-Q[1-4]|-H[12]|-W\d\d(?:-WE)?|-(?:SP|SU|FA|WI))?"
_TIME = rf"(?:{_POINT}|{_CLOCK}|XXXX-WXX-[1-7]|\.\.)"
TIMEX = re.compile(rf"{_TIME}(?:/{_TIME})?|(?:R/)?P(?:T?\d+[YMWDH](?:\d+M)?)|\{{\d{{4}}-\d\d-\d\d(?:,\d{{4}}-\d\d-\d\d)+\}}")


def _demojibake(piece: str) -> str:
    try:
        return piece.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return piece


def plain(text: str) -> str:
    """A text as a reader sees it: no markup, entities decoded, lines and words joined, quotes of mail and mojibake undone."""
    text = unescape(re.sub(r"<[^<>]{1,200}>", "", re.sub(r"\n> ?", "\n", text)))
    if "Ã" in text:
        text = "".join(_demojibake(piece) for piece in re.split(r"([\x00-\x7f]+)", text))
    text = re.sub(r"(?<=[a-zà-ÿ])-\r?\n(?=[a-zà-ÿ])", "", text)
    text = re.sub(r"(?<=[a-zà-ÿ]-)\r?\n(?=[A-ZÀ-Þ])", "", text)
    return re.sub(r"\s+", " ", text.replace("\u00ad", "")).strip().casefold()


def surfaces(gold: dict[str, Any], *labels: str) -> set[str]:
    return {plain(gold["text"][m["start"] : m["end"]]) for m in gold["mentions"] if m["label"] in labels}


document = pytest.mark.parametrize("gold", GOLD, ids=lambda gold: gold["slug"])


def test_every_communique_has_its_gold() -> None:
    beside = {"README.md", "gold.jsonl"}
    files = sorted(path.name for path in CORPUS.iterdir() if path.name not in beside and not path.name.startswith("."))
    assert files == [gold["file"] for gold in GOLD]
    assert len(files) == 30


@document
def test_gold_has_the_text_as_read(gold: dict[str, Any]) -> None:
    [payload] = payloads([str(CORPUS / gold["file"])], ReadOptions())
    assert source(payload).text == gold["text"]


@document
def test_length(gold: dict[str, Any]) -> None:
    assert 150 <= len(re.findall(r"\w+", plain(gold["text"]))) <= 500


@document
def test_mentions_are_exact(gold: dict[str, Any]) -> None:
    mentions = gold["mentions"]
    assert mentions == sorted(mentions, key=lambda m: (m["start"], -m["end"]))
    for m in mentions:
        surface = gold["text"][m["start"] : m["end"]]
        assert m["label"] in LABELS
        assert surface == m["text"] == surface.strip() != ""
    for one, other in pairwise(mentions):
        inside_address = any(
            a["label"] == "ADDRESS" and a["start"] <= other["start"] and other["end"] <= a["end"] for a in mentions
        )
        assert one["end"] <= other["start"] or inside_address, (one, other)


@document
def test_a_name_is_marked_wherever_it_stands(gold: dict[str, Any]) -> None:
    text = gold["text"]
    for name in {m["text"] for m in gold["mentions"] if m["label"] in {"PER", "ORG", "LOC"} and len(m["text"]) > 2}:
        for found in re.finditer(rf"(?<![\w@./-]){re.escape(name)}(?![\w@-])", text):
            assert any(m["start"] < found.end() and found.start() < m["end"] for m in gold["mentions"]), found


@document
def test_channels(gold: dict[str, Any]) -> None:
    for m in gold["mentions"]:
        if m["label"] == "PHONE":
            number = phonenumbers.parse(m["value"])
            valid = phonenumbers.is_possible_number if m["value"].startswith(FOR_FICTION) else phonenumbers.is_valid_number
            assert valid(number), m
        elif m["label"] == "EMAIL":
            assert re.fullmatch(r"[\w.+-]+@(?:[a-z0-9-]+\.)+[a-z]{2,}", m["value"]), m


@document
def test_dates(gold: dict[str, Any]) -> None:
    date.fromisoformat(gold["published"])
    for m in gold["mentions"]:
        if m["label"] != "DATE":
            continue
        for value in [m["value"], *m.get("value_alt", [])]:
            assert TIMEX.fullmatch(value), m
        days = [date.fromisoformat(day) for day in re.findall(r"\d{4}-\d\d-\d\d", m["value"])]
        named = {day for day in WEEKDAYS if day in plain(m["text"]) and "nuit" not in m["text"]}
        if days and named:
            assert named <= {WEEKDAYS[day.weekday()] for day in days}, m


@document
def test_record_level(gold: dict[str, Any]) -> None:
    text = plain(gold["text"])
    people, things = surfaces(gold, "PER"), surfaces(gold, "ORG", "LOC", "OPT")
    phones = {m["value"] for m in gold["mentions"] if m["label"] == "PHONE"}
    emails = {m["value"] for m in gold["mentions"] if m["label"] == "EMAIL"}
    assert plain(gold["title"]) in text
    assert plain(gold["issuer"]) in things
    for person, role, organisation in gold["roles"]:
        assert plain(person) in people, person
        assert plain(role) in text, role
        assert organisation is None or plain(organisation) in things, organisation
    for short, long in gold["acronyms"]:
        assert {plain(short), plain(long)} <= things, short
    for speaker, words in gold["quotes"]:
        assert speaker is None or plain(speaker) in people, speaker
        assert plain(words) in text, words
    for contact in gold["contacts"]:
        assert contact["name"] is None or plain(contact["name"]) in text
        assert contact["organisation"] is None or plain(contact["organisation"]) in things
        assert set(contact["phones"]) <= phones
        assert set(contact["emails"]) <= emails
