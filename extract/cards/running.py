"""Contacts offered in the middle of a sentence: `contactez Jeanne au …`, `l'adresse du service juridique (…)`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from extract.cards import words
from extract.cards.card import Card
from extract.cards.parts import Part, name_key
from extract.cards.placed import Placed
from extract.lexicons import either
from extract.lexicons import words as listed
from extract.normalise.emails import address
from extract.normalise.names import fold
from extract.types import Mention

_REACH = 1000  # characters to either side of a channel in which its owner may be named
_SENTENCE = 300  # characters of a sentence before a channel that are looked at
_NEAR = 70  # characters between a name and its number or address, at most
_AFTER = 45  # the same, where the name comes after it
_DESK_WORDS = 5
_CUE = 45  # characters before a name in which words such as `contacter` end
_SHORTEST = 3  # letters of a name that an address is told by are more
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_SENTENCE_END = re.compile(r"[.!?…][ ]|\n|[;•]")
_LINKS = re.compile(r"[\s:,()\[\]<>–—|/-]*")


def read(text: str, start: int, end: int, channels: Sequence[Mention], names: Sequence[Mention]) -> list[Card]:
    """Return the cards of running text: one for each person, desk or organisation, one for what has no owner."""
    cards: list[Card] = []
    by_owner: dict[tuple[int, int] | None, Card] = {}
    named, placed = Placed(names), Placed(channels)
    for channel in channels:
        floor = max(
            [
                start,
                channel.start - _SENTENCE,
                *(m.end() for m in _SENTENCE_END.finditer(text, max(start, channel.start - _SENTENCE), channel.start)),
            ]
        )
        around = named.between(channel.start - _REACH, channel.end + _REACH)
        beside = placed.between(channel.start - _REACH, channel.end + _REACH)
        owner = (
            _named_by_address(channel, around)
            or _before(text, floor, channel, beside, around)
            or _after(text, end, channel, around)
            or _given_name(text, floor, channel)
            or _desk(text, floor, channel)
        )
        part = Part("channel", channel.start, channel.end, channel.text, "", channel)
        place = (owner.start, owner.end) if owner is not None else None
        card = by_owner.get(place)
        if card is None:
            card = by_owner[place] = Card()
            cards.append(card)
            if owner is not None:
                _give(card, owner)
        card.add(part)
    return cards


def _give(card: Card, owner: Part) -> None:
    card.reach(owner)
    if owner.kind == "person":
        card.people.append(owner)
    elif owner.kind == "organisation":
        card.organisation = owner
    else:
        card.desk = owner


def _part(mention: Mention) -> Part:
    return Part("person" if mention.kind == "PER" else "organisation", mention.start, mention.end, mention.text)


def _named_by_address(channel: Mention, names: Sequence[Mention]) -> Part | None:
    """Return the person whose surname an e-mail address holds."""
    return next((_part(name) for name in names if name.kind == "PER" and _in_address(channel, name.text)), None)


def _in_address(channel: Mention, name: str) -> bool:
    """Tell whether an e-mail address holds a part of a name."""
    if channel.kind != "EMAIL":
        return False
    local = "".join(c for c in fold(address(channel.value or "").partition("@")[0]) if c.isalnum())
    return any(len(word) > _SHORTEST and word in local for word in name_key(name))


def _before(text: str, floor: int, channel: Mention, channels: Sequence[Mention], names: Sequence[Mention]) -> Part | None:
    """Return the name right before a channel, with nothing but labels, a role and other channels between."""
    for name in sorted(names, key=lambda n: -n.end):
        if name.end > channel.start or name.start < floor or channel.start - name.end > _NEAR:
            continue
        if words.kind_of(name.text)[0] in ("label", "line"):
            continue
        between = text[name.end : channel.start]
        for other in channels:
            if name.end <= other.start < channel.start:
                between = between.replace(other.text, " ")
        if _only_links(between) or (_cued(text, floor, name) and len(_WORD.findall(between)) < 8):
            return _part(name)
        if name.kind == "PER":
            return None
    return None


def _given_name(text: str, floor: int, channel: Mention) -> Part | None:
    """Return the person known by a given name only, or not found before: after a word such as `contacter`, or alone."""
    cued = _cued_name().search(text, max(floor, channel.start - _NEAR), channel.start)
    if cued and (words.is_given(cued.group(1)) or _in_address(channel, cued.group(1))):
        return Part("person", cued.start(1), cued.end(1), cued.group(1))
    found = list(_WORD.finditer(text, floor, channel.start))
    while found and words.is_label_word(found[-1].group()):
        found.pop()
    if 0 < len(found) < 4 and all(word.group()[:1].isupper() for word in found) and words.is_given(found[0].group()):
        start, end = found[0].start(), found[-1].end()
        return Part("person", start, end, text[start:end]) if "," not in text[start:end] else None
    return None


def _after(text: str, end: int, channel: Mention, names: Sequence[Mention]) -> Part | None:
    """Return the person right after a channel (`marie@exemple.fr, écrire à Marie`)."""
    for name in names:
        if name.kind == "PER" and channel.end <= name.start < min(end, channel.end + _AFTER):
            between = text[channel.end : name.start]
            if not _SENTENCE_END.search(between) and (_LINKS.fullmatch(between) or _cued(text, channel.end, name)):
                return _part(name)
    return None


@cache
def _said() -> str:
    return either(listed("cards/cues.txt"))


@cache
def _cues() -> re.Pattern[str]:
    before = either((*listed("cards/articles.txt"), *listed("cards/titles.txt")))
    return re.compile(rf"(?<!\w)(?i:{_said()})[ '’]*(?:l['’]|(?:{before})[ ])?$")


@cache
def _cued_name() -> re.Pattern[str]:
    name = r"[A-ZÀ-Ý][\w’-]+(?:[ ][A-ZÀ-Ý][\w’-]+){0,2}"
    return re.compile(rf"(?<!\w)(?i:{_said()})[ '’]+(?:(?:{either(listed('cards/titles.txt'))})[ ])?({name})")


def _cued(text: str, floor: int, name: Mention) -> bool:
    """Tell whether words such as `contacter` stand right before a name."""
    return _cues().search(text, max(floor, name.start - _CUE), name.start) is not None


def _only_links(between: str) -> bool:
    """Tell whether only labels, a role and signs stand between a name and its channel."""
    for piece in re.split(r"[,;:()\[\]–—|/]|\s-\s", between):
        said = piece.strip()
        if not said:
            continue
        told = words.kind_of(said)[0]
        if told not in ("label", "role"):
            return False
    return True


def _desk(text: str, floor: int, channel: Mention) -> Part | None:
    """Return the desk whose name ends right before a channel (`la permanence juridique au …`)."""
    found = list(_WORD.finditer(text, floor, channel.start))
    while found and words.is_label_word(found[-1].group()) and not _heads(found[-1]):
        found.pop()
    longest = len(found) if found and _heads(found[0]) and len(found) <= 2 * _DESK_WORDS else _DESK_WORDS
    for i, word in enumerate(reversed(found[-2 * _DESK_WORDS :]), 1):
        start = word.start() + len(word.group()) - len(word.group().rpartition("'")[2])
        if _heads(word) and (i <= longest or _cues().search(text, max(floor, start - _CUE), start)):
            end = found[-1].end()
            if _LINKS.sub("", text[end : channel.start]) and re.search(r"[.,;]", text[start:end]):
                return None
            return Part("desk", start, end, text[start:end])
    return None


def _heads(word: re.Match[str]) -> bool:
    return words.desks().get(fold(word.group().rpartition("'")[2])) == "desk"
