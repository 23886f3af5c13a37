"""Pass over Markdown: emphasis, headings, links, images, quotes, rules and code marks go, and leave marks behind."""

from __future__ import annotations

import re

from extract.cleaned import Edit, Mark
from extract.cleaning.links import hidden_address
from extract.cleaning.passes import Findings
from extract.reading.hints import FRONT_MATTER

_SYNTAX = re.compile(
    r"^(?P<heading>[ ]{0,3}(?P<level>\#{1,6})[ \t]+)(?P<words>[^\n]*?)(?P<closing>[ \t]+\#+)?[ \t]*$"
    r"|^(?P<rule>[ ]{0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,}))$"
    r"|^(?P<fence>[ ]{0,3}(?:```|~~~)[^\n]*)$"
    r"|^(?P<quote>[ ]{0,3}>[ ]?)"
    r"|^(?P<table>[ ]{0,3}\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)+\|?[ \t]*)$"
    r"|^(?P<bar>[ \t]*\|)"
    r"|(?P<image>!\[(?P<alt>[^\[\]\n]{0,500})\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)?\))"
    r"|\[(?P<label>(?:[^\[\]\n\\]|\\.|!\[[^\[\]\n]{0,300}\]\([^()\n]{0,2000}\)|\n(?!\n)){1,1000})\]"
    r"\((?P<target>[^()\s]*(?:\([^()\s]*\)[^()\s]*)?)(?P<tip>[ \t]+[\"'][^\"'\n]*[\"'])?[ \t]*\)(?:\{[^{}\n]*\})?"
    r"|<(?P<auto>(?:https?://|mailto:)?[^\s<>]+(?:@|://|\.)[^\s<>]+)>"
    r"|(?P<stars>\*{1,3}|(?<!\w)_{1,3}(?=\S)|(?<=\S)_{1,3}(?!\w)|~~|`+)"
    r"|\\(?P<escaped>[\\`*_{}\[\]()#+.!|>~\"'-])"
    r"|(?P<note>\[\^[^\]\s]{1,20}\])"
    r"|(?P<attributes>[ \t]*\{[:.#][^{}\n]*\})[ \t]*$"
    r"|(?P<shortcode>\{\{[<%][^{}\n]*[>%]\}\}|\{%[^%\n]*%\})",
    re.MULTILINE,
)
_EMPHASIS = {"*": "em", "_": "em", "**": "strong", "__": "strong", "***": "strong", "___": "strong"}


def syntax(text: str) -> Findings:
    """Take Markdown's own characters out; front matter stays as it is."""
    block = FRONT_MATTER.match(text)
    reader = _Reader(text)
    reader.read(block.end() if block else 0, len(text))
    return Findings(sorted(reader.edits), reader.marks)


class _Reader:
    """One reading of one text; labels of links are read in their turn."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.edits: list[Edit] = []
        self.marks: list[Mark] = []

    def read(self, start: int, end: int) -> None:
        text = self.text
        opened: dict[str, int] = {}  # emphasis: where its content starts
        for found in _SYNTAX.finditer(text, start, end):
            kind = found.lastgroup
            if found["stars"]:
                self._emphasis(found, opened)
            elif found["heading"]:
                self._cut(found.start(), found.end("heading"))
                self.marks.append(Mark(f"h{len(found['level'])}", *found.span("words")))
                self.read(*found.span("words"))
                self._cut(found.end("words"), found.end())
            elif found["label"]:
                self._link(found)
            elif found["auto"]:
                self._auto(found)
            elif found["quote"]:
                self._cut(*found.span())
                stop = text.find("\n", found.end())
                self.marks.append(Mark("blockquote", found.end(), len(text) if stop < 0 else stop))
            elif found["escaped"]:
                self._cut(found.start(), found.start() + 1)
            elif kind:
                self._cut(*found.span())

    def _cut(self, start: int, end: int, replacement: str = "") -> None:
        if start < end:
            self.edits.append(Edit(start, end, replacement))

    def _emphasis(self, found: re.Match[str], opened: dict[str, int]) -> None:
        """Take a pair of emphasis signs out; a sign without its like stays."""
        sign = found["stars"]
        text, start, end = self.text, *found.span()
        if sign in opened and not text[start - 1].isspace():
            content = opened.pop(sign)
            self._cut(content - len(sign), content)
            self._cut(start, end)
            if tag := _EMPHASIS.get(sign):
                self.marks.append(Mark(tag, content, start))
        elif end < len(text) and not text[end].isspace():
            opened[sign] = end

    def _link(self, found: re.Match[str]) -> None:
        """Keep a link's words, and the address of a mailto: or tel: target that its words lack."""
        label = found.span("label")
        self._cut(found.start(), label[0])
        self.read(*label)
        self.marks.append(Mark("a", *label, found["target"]))
        hidden = hidden_address(f"{found['label']}</a>{found['target']}", *_behind(found), 0)
        if hidden is None:
            self._cut(label[1], found.end())
            return
        shift = found.start("target") - _behind(found)[0]
        self._cut(label[1], hidden[0] + shift, " ")
        self._cut(hidden[1] + shift, found.end())

    def _auto(self, found: re.Match[str]) -> None:
        """Take the angle brackets off an address."""
        start, end = found.span("auto")
        self._cut(found.start(), start + (7 if found["auto"].startswith("mailto:") else 0))
        self._cut(end, found.end())


def _behind(found: re.Match[str]) -> tuple[int, int]:
    """Return where the target stands in `label</a>target`, the form that `hidden_address` reads."""
    start = len(found["label"]) + 4
    return start, start + len(found["target"])
