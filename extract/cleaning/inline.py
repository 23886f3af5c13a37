"""Passes over stray markup in texts whose lines are their own: plain text, Markdown, mail; and over WML directives."""

from __future__ import annotations

import re

from extract.cleaned import Edit, Mark
from extract.cleaning.links import hidden_address
from extract.cleaning.passes import NOTHING, Findings
from extract.cleaning.tags import CELL, DEPTH, LINE, attributes, elements, end_tag, href_span, value

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)(?=[\s/>])([^<>]*)>|<!--")
_TAG_BEFORE = re.compile(r"<[^<>]*\Z")  # a tag that is whole holds the address
_BROKEN_MAILTO = re.compile(r"""mailto:([^\s"'<>?]{3,200})(?:\?[^\s"'<>]{0,500})?["']\s*>\s*""")
_WML_LINE = re.compile(r"^#.*(?:\n|\Z)|\\\n", re.MULTILINE)


def inline_tags(text: str) -> Findings:
    """Take known HTML tags and comments out, and the content of those that hold no text; mark what they set apart."""
    if "<" not in text or ">" not in text:
        return NOTHING
    known = elements()
    edits: list[Edit] = []
    marks: list[Mark] = []
    opened: list[tuple[str, int, str]] = []
    unclosed: set[str] = set()
    at = 0
    for tag in _TAG.finditer(text):
        start, end = tag.span()
        name = (tag[2] or "").lower()
        if start < at or (name and name not in known):
            continue
        if not name:
            close = text.find("-->", end)
            if close >= 0:
                edits.append(Edit(start, at := close + 3, ""))
            continue
        element = known[name]
        if tag[1]:
            at_open = next((i for i in range(len(opened) - 1, max(-1, len(opened) - DEPTH), -1) if opened[i][0] == name), None)
            if at_open is not None:
                marks += [Mark(inner, begin, start, kept) for inner, begin, kept in opened[at_open:]]
                del opened[at_open:]
        elif element.dropped and name not in unclosed:
            if found := end_tag(name).search(text, end):
                end = found.end()
            else:
                unclosed.add(name)
        elif element.marked and not tag[3].endswith("/"):
            opened.append((name, end, value(name, attributes(tag[3]))))
        separator = "\n" if element.level >= LINE else "\t" if element.level == CELL else ""
        bounds = _hidden(text, tag) if name == "a" and not tag[1] else None
        if bounds:
            edits += [Edit(start, bounds[0], ""), Edit(bounds[1], end, " ")]
        else:
            edits.append(Edit(start, end, separator))
        at = end
    return Findings(edits, marks)


def _hidden(text: str, tag: re.Match[str]) -> tuple[int, int] | None:
    """Return where a link's target holds an address that its visible text lacks."""
    target = href_span(text, *tag.span(3))
    return hidden_address(text, *target, tag.end()) if target[0] < target[1] else None


def broken_links(text: str) -> Findings:
    """Take out what is left of a link whose tag was lost: `"mailto:x@y">x@y`."""
    edits = []
    at = text.find("mailto:")
    while at >= 0:
        found = _BROKEN_MAILTO.match(text, at)
        if found and not _TAG_BEFORE.search(text, max(0, at - 300), at):
            start = at - (text[at - 1 : at] in ("'", '"'))
            if text.startswith(found[1], found.end()):
                edits.append(Edit(start, found.end(), ""))
            else:
                edits += [Edit(start, found.start(1), ""), Edit(found.end(1), found.end(), " ")]
        at = text.find("mailto:", at + 7)
    return Findings(edits)


def wml_lines(text: str) -> Findings:
    """Take the directives and comments of Website Meta Language out (lines that begin with `#`), and its line joints."""
    return Findings([Edit(*found.span(), "") for found in _WML_LINE.finditer(text)])
