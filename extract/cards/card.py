"""A card while it is put together, and what of it belongs to each of its people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from extract.cards import words
from extract.cards.parts import Part, name_key
from extract.normalise.emails import address
from extract.normalise.names import fold
from extract.types import Mention

_MOST = 100  # numbers and addresses of one card
_SHORTEST_SURNAME = 4  # letters of a surname that an e-mail address can be told by


@dataclass(slots=True)
class Card:
    """One card being put together. `people` holds several where they share all of it; `lines` counts what it spans."""

    people: list[Part] = field(default_factory=list)
    desk: Part | None = None
    organisation: Part | None = None
    roles: dict[int, Part] = field(default_factory=dict)  # by the start of the person who holds it
    channels: list[Mention] = field(default_factory=list)
    start: int = 0
    end: int = 0
    group: int = 0
    row: bool = False  # it is the row of a table
    own_line: bool = False  # a channel stands on the person's own line
    nameless: bool = False  # a line for everybody: a desk that is not given as a name

    def reach(self, part: Part) -> None:
        """Let the card's bounds take in a part."""
        self.start = min(self.start, part.start) if self.end else part.start
        self.end = max(self.end, part.end)

    def add(self, part: Part) -> None:
        """Give the card a channel."""
        if part.mention is not None and len(self.channels) < _MOST and part.mention not in self.channels:
            self.channels.append(part.mention)
        self.reach(part)

    def hold(self, role: Part) -> None:
        """Give the last person a role, or all of them where they stand before it together.

        A role in the plural is none of one person: `Enseignants : Jeanne Martin` says who is to call her.
        """
        if len(self.people) == 1 and words.is_plural_role(role.text):
            return
        for person in self.people:
            self.roles.setdefault(person.start, role)
        self.reach(role)

    def reachable(self) -> bool:
        """Tell whether the card says how to reach anybody."""
        return any(c.kind in ("PHONE", "EMAIL") for c in self.channels)

    def has(self, kind: str) -> bool:
        """Tell whether the card has a channel of a kind."""
        return any(c.kind == kind for c in self.channels)


def title(part: Part | None) -> str | None:
    """Return a part's text as an organisation's or desk's name."""
    return words.without_for(part.text) if part is not None else None


def split(card: Card) -> Iterator[tuple[Part | None, Card]]:
    """Yield each person of a card with what is theirs of it; once without person where it has none."""
    if not card.people:
        yield None, card
    for person in card.people:
        others = [other for other in card.people if other is not person]
        mine = [c for c in card.channels if not (c.kind == "EMAIL" and _of_another(c, person, others))]
        yield person, replace(card, channels=mine)


def _of_another(channel: Mention, person: Part, others: list[Part]) -> bool:
    local = fold(address(channel.value or "").partition("@")[0])
    return not named_in(local, person) and any(named_in(local, other) for other in others)


def named_in(local: str, person: Part) -> bool:
    """Tell whether the local part of an address is made of a person's surname."""
    plain = "".join(c for c in local if c.isalnum())
    return any(len(word) >= _SHORTEST_SURNAME and word in plain for word in name_key(person.text))
