"""Pass over Markdown: emphasis, headings, links, images, quotes, rules and code signs go, and leave marks behind."""

from __future__ import annotations

import re

from extract.cleaned import Edit, Mark
from extract.cleaning.links import hidden_address
from extract.cleaning.passes import Findings
from extract.reading.hints import FRONT_MATTER

_LINE_SIGNS = frozenset(" #>*-_`~|:=")
_LINE = re.compile(
    r"[ ]{0,3}(?:(?P<heading>\#{1,6})[ \t]+(?P<words>[^\n]*)"
    r"|(?P<quote>>[ ]?)"
    r"|(?P<gone>(?:\*[ \t]*){3,}$|(?:-[ \t]*){3,}$|(?:_[ \t]*){3,}$|={3,}[ \t]*$|(?:```|~~~|:::)[^\n]*"
    r"|\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)+\|?[ \t]*$))",
    re.MULTILINE,
)
_HEADING_END = re.compile(r"[ \t]*\#*[ \t]*\Z")
_INLINE = re.compile(
    r"!\[[^\[\]\n]{0,500}\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)?\)(?:\{[^{}\n]*\})?"  # an image
    r"|\[(?P<label>(?:[^\[\]\n\\]|\\.|!\[[^\[\]\n]{0,300}\]\([^()\n]{0,2000}\)|\n(?!\n)){1,1000})\]"
    r"\((?P<target>[^()\s]*(?:\([^()\s]*\)[^()\s]*)?)(?:[ \t]+[\"'][^\"'\n]*[\"'])?[ \t]*\)(?:\{[^{}\n]*\})?"
    r"|\[\^[^\]\s]{1,20}\]"  # a footnote
    r"|<(?P<auto>(?:https?://|mailto:)?[^\s<>@:]+(?:@|://)[^\s<>]+)>"
    r"|(?:https?://|www\.)[^\s<>\[\]()\"'*]+"  # a bare address, whose signs are its own
    r"|(?P<emphasis>\*{1,3}|_{1,3}|~~|`+)"
    r"|\\(?P<escaped>[\\`*_{}\[\]()#+.!|>~\"'-])"
    r"|\{(?:[:.#][^{}\n]*\}|\{[<%][^{}\n]*[>%]\}\}|%[^%\n]*%\})"  # attributes, short codes
)
_TAGS = {1: "em", 2: "strong", 3: "strong"}


def syntax(text: str) -> Findings:
    """Take Markdown's own signs out; front matter stays as it is."""
    block = FRONT_MATTER.match(text)
    start = block.end() if block else 0
    reader = _Reader(text)
    gone = reader.lines(start)
    reader.inline(start, len(text), gone)
    return Findings(sorted(reader.edits), reader.marks)


class _Reader:
    """One reading of one text: first what begins lines, then what stands inside them."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.edits: list[Edit] = []
        self.marks: list[Mark] = []

    def lines(self, at: int) -> list[tuple[int, int]]:
        """Read the signs at the starts of lines; return the stretches that are gone, sorted."""
        text, gone = self.text, []
        while at < len(text):
            end = text.find("\n", at)
            end = len(text) if end < 0 else end
            if text[at] in _LINE_SIGNS and (found := _LINE.match(text, at, end)):
                if found["heading"]:
                    first, last = found.span("words")
                    last -= len(_HEADING_END.search(found["words"])[0])  # type: ignore[index]  # it always matches
                    self.marks.append(Mark(f"h{len(found['heading'])}", first, last))
                    gone += [(at, first), (last, end)]
                elif found["quote"]:
                    self.marks.append(Mark("blockquote", found.end(), end))
                    gone.append((at, found.end()))
                elif not _underlines(text, at, end):
                    gone.append((at, end))
            at = end + 1
        self.edits += [Edit(first, last, "") for first, last in gone if first < last]
        return gone

    def inline(self, start: int, end: int, gone: list[tuple[int, int]]) -> None:
        """Read the signs inside lines, but for the stretches that are gone already."""
        opened: dict[str, int] = {}  # emphasis: where its content starts
        waiting = iter([*gone, (end + 1, end + 1)])
        first, last = next(waiting)
        for found in _INLINE.finditer(self.text, start, end):
            while last <= found.start():
                first, last = next(waiting)
            if found.end() > first:
                continue
            if found["emphasis"]:
                self._emphasis(found["emphasis"], *found.span(), opened)
            elif found["label"]:
                self._link(found)
            elif found["auto"]:
                self._auto(found)
            elif found["escaped"]:
                self._cut(found.start(), found.start() + 1)
            elif found[0][0] not in "hw":
                self._cut(*found.span())

    def _cut(self, start: int, end: int, replacement: str = "") -> None:
        if start < end:
            self.edits.append(Edit(start, end, replacement))

    def _emphasis(self, sign: str, start: int, end: int, opened: dict[str, int]) -> None:
        """Take a pair of emphasis signs out; one without its like stays, and so does `_` inside a word."""
        text = self.text
        after = text[end : end + 1]
        inside = sign[0] == "_" and start > 0 and text[start - 1].isalnum() and after.isalnum()
        if inside:
            return
        if sign in opened and not text[start - 1].isspace() and text.find("\n\n", opened[sign], start) < 0:
            content = opened.pop(sign)
            self._cut(content - len(sign), content)
            self._cut(start, end)
            if sign[0] in "*_":
                self.marks.append(Mark(_TAGS[len(sign)], content, start))
        elif after and not after.isspace():
            opened[sign] = end

    def _link(self, found: re.Match[str]) -> None:
        """Keep a link's words, and the address of a mailto: or tel: target that its words lack."""
        first, last = found.span("label")
        self._cut(found.start(), first)
        self.inline(first, last, [])
        self.marks.append(Mark("a", first, last, found["target"]))
        behind = f"{found['label']}</a>{found['target']}"  # the form that `hidden_address` reads
        shift = found.start("target") - (last - first + 4)
        hidden = hidden_address(behind, last - first + 4, len(behind), 0)
        if hidden is None:
            self._cut(last, found.end())
        else:
            self._cut(last, hidden[0] + shift, " ")
            self._cut(hidden[1] + shift, found.end())

    def _auto(self, found: re.Match[str]) -> None:
        """Take the angle brackets off an address."""
        start, end = found.span("auto")
        self._cut(found.start(), start + (7 if found["auto"].startswith("mailto:") else 0))
        self._cut(end, found.end())


def _underlines(text: str, at: int, end: int) -> bool:
    """Tell a table's or heading's row of `=` from one that is text: it must follow a line of text."""
    return text[at] == "=" and (at == 0 or text[at - 2 : at] in ("\n\n", "\n"))
