"""The parts of a contact block put together into cards: which channel belongs to whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from extract.cards import sharing
from extract.cards.card import Card
from extract.cards.columns import in_columns, in_parallel
from extract.cards.parts import Column, Line, Part
from extract.cards.words import is_label_word
from extract.lexicons import words
from extract.normalise.names import key

_MOST_SHARING = 40  # cards that one number or address can belong to


class Assembler:
    """Reads the lines of one block from top to bottom and keeps what they say so far."""

    def __init__(self, text: str, column: Column | None = None) -> None:
        self.column = column
        self.text = text
        self.cards: list[Card] = []
        self.current: Card | None = None
        self.header: Part | None = None  # the organisation that heads the lines below it
        self.desk: Part | None = None  # the desk that does
        self.group = 0

    def read(self, lines: Iterable[Line]) -> list[Card]:
        """Return the cards of a block, in the order of the text."""
        for line in in_columns(in_parallel(list(lines)), self.column):
            if line.blank and self.current is not None and self.current.reachable():
                self.header = self.desk = None
            if line.of("person"):
                self._with_people(line)
            elif line.of("channel"):
                self._with_channels(line)
            else:
                self._with_words(line)
        sharing.move_by_names(self.cards)
        for _, group in groupby(self.cards, key=lambda card: card.group):
            sharing.share_last(self.text, [card for card in group if card.people])
        return self.cards

    def _open(self, part: Part | None = None) -> Card:
        card = Card(organisation=self.header or self.desk, group=self.group)
        if part is not None:
            card.reach(part)
        self.cards.append(card)
        self.current = card
        return card

    def _with_people(self, line: Line) -> None:
        """Read a line that names people: each has what follows it, and what stands before the first."""
        persons = line.of("person")
        first = persons[0]
        known = len(self.cards)
        before = line.parts[: line.parts.index(first)]
        heading = next((p for p in before if p.kind in ("organisation", "desk", "unit")), None)
        if heading is not None and not line.row and any(p.kind == "channel" for p in before):
            heading = None
        if heading is None and sharing.answers_itself(self.text, before, first):
            self._desks(replace(line, parts=before))
            before = ()
        card: Card | None = None
        early = [p for p in before if p.kind == "channel" and p.mention is not None]
        whole = self.current is None or line.row or len(early) == len(line.of("channel"))
        if early and (self._waits() or not whole):
            for part in early:
                (self.current or self._open(part)).add(part)
            early = []
        previous: Part | None = None
        for part in line.parts[line.parts.index(first) :]:
            if part.kind == "person":
                names_only = not (line.row or line.of("channel"))
                joined = previous is not None and (names_only or sharing.joined(self.text, previous, part))
                if card is None:
                    card = self._before_them(line) or self._open(part)
                elif card.reachable() or not joined:
                    card = self._open(part)
                card.people.append(part)
                card.reach(part)
                if heading is not None and card.organisation in (None, self.header, self.desk):
                    card.organisation = heading
                for channel in early:
                    card.add(channel)
                early = []
            elif card is not None and card.reachable() and part.kind == "organisation" and part.mark == ":":
                heading = part  # that of the people who follow on the line
            elif card is not None:
                self._detail(card, part, previous)
            previous = part
        if card is not None and before and before[-1].kind == "role" and before[-1].mark == ":":
            next(one for one in self.cards[max(0, known - 1) :] if first in one.people).hold(before[-1])
        for one in self.cards[max(0, known - 1) :]:
            if any(person in persons for person in one.people):
                one.own_line = one.own_line or bool(line.of("channel"))
                one.row = line.row

    def _before_them(self, line: Line) -> Card | None:
        """Return the card above that the people of a line belong to: a desk's, or that of names one below the other."""
        current = self.current
        if current is None or (current.channels and not current.people):
            return None
        if not current.people:
            return current
        return current if not current.reachable() and not line.blank and _bare(line) else None

    def _waits(self) -> bool:
        """Tell whether the current card still lacks a channel."""
        return self.current is not None and not self.current.reachable()

    def _detail(self, card: Card, part: Part, previous: Part | None) -> None:
        """Take what stands after a name on its line."""
        if part.kind == "channel":
            sharers = self._group() if previous is not None and sharing.gives_to_all(previous) else [self.current or card]
            for sharer in sharers:
                sharer.add(part)
        elif part.kind == "role":
            card.hold(part)
        elif part.kind == "line" and card.reachable():
            self._open(part).nameless = True
        elif part.kind in ("desk", "unit", "organisation"):
            if card.reachable() and previous is not None and previous.mark in (";", "."):
                self._open(part).desk = part
            elif card.organisation in (None, self.header, self.desk) or part.kind == "organisation":
                card.organisation = part
                card.reach(part)
        elif part.kind in ("other", "label"):
            self._repeat(card, part)

    def _repeat(self, card: Card, part: Part) -> None:
        """Give the card the channel of the one before where the text says that it is the same."""
        at = self.cards.index(card)
        for kind in sharing.repeated(part) if at else ():
            for channel in self.cards[at - 1].channels:
                if channel.kind == kind and channel not in card.channels:
                    card.channels.append(channel)
            card.reach(part)

    def _with_channels(self, line: Line) -> None:
        """Read a line of channels without a person."""
        names = line.of("desk", "unit", "organisation", "line")
        if line.row and not names:
            names = [p for p in line.parts[:1] if p.kind in ("other", "role")]
        group = self._group()
        if sharing.is_shared(line, group, self.current):
            for part in line.of("channel"):
                for card in group:
                    if part.mention is not None and (not card.has(part.mention.kind) or part.mention.kind == "PHONE"):
                        card.channels.append(part.mention)
                group[-1].reach(part)
            return
        current = self.current
        if current is not None and current.people and not current.reachable():
            self._fill(current, line)
            return
        if names and not (current is not None and self._only_adds(line, names, current)):
            self._desks(line)
            return
        if current is None or (current.reachable() and not line.row and self._apart(current, line)):
            current = self._open()
            current.organisation = _listed_name(line) or self.header
            current.desk = self.desk
        self._fill(current, line)

    def _group(self) -> list[Card]:
        """Return the cards under the current heading, the last ones where they are many."""
        return [card for card in self.cards[-_MOST_SHARING:] if card.group == self.group]

    def _apart(self, current: Card, line: Line) -> bool:
        """Tell whether a line of channels begins another card: after a table, in a list, or when it repeats what there is."""
        if line.blank and current.row:
            return True
        if _listed_name(line) is not None:
            return True
        again = any(part.mention is not None and current.has(part.mention.kind) for part in line.of("channel"))
        if again and line.item and not current.people and line.parts[0].kind in ("other", "organisation"):
            return True
        if again and line.item and not words("cards/purposes.txt").isdisjoint(key(line.parts[0].text).split()):
            return True
        return line.blank and again and not (current.people or current.desk)

    def _only_adds(self, line: Line, names: list[Part], current: Card) -> bool:
        """Tell whether a line tells more of the current card: the organisation with its address, a web page."""
        channels = [p.mention for p in line.of("channel") if p.mention is not None]
        return all(c.kind in ("ADDRESS", "URL") for c in channels) and bool(current.people or current.desk)

    def _fill(self, card: Card, line: Line) -> None:
        previous: Part | None = None
        for part in line.parts:
            if part.kind == "channel":
                card.add(part)
            else:
                self._detail(card, part, previous)
            previous = part

    def _desks(self, line: Line) -> None:
        """Read a line of desks or organisations with their channels."""
        card: Card | None = None
        heading: Part | None = None
        pending: list[Part] = []
        for i, part in enumerate(line.parts):
            if part.kind in ("desk", "unit", "organisation", "line") or (
                line.row and i == 0 and part.kind in ("other", "role")
            ):
                if part.kind == "organisation" and part.mark == ":" and card is None:
                    heading = part
                    continue
                if card is None or card.reachable():
                    card = self._open(part)
                    card.organisation = heading or card.organisation
                if part.kind in ("unit", "organisation"):
                    card.organisation = part
                elif part.kind == "line":
                    card.nameless = True
                elif card.desk is None:
                    card.desk = part
                card.reach(part)
            elif part.kind == "channel":
                if card is None and heading is not None:
                    card = self._open(heading)
                    card.organisation = heading
                if card is None:
                    pending.append(part)
                else:
                    card.add(part)
        if card is not None and _reaches_by_same(card, pending):
            self.cards.insert(self.cards.index(card), other := Card(organisation=self.header, group=self.group))
            card = other
        for part in pending:
            (card or self.current or self._open(part)).add(part)

    def _with_words(self, line: Line) -> None:
        """Read a line that names no person and holds no channel: a heading, an organisation, a role."""
        told = line.of("organisation", "unit", "desk")
        current = self.current
        if line.of("role") and current is not None and current.people and not current.reachable():
            current.hold(line.of("role")[0])
            if told:
                current.organisation = told[0]
            current.end = max(current.end, line.end)
        elif told and current is not None and current.people and not current.reachable():
            current.organisation = told[0]
            current.end = max(current.end, told[0].end)
        elif told:
            untouched = not line.blank and not self._group()
            self.group += 1
            if told[0].kind == "desk":
                self.desk = told[0]
            else:
                beside = next((part for part in told[1:] if part.kind == "desk"), None)
                self.header, self.desk = told[0], beside or (self.desk if untouched else None)
            self.current = None
        elif line.of("label") and not line.of("other"):
            self.group += 1
            self.header = self.desk = None
            self.current = None


def _reaches_by_same(card: Card, parts: Sequence[Part]) -> bool:
    """Tell whether parts before a desk's name hold an address or number although it has one of its own: they are another's."""
    return any(part.mention and part.mention.kind in ("EMAIL", "PHONE") and card.has(part.mention.kind) for part in parts)


def _listed_name(line: Line) -> Part | None:
    """Return the name that begins an item of a list (`* Boulangerie Martin - 01 …`)."""
    first = line.parts[0]
    if not line.item or first.kind not in ("other", "organisation") or first.mark not in ("-", "–", "—", ":"):
        return None
    said = first.text.split()
    return first if len(said) < 4 and said[0][:1].isupper() and not any(is_label_word(word) for word in said) else None


def _bare(line: Line) -> bool:
    """Tell whether a line holds names only."""
    return all(part.kind == "person" for part in line.parts)
