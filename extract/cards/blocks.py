"""Where the contacts of a document stand: zones, stacks of short lines, sentences."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from extract.cards import words
from extract.cards.placed import Placed
from extract.lexicons import either
from extract.lexicons import words as listed
from extract.types import Mention, Zone

_SHORT = 80  # characters of a line that is no sentence
_SAID = 45  # characters beside the channels, in a line that is nothing but a contact
_UP, _DOWN = 4, 6  # lines looked at above and below such a line
_ABOVE = 4  # lines above a contact zone, empty ones included, among which its names may stand
_IDLE = 3  # lines without any contact that end a block in a page's furniture
_ROBOTS = re.compile(
    r"(?i)^(?:no-?reply|ne-?pas-?repondre|donotreply|git|mailer-daemon|postmaster|bounce\w*|abuse)@|-request@|@(?:users\.noreply|chat\.|conference\.|muc\.|\d)"
)


class Block(NamedTuple):
    """A stretch to read; `stacked` where lines make the layout, else it is running text."""

    start: int
    end: int
    stacked: bool


@cache
def _field() -> re.Pattern[str]:
    return re.compile(rf"(?i)(?:{either(listed('cards/mail_fields.txt'))})[ ]?:")


def find(text: str, zones: Sequence[Zone], channels: Placed[Mention]) -> list[Block]:
    """Return the stretches that offer contacts, sorted, without overlaps."""
    blocks = [_with_heading(text, block, channels) for block in _of_zones(text, zones)]
    furniture = [zone for zone in zones if zone.kind == "furniture"]
    for zone in furniture:
        blocks += _in_furniture(text, zone, channels)
    taken = bytearray(len(text))
    for start, end in [*((b.start, b.end) for b in blocks), *((z.start, z.end) for z in furniture)]:
        taken[start:end] = b"\1" * (end - start)
    floors = sorted(zone.end for zone in zones if zone.kind in ("furniture", "title", "dateline"))
    for channel in channels.things:
        if channel.kind not in ("PHONE", "EMAIL") or taken[channel.start] or is_robot(channel) or _in_header(text, channel):
            continue
        start = text.rfind("\n", 0, channel.start) + 1
        floor = max(floors[max(0, bisect_right(floors, start) - 1) : bisect_right(floors, start)], default=0)
        block = _around(text, channel, channels, max(floor, taken.rfind(1, 0, start) + 1))
        taken[block.start : block.end] = b"\1" * (block.end - block.start)
        blocks.append(block)
    return _without_overlaps(sorted(blocks))


def _in_header(text: str, channel: Mention) -> bool:
    """Tell whether an address stands in the header of a mail."""
    return channel.kind == "EMAIL" and _field().match(text, text.rfind("\n", 0, channel.start) + 1) is not None


def is_robot(channel: Mention) -> bool:
    """Tell whether an address is that of a program."""
    return channel.kind == "EMAIL" and _ROBOTS.search(channel.value or "") is not None


def _of_zones(text: str, zones: Sequence[Zone]) -> list[Block]:
    """Return the contact zones, those with nothing between them as one."""
    blocks: list[Block] = []
    for zone in zones:
        if zone.kind != "contact":
            continue
        if blocks and not text[blocks[-1].end : zone.start].strip():
            blocks[-1] = Block(blocks[-1].start, zone.end, stacked=True)
        else:
            blocks.append(Block(zone.start, zone.end, stacked=True))
    return blocks


def _with_heading(text: str, block: Block, channels: Placed[Mention]) -> Block:
    """Return a block with the names right above it, where it begins with a role, a number or an address."""
    start = block.start
    stop = text.find("\n", start)
    stop = block.end if stop < 0 else min(stop, block.end)
    role = words.kind_of(text[start:stop].partition(",")[0].strip())[0] == "role"
    if not role and not _is_contact_line(text, start, stop, channels):
        return block
    above = start
    for _ in range(_ABOVE):
        above = text.rfind("\n", 0, max(0, above - 1)) + 1
        line = text[above : text.find("\n", above)].strip(" *•\t-–")
        told = words.kind_of(line.partition(",")[0])[0] if line else ""
        if told == "person" or (told in ("desk", "unit", "organisation", "role") and not role):
            start = above
        elif line or above == 0:
            break
    return Block(start, block.end, block.stacked)


def _in_furniture(text: str, zone: Zone, channels: Placed[Mention]) -> Iterator[Block]:
    """Yield the press contacts inside a page's furniture: from their heading until nothing more of the kind follows."""
    if not channels.between(zone.start, zone.end):
        return
    start: int | None = None
    last = idle = 0
    for at, end in _lines(text, zone.start, zone.end):
        line = text[at:end].strip()
        if words.heads_press_contacts(line):
            if start is not None and last > start:
                yield Block(start, last, stacked=True)
            start, last, idle = at, at, 0
        elif start is not None and line:
            if channels.between(at, end):
                last, idle = end, 0
            else:
                idle += 1
        if start is not None and idle >= _IDLE:
            if last > start:
                yield Block(start, last, stacked=True)
            start = None
    if start is not None and last > start:
        yield Block(start, last, stacked=True)


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    while at < end:
        stop = text.find("\n", at, end)
        stop = end if stop < 0 else stop
        yield at, stop
        at = stop + 1


def _around(text: str, channel: Mention, channels: Placed[Mention], floor: int) -> Block:
    """Return the stretch around a channel that no zone accounts for; it does not begin before `floor`."""
    start = text.rfind("\n", 0, channel.start) + 1
    end = text.find("\n", channel.end)
    end = len(text) if end < 0 else end
    if not _is_contact_line(text, start, end, channels):
        return Block(start, end, stacked=False)
    for _ in range(_UP):
        above = text.rfind("\n", 0, max(0, start - 1)) + 1
        line = text[above : start - 1].strip() if start else ""
        if start <= floor or above < floor or len(line) > _SHORT or line.endswith((".", "!", "?", "…", ";")):
            break
        start = above
    for _ in range(_DOWN):
        stop = text.find("\n", end + 1)
        stop = len(text) if stop < 0 else stop
        if end >= len(text) or (text[end + 1 : stop].strip() and not _is_contact_line(text, end + 1, stop, channels)):
            break
        end = stop
    return Block(start, end, stacked=True)


def _is_contact_line(text: str, start: int, end: int, channels: Placed[Mention]) -> bool:
    """Tell whether a line is made of channels, with a few words at most."""
    inside = channels.between(start, end)
    said = end - start - sum(c.end - c.start for c in inside)
    return bool(inside) and said < _SAID


def _without_overlaps(blocks: list[Block]) -> list[Block]:
    out: list[Block] = []
    for block in blocks:
        if out and block.start < out[-1].end:
            if block.end > out[-1].end:
                out[-1] = Block(out[-1].start, block.end, out[-1].stacked or block.stacked)
            continue
        out.append(block)
    return out
