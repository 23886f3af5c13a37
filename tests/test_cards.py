"""Contact cards from every layout they are typed in: a table of cases, without the names model."""

import json
import time
from pathlib import Path

import pytest
from spacy.lang.fr import French

from extract.cards.reading import Known, read
from extract.cleaning import clean
from extract.components.cards import Cards, column_of
from extract.components.contacts import find
from extract.draft import draft_of
from extract.types import Mention, Source, Zone

CASES = [json.loads(line) for line in (Path(__file__).parent / "cases" / "cards.jsonl").read_text("utf-8").splitlines()]


def known(case: dict) -> Known:
    """Return what the stages before would have settled about a case: channels, the people it names, one contact zone."""
    text = case["text"]
    zone = (Zone("contact", 0, len(text)),) if case.get("zone", True) else (Zone("body", 0, len(text)),)
    channels = [c for c in find(text) if c.kind != "OTHER"]
    found = [(c.kind, c.start, c.end, c.value, c.rule) for c in channels]
    found += [("PER", text.index(name), text.index(name) + len(name), None, "ner.press") for name in case.get("people", ())]
    mentions = [
        Mention(f"m{i}", kind, start, end, text[start:end], value, None, rule, 1.0)
        for i, (kind, start, end, value, rule) in enumerate(sorted(found, key=lambda f: f[1:3]))
    ]
    return Known(text, mentions, zones=zone)


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_cards(case: dict) -> None:
    found = read(known(case))
    contacts = found.contacts
    if "people" not in case:
        assert {c.person for c in contacts if c.rule == "card.person"} == {p.id for p in found.people}
    got = [
        {
            "name": c.name,
            "phones": [p.value for p in c.phones],
            "emails": list(c.emails),
            **({"kinds": [p.kind for p in c.phones]} if any("kinds" in card for card in case["cards"]) else {}),
        }
        for c in contacts
    ]
    wanted = [{k: card[k] for k in ("name", "phones", "emails", "kinds") if k in card} for card in case["cards"]]
    assert got == wanted
    for contact, card in zip(contacts, case["cards"], strict=True):
        for field in ("role", "organisation_name", "address"):
            key = field.removesuffix("_name")
            if key in card:
                assert getattr(contact, field) == card[key]
        if "urls" in card:
            assert list(contact.urls) == card["urls"]


SIDE_BY_SIDE = """Contacts
  Lucie Vernet-Kaiser             Paulo Duarte Neves
  Attachée de presse              Conseiller en énergie
  04 76 12 34 56                  04 91 12 34 57 / 06 12 34 56 78
  lucie.vernet@exemple.fr         GSM 06 98 76 54 32
                                  paulo.duarte@exemple.fr
"""


def test_columns_of_spaces() -> None:
    """Tell the columns of a plain text apart, whose spaces cleaning has taken out."""
    cleaned = clean(Source("a.txt", SIDE_BY_SIDE, "0", "utf-8"))
    case = known({"text": cleaned.text})
    case.column = column_of(cleaned)
    assert [(c.name, c.role, [p.value for p in c.phones], c.emails) for c in read(case).contacts] == [
        ("Lucie Vernet-Kaiser", "Attachée de presse", ["+33476123456"], ("lucie.vernet@exemple.fr",)),
        (
            "Paulo Duarte Neves",
            "Conseiller en énergie",
            ["+33491123457", "+33612345678", "+33698765432"],
            ("paulo.duarte@exemple.fr",),
        ),
    ]


def test_component_adds_people_named_by_cards_only() -> None:
    text = "Contact presse : MARTINEAU Sophie, attachée de presse, 04 76 12 34 56"
    doc = French()(text)
    draft = draft_of(doc)
    draft.zones = [Zone("contact", 0, len(text))]
    draft.mentions = known({"text": text}).mentions
    doc = Cards()(doc)
    assert [(p.given, p.family) for p in draft.people] == [("Sophie", "MARTINEAU")]
    assert [(m.kind, m.text, m.entity) for m in draft.mentions if m.kind == "PER"] == [("PER", "MARTINEAU Sophie", "e1")]
    assert [(r.kind, r.subject, r.value) for r in draft.relations] == [("role", "e1", "attachée de presse")]
    assert draft.contacts[0].person == "e1"


def test_sender_gives_the_address_of_who_signs() -> None:
    text = "From: Sophie Martineau <sm@exemple.fr>\nTo: presse@exemple.fr\n\nBonjour.\n\n--\nSophie Martineau\n04 76 12 34 56"
    contacts = read(known({"text": text, "zone": False})).contacts
    assert [(c.name, c.emails) for c in contacts] == [("Sophie Martineau", ("sm@exemple.fr",))]


@pytest.mark.parametrize("piece", ["01 ", "01 42 33 44 55\n", "a@b.fr ", "a@b.fr\n", "Jean Dupont\n01 42 33 44 55\na@b.fr\n\n"])
def test_time_is_linear(piece: str) -> None:
    """A page of thousands of contacts costs no more for each than a short one."""
    times = []
    for size in (2_000, 32_000):
        ready = known({"text": (piece * size)[:size]})
        began = time.process_time()
        read(ready)
        times.append(time.process_time() - began)
    assert times[1] < 60 * max(times[0], 0.01)
