"""Contact cards from every layout they are typed in: a table of cases, without the names model."""

import json
from pathlib import Path

import pytest

from extract.cards.reading import Known, read
from extract.components.contacts import find
from extract.types import Mention, Zone

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
