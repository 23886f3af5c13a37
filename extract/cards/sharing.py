"""What the people of a contact block share: a number for all of them, an address that is made of one person's name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from extract.cards.card import Card, named_in
from extract.cards.parts import Line, Part
from extract.lexicons import either, rows, words
from extract.normalise.emails import address
from extract.normalise.names import fold, key

_BESIDE = 40  # cards before and after one among which the owner of its address may be


@cache
def _and() -> re.Pattern[str]:
    return re.compile(rf"[\s,]*(?:{either(words('cards/conjunctions.txt'))}|/)(?!\w)[\s\w.]{{0,12}}$")


@cache
def _or() -> re.Pattern[str]:
    said = either(word for word in words("cards/conjunctions.txt") if word.isalpha())
    return re.compile(rf"\b(?:{said})\b|;")


def joined(text: str, previous: Part, person: Part) -> bool:
    """Tell whether a person stands beside the one before, to share what follows (`Anne Petit et Luc Roy : …`)."""
    beside = _and().match(text[previous.end : person.start]) is not None
    if previous.kind == "person":
        return beside or previous.mark in (",", "/")
    return previous.kind in ("role", "organisation", "other", "unit") and beside


def answers_itself(text: str, before: Sequence[Part], person: Part) -> bool:
    """Tell whether a desk before a person has a number of its own: `Service de presse, 01 …, ou M. Martin, 06 …`."""
    kinds = [part.kind for part in before if part.kind not in ("label", "other")]
    return kinds[:2] == ["desk", "channel"] and _or().search(text, before[-1].end, person.start) is not None


def gives_to_all(part: Part) -> bool:
    """Tell whether the words of a part give the channel beside them to everybody (`courriel commun`)."""
    said = f" {key(part.text)} "
    return any(f" {phrase} " in said for phrase in words("cards/shared.txt"))


def repeated(part: Part) -> list[str]:
    """Return the kinds of channels that a part says are those of the person before (`même adresse`)."""
    said = key(part.text)
    return [kind for phrase, kind in rows("cards/repeated.tsv", 2) if phrase in said]


def is_shared(line: Line, group: list[Card], current: Card | None) -> bool:
    """Tell whether the channels of a line without a person belong to all the cards of a group."""
    told = bool(group) and any(gives_to_all(part) for part in line.parts if part.kind != "channel")
    alone = not line.of("desk", "unit", "organisation", "line", "other", "role")
    one_liners = len(group) > 1 and all(card.own_line and card.people for card in group) and current in group
    channels = [part.mention for part in line.of("channel") if part.mention is not None]
    fax = all(channel.rule == "phone.fax" for channel in channels)
    mail = any(channel.kind == "EMAIL" for channel in channels) and not any(card.has("EMAIL") for card in group)
    return told or (alone and one_liners and not line.row and (mail or fax))


def share_last(text: str, cards: list[Card]) -> None:
    """Give all the people of a group the one address that closes it, if each has a number and none an address."""
    if len(cards) < 2 or any(card.has("EMAIL") for card in cards[:-1]) or not all(card.has("PHONE") for card in cards):
        return
    last = cards[-1]
    mails = [c for c in last.channels if c.kind == "EMAIL"]
    if len(mails) != 1 or mails[0] is not max(last.channels, key=lambda c: c.start):
        return
    local = fold(address(mails[0].value or "").partition("@")[0])
    apart = "\n" in text[last.people[-1].end : mails[0].start]
    together = "\n" not in text[cards[0].people[0].start : mails[0].start]
    if (apart or together) and not any(named_in(local, person) for card in cards for person in card.people):
        for card in cards[:-1]:
            card.channels.append(mails[0])


def move_by_names(cards: list[Card]) -> None:
    """Move each e-mail address that is made of one person's name to that person's card."""
    for i, card in enumerate(cards):
        beside = cards[max(0, i - _BESIDE) : i + _BESIDE]
        for channel in [c for c in card.channels if c.kind == "EMAIL"]:
            local = fold(address(channel.value or "").partition("@")[0])
            if any(named_in(local, person) for person in card.people):
                continue
            owners = [c for c in beside if any(named_in(local, person) for person in c.people)]
            if len(owners) == 1 and channel not in owners[0].channels:
                card.channels.remove(channel)
                owners[0].channels.append(channel)
