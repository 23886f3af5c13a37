"""The passes composed, by media type."""

from __future__ import annotations

from extract.cleaned import Cleaned
from extract.cleaning import characters, headers, inline, layout, markdown, page, vcards
from extract.cleaning.passes import Pass, Work
from extract.types import Source

_TEXT: tuple[Pass, ...] = (
    characters.mojibake,
    inline.broken_links,
    inline.inline_tags,
    characters.entities,
    characters.mojibake,
    vcards.properties,
    characters.tidy,
    layout.lines,
)
_HTML_MAIL: tuple[Pass, ...] = (
    headers.encoded_words,
    characters.mojibake,
    inline.broken_links,
    headers.page,
    characters.entities,
    vcards.properties,
    characters.tidy,
)
_PASSES: dict[str, tuple[Pass, ...]] = {
    "text/html": (
        characters.mojibake,
        inline.broken_links,
        page.page,
        characters.entities,
        characters.mojibake,
        vcards.properties,
        characters.tidy,
    ),
    "text/x-wml": (
        characters.mojibake,
        inline.wml_lines,
        page.page,
        characters.entities,
        vcards.properties,
        characters.tidy,
    ),
    "text/markdown": (
        characters.mojibake,
        inline.broken_links,
        markdown.syntax,
        inline.inline_tags,
        characters.entities,
        characters.mojibake,
        vcards.properties,
        characters.tidy,
        layout.paragraphs,
    ),
    "message/rfc822": (headers.encoded_words, *_TEXT),
}


def clean(source: Source) -> Cleaned:
    """Return the cleaned text of a source, each of its characters tied to the raw text, with the marks of its inline."""
    work = Work(Cleaned.untouched(source.text))
    steps = _PASSES.get(source.media_type, _TEXT)
    if source.media_type == "message/rfc822" and headers.html_body(source.text) is not None:
        steps = _HTML_MAIL
    for step in steps:
        work.run(step)
    return work.done()
