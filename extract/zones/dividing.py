"""A communiqué divided into zones: the order in which layout, markup and words are asked."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from extract.cleaned import Cleaned
from extract.lexicons import words
from extract.types import Candidate, Hint, Source, Title, Zone, ZoneKind
from extract.zones import containers, furniture, markup
from extract.zones.assembling import assemble
from extract.zones.cards import mark_contacts, mend_cues
from extract.zones.channels import has_channel
from extract.zones.cues import cue_of
from extract.zones.datelines import dateline_length, is_dateline, is_posted, is_stamp, opens_with_date
from extract.zones.hinted import from_container, parts
from extract.zones.lines import Line, fold, split
from extract.zones.naming import organisations, sites
from extract.zones.patterns import pattern
from extract.zones.titles import headline, likeness, tokens

_PROSE = 140  # characters that make a line a paragraph
_LONG = 220  # characters of a heading by markup that is a paragraph
_HEADING = 110  # characters of a heading at most
_PLAIN: dict[str, ZoneKind] = {
    "embargo": "embargo",
    "end": "furniture",
    "source": "heading",
    "label": "furniture",
    "reference": "furniture",
}
_STOPS = ".;,:!…"
_SAME = 0.7  # share of common words that makes two titles one
_RULES = "|–—-›>/:·•"
_BYLINE = 60  # characters of a line that may be a date with a rubric
_STAMP = 4  # spaces in what follows a date line on a line that is no sentence
_OPENING = 3  # paragraphs after the title that may begin with a date line
_NUMBERED = re.compile(r"(?:\d{1,2}|[ivx]{1,4}|[a-h])[.)] ?")


class Layout(Struct, frozen=True):
    """The zones of a text in clean offsets, sorted, its title, and the organisations that the layout names."""

    zones: list[Zone]
    title: Title | Hint | None
    names: list[Candidate]


def lay_out(cleaned: Cleaned, source: Source) -> Layout:
    """Divide a text into zones and find its title; every character that is no white space is in exactly one zone."""
    lines = split(cleaned.text)
    markup.apply(lines, cleaned.marks)
    containers.mark(lines)
    for line in lines:
        if line.kind is None:
            line.cue = cue_of(line.fold)
            line.channel = has_channel(line.fold)
    mend_cues(lines)
    page = source.media_type == "text/html"
    if page:
        _name_after_page(lines, source)
    furniture.mark(lines, page)
    mark_contacts(lines)
    _mark_datelines(lines)
    title, first, last = _title(lines, cleaned, source)
    for line in lines[first:last]:
        line.kind = "title" if line.inner is None else _beside(line, line.inner)
    _mark_head(lines[:first], page)
    if page:
        _mark_byline(lines[last : last + _OPENING])
    _mark_text(lines, last)
    if page:
        furniture.mark_tail(lines, last)
    names: list[Candidate] = []
    zones = list(assemble(lines, last, names))
    names += organisations(lines, first)
    if page:
        stated = sorted({hint.value for hint in source.hints if hint.kind == "issuer"})
        names += sites(lines, stated, " ".join(line.text for line in lines[first:last]))
    return Layout(zones, title, names)


def divide(cleaned: Cleaned, source: Source) -> list[Zone]:
    """Return the zones of a text in clean offsets, sorted and without overlap."""
    return lay_out(cleaned, source).zones


def kind_at(zones: Sequence[Zone], offset: int) -> ZoneKind:
    """Return the kind of the zone at an offset; between two zones it is body."""
    i = bisect_right(zones, offset, key=lambda zone: zone.start) - 1
    return zones[i].kind if i >= 0 and offset < zones[i].end else "body"


def _name_after_page(lines: Sequence[Line], source: Source) -> None:
    """Take the cue from first headings that say what the page itself is called: "Nos partenaires" is furniture only elsewhere.

    A sort of document ("Revue de presse") is such a name only where no other heading can be.
    """
    names = {fold(name) for name, weight in parts(source.hint("title"), _sites(source)) if weight == 1}
    for i, line in enumerate(lines):
        if line.heading == 1 and line.cue and line.fold in names:
            alone = not any(below.heading in (1, 2) and below.fold != line.fold for below in lines[i + 1 :])
            line.cue = "" if line.cue != "label" or alone else line.cue


def _sites(source: Source) -> list[str]:
    return [hint.value for hint in source.hints if hint.kind in ("issuer", "site")]


def _title(lines: list[Line], cleaned: Cleaned, source: Source) -> tuple[Title | Hint | None, int, int]:
    """Return the title and the lines that hold it (none where it stands in the container or nowhere)."""
    hint = source.hint("title")
    sites = _sites(source)
    hinted = parts(hint, sites)
    found = headline(lines, hinted, sites, source.path)
    given = from_container(hint, sites, cleaned, source)
    trusted = hint is not None and hint.rule.startswith("front-matter")
    holders = _holders(lines, given)
    if found and not (given and trusted and not _agree(lines[found.first : found.last], given)):
        for holder in holders:
            holder.inner = replace(holder.inner, kind="heading") if holder.inner else None
        return _cut(lines[found.first : found.last], [name for name, _ in hinted], cleaned), found.first, found.last
    if given:
        start = next((i for i, line in enumerate(lines) if line.kind is None), len(lines))
        return given, start, start
    return None, 0, 0


def _holders(lines: Sequence[Line], given: Title | Hint | None) -> list[Line]:
    """Return the lines of front matter or headers that hold the container's title, with the title as a zone in them."""
    if not isinstance(given, Title) or given.start is None or given.end is None:
        return []
    first = bisect_right(lines, given.start, key=lambda line: line.start) - 1
    last = bisect_right(lines, given.end - 1, key=lambda line: line.start)
    holders = [line for line in lines[first:last] if line.kind == "furniture"]
    for line in holders:
        line.inner = Zone("title", max(given.start, line.start), min(given.end, line.end))
    return holders


