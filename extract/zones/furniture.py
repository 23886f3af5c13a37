"""The furniture of a page or a dispatch: menus, share links, banners, related articles, comments."""

from __future__ import annotations

from collections.abc import Sequence

from extract.zones.lines import Line

_PROSE = 160  # characters of unlinked text that end a run of furniture
_LINK = 0.8  # share of a line inside links that makes it a link
_SHORT = 140
_LIST = 8  # links of a list inside the text at most
_TEASER = 300  # characters of the text below a link to another article at most
_CARD_LINES = 16  # lines of a press office's card at most
_RUN, _LAST_RUN = 5, 2  # lines of furniture that may end the text, with or without paragraphs behind them


def mark(lines: Sequence[Line], page: bool) -> None:
    """Set the kind of furniture lines; `page` says that the text has markup, where links and classes count."""
    run = False
    spared = 0  # the index below a card of the press office, which a footer may hold
    for i, line in enumerate(lines):
        if line.kind is not None:
            continue
        prose = _is_prose(line)
        teaser = i > 0 and lines[i - 1].links > 0.5 and len(line.text) < _TEASER
        if run and ((prose and not teaser) or line.heading == 1 or line.cue in ("contact", "about", "label", "embargo")):
            run = False
        if line.cue == "contact" and ("press" in line.fold or "media" in line.fold):
            spared = max(spared, _end_of_card(lines, i))
        if line.cue == "section" and not prose:
            below = lines[i + 1] if i + 1 < len(lines) else None
            run = below is None or not (_is_prose(below) or (not page and below.text[-1] == "."))
            line.kind = "furniture" if run or (page and not line.heading) else None
        elif i < spared:
            run = False
        elif line.markup == "furniture" or run or (line.cue == "furniture" and not prose) or (page and _is_idle(line)):
            line.kind = "furniture"


def _end_of_card(lines: Sequence[Line], i: int) -> int:
    """Return the index below the card that a line opens: the last channel within a few short lines; `i` where there is none."""
    end = i + 1 if lines[i].channel else i
    for j in range(i + 1, min(i + _CARD_LINES, len(lines))):
        line = lines[j]
        if (
            line.kind is not None
            or line.cue in ("section", "furniture", "label")
            or len(line.text) > _SHORT
            or j - max(end, i + 1) > 2
        ):
            break
        if line.channel:
            end = j + 1
    return end


def mark_tail(lines: Sequence[Line], first: int) -> None:
    """Turn into furniture what stands on a page below its text: the text from line `first` on ends where furniture takes over.

    It takes over with a long run of furniture that little prose follows. Short lines between pieces of furniture go with them.
    """
    end = _end_of_text(lines, first)
    _mark_lists(lines[first:end])
    for line in lines[end:]:
        if line.kind in ("body", "heading", "about", "dateline"):
            line.kind = "furniture"
    tail = max((i + 1 for i in range(first, end) if _is_text(lines[i])), default=end)
    under = False
    for line in lines[tail:end]:
        under = under or line.kind == "furniture"
        if line.kind in ("body", "heading") and (under or line.links > 0.5) and line.cue != "source":
            line.kind = "furniture"


def _mark_lists(lines: Sequence[Line]) -> None:
    """Give back to the text the lists of links that it opens with a colon or goes on after."""
    run: list[Line] = []
    above: Line | None = None
    for line in lines:
        if line.kind == "furniture" and not line.cue and line.markup is None:
            run.append(line)
            continue
        listed = all(item.item for item in run) and len(run) <= _LIST
        if (
            run
            and above is not None
            and above.kind == "body"
            and line.kind in ("body", "heading")
            and (listed or above.text[-1] == ":")
        ):
            for item in run:
                item.kind = "body"
        run, above = [], line


def _end_of_text(lines: Sequence[Line], first: int) -> int:
    """Return where the text ends: before the first long run of furniture that leaves less prose behind it than is before it."""
    prose = [len(line.text) if line.kind == "body" and len(line.text) > _PROSE else 0 for line in lines[first:]]
    total, before, run = sum(prose), 0, 0
    for i, size in enumerate(prose):
        run = run + 1 if lines[first + i].kind == "furniture" else 0
        before += size
        if run >= (_RUN if before < total else _LAST_RUN) and before > (total - before) * 2 and before >= _PROSE:
            return first + i - run + 1
    return len(lines)


def _is_text(line: Line) -> bool:
    """Tell whether a line is surely part of the communiqué's text."""
    if line.kind == "body":
        return len(line.text) > 60 and line.links < 0.5
    return line.kind in ("contact", "about", "embargo", "title") or line.cue == "source"


def _is_prose(line: Line) -> bool:
    return len(line.text) > _PROSE and line.links < 0.5


def _is_idle(line: Line) -> bool:
    """Tell whether a line is nothing but a link to another page, or has no words."""
    if len(line.text) < 4 and not any(c.isalnum() for c in line.text):
        return True
    if line.links < _LINK or len(line.text) >= _SHORT or line.heading == 1 or line.channel:
        return False
    return "://" not in line.text and not line.fold.startswith("www.")