def _cut(lines: Sequence[Line], names: Sequence[str], cleaned: Cleaned) -> Title:
    """Return the title that lines hold; a date or rubric beside what the container calls the title is left out."""
    start, end = lines[0].start + lines[0].lead, lines[-1].end
    if subject := pattern("zones", "subject").match(lines[0].fold):
        lines[0].lead = subject.end()
        start = lines[0].start + subject.end()
    if lines[0].lead:
        lines[0].inner = Zone("title", start, end)
    folded = fold(cleaned.text[start:end])
    name = next((n for n in map(fold, names) if len(n) * 10 > len(folded) * 6 and n in folded), None)
    if name is not None and len(lines) == 1 and all(map(_is_aside, folded.split(name, 1))):
        start += folded.index(name)
        end = start + len(name)
        lines[0].inner = Zone("title", start, end)
    return Title(" ".join(cleaned.text[start:end].split()), start, end, "title.line")


def _beside(line: Line, title: Zone) -> ZoneKind:
    """Return what the rest of a title's line is: its date, or words such as "Objet :"."""
    rest = line.text[: title.start - line.start] + line.text[title.end - line.start :]
    return "dateline" if any(c.isdigit() for c in rest) else "heading"


def _is_aside(folded: str) -> bool:
    """Tell whether words beside a title are set apart from it, or are a date."""
    words = folded.strip()
    return not words or words[0] in _RULES or words[-1] in _RULES or (len(words) < 30 and any(c.isdigit() for c in words))


def _agree(lines: Sequence[Line], given: Title | Hint) -> bool:
    """Tell whether the line chosen says what the front matter says."""
    text = given.text if isinstance(given, Title) else given.value
    return likeness(tokens(" ".join(line.fold for line in lines)), tokens(fold(text))) >= _SAME


def _mark_datelines(lines: Sequence[Line]) -> None:
    """Mark date lines and stamps: any before the text; "publié le …" near its beginning; later only a place with a date."""
    paragraphs = 0
    for line in lines:
        if line.kind is not None or (line.heading and (paragraphs or not _is_place_and_date(line))):
            continue
        if "\t" in line.text and not paragraphs:
            _mark_cells(line)
        elif line.cue != "embargo" and not (line.item and paragraphs) and _is_dated(line, paragraphs):
            line.kind = "dateline"
        elif len(line.text) > _PROSE:
            paragraphs += 1
        elif not paragraphs:
            _mark_opening(line)


def _mark_opening(line: Line) -> None:
    """Mark the date line that opens a short line before the text: a sentence, or a stamp such as `– Communiqué`."""
    length = dateline_length(line.text, line.fold)
    sentence = line.text.endswith(".")
    if length and (sentence or line.text.count(" ", length) <= _STAMP):
        line.kind, line.inner = "body" if sentence else "heading", Zone("dateline", line.start, line.start + length)


def _mark_cells(line: Line) -> None:
    """Mark the date line that stands in the last cell of a row, beside a letterhead."""
    at = line.text.rindex("\t") + 1
    if is_dateline(line.text[at:], line.fold[at:]):
        line.kind, line.inner = "heading", Zone("dateline", line.start + at, line.end)


def _mark_byline(lines: Sequence[Line]) -> None:
    """Mark the lines right below the title of a page that say when and by whom it was put up."""
    for line in lines:
        if line.kind is None and not line.heading and len(line.text) < _BYLINE and opens_with_date(line.fold):
            line.kind = "dateline"
        elif line.kind is None and line.fold.startswith(("in ", "vue ", "vues ", "lu ")) and len(line.text) < _BYLINE:
            line.kind = "furniture"


def _is_dated(line: Line, paragraphs: int) -> bool:
    """Tell whether a line that stands below some paragraphs of text says when the communiqué was issued."""
    if not paragraphs:
        return is_dateline(line.text, line.fold) or is_stamp(line.text, line.fold)
    if paragraphs <= _OPENING and is_posted(line.text, line.fold):
        return True
    return _is_place_and_date(line)


def _is_place_and_date(line: Line) -> bool:
    return line.text[0].isalpha() and "," in line.text and is_dateline(line.text, line.fold)


def _mark_head(lines: Sequence[Line], page: bool) -> None:
    """Mark what stands before the title: letterheads are headings, paragraphs text; the rest of a page is furniture."""
    heads = words("zones/letterhead.txt")
    for line in lines:
        if line.kind is not None:
            continue
        if line.cue in _PLAIN:
            line.kind = _PLAIN[line.cue]
        elif len(line.text) > _PROSE or line.cue == "salutation" or line.text[-1] in ".,":
            line.kind = "body"
        elif page and line.fold.split(" ", 1)[0].strip("'\"«(") not in heads and not line.text.isupper():
            line.kind = "furniture"
        else:
            line.kind = "heading"


def _mark_text(lines: Sequence[Line], first: int) -> None:
    """Mark what follows the title: text, headings, descriptions of organisations, notices."""
    about = False
    for i in range(first, len(lines)):
        line = lines[i]
        if line.kind is not None:
            about = about and line.kind not in ("contact", "furniture")
        elif line.cue == "about" or line.markup == "about":
            about, line.kind = True, "about"
        elif line.cue in _PLAIN and len(line.text) < _PROSE:
            about, line.kind = False, _PLAIN[line.cue]
        elif (line.heading and len(line.text) < _LONG) or _is_heading(lines, i) or (i == first and _is_subtitle(lines, i)):
            about, line.kind = False, "heading"
        else:
            line.kind = "about" if about else "body"


def _is_subtitle(lines: Sequence[Line], i: int) -> bool:
    """Tell whether the line below the title stands apart from the text: a date line, a blank line or a paragraph follows."""
    line = lines[i]
    below = lines[i + 1] if i + 1 < len(lines) else None
    if i == 0 or below is None or line.item or line.channel or len(line.text) > _PROSE or line.text[-1] in _STOPS:
        return False
    return below.kind == "dateline" or (len(below.text) > _PROSE and not line.text[0].islower())


def _is_heading(lines: Sequence[Line], i: int) -> bool:
    """Tell whether a line without markup has the shape of a heading: short, unpunctuated, over a longer text."""
    line = lines[i]
    text = line.text
    if len(text) > _HEADING or line.item or line.cell or line.channel or text[-1] in _STOPS or text[0] in '-–•*▪·«"“(':
        return False
    below = lines[i + 1] if i + 1 < len(lines) else None
    above = lines[i - 1] if i else None
    if line.bold and line.gap:
        return True
    if below is None or text[0].islower() or below.kind == "contact":
        return False
    if line.cue == "notes" or (_NUMBERED.match(line.fold) and len(below.text) > len(text)):
        return True
    if above is not None and not line.gap and above.text[-1] not in '.!?»:”"':
        return False
    return len(below.text) > max(_PROSE, len(text)) and len(text.split()) < 16 and (line.gap > 0 or below.gap == 0)
