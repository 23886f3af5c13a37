"""What a document's own metadata say of it: front matter, mail headers, HTML head. Every hint knows its characters."""

from __future__ import annotations

import html
import re
from functools import cache
from typing import NamedTuple
from urllib.parse import urlsplit

from extract.lexicons import typed_rows
from extract.reading.dates import in_name, iso
from extract.types import Hint, HintKind

FRONT_MATTER = re.compile(
    r"\ufeff?\s{0,4}(?P<fence>---|\+\+\+)[ \t]*\r?\n"
    r"(?P<body>\s*(?:#|\[|[A-Za-z_][\w-]*[ \t]*[:=])(?:.*\n){1,400}?)"
    r"(?P=fence)[ \t]*(?:\r?\n|\Z)"
)
_ENTRY = re.compile(r"^(?P<key>[A-Za-z_][\w-]*)[ \t]*[:=][ \t]*(?P<value>[^\r\n]*?)[ \t]*\r?$", re.MULTILINE)
_QUOTED = re.compile(
    r"(?:\"(?P<double>[^\"\r\n]*(?:\r?\n[ \t][^\"\r\n]*){0,4})\""
    r"|'(?P<single>(?:[^'\r\n]|'')*(?:\r?\n[ \t](?:[^'\r\n]|'')*){0,4})')"
    r"[ \t]*(?:#[^\r\n]*)?\r?$",
    re.MULTILINE,
)
_COMMENT = re.compile(r"\s+#")
_HEADER = re.compile(r"^(?P<key>[A-Za-z-]+):[ \t]*(?P<value>[^\r\n]*(?:\r?\n[ \t]+[^\r\n]+)*)", re.MULTILINE)
_TAG = re.compile(r"<(?P<name>html|meta|link|time|title)\b(?P<attributes>[^<>]*)>", re.IGNORECASE)
_UPDATED = re.compile(r"updat|modif", re.IGNORECASE)
_OWN_TIME = re.compile(r"entry-date|pubdate|datePublished", re.IGNORECASE)
_TITLE_END = re.compile(r"</title", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"""(?<![\w:-])(?P<key>[A-Za-z][\w:.-]*)\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s"'>]+))"""
)
_JSON_LD = re.compile(r'"(?P<key>datePublished|headline|inLanguage)"\s*:\s*"(?P<value>[^"\\\n]{2,300})"')
_WML_TAG = re.compile(r"<define-tag\s+(?P<key>pagetitle|release_date)\s*>(?P<value>[^<]*)</define-tag>")
_WML_USE = re.compile(r'^#use wml::\S+.*?PUBDATE="(?P<value>[^"]+)"', re.MULTILINE)
_WML_KINDS: dict[str, HintKind] = {"pagetitle": "title", "release_date": "published"}
_LD_KINDS: dict[str, HintKind] = {"datePublished": "published", "headline": "title", "inLanguage": "language"}


class _Value(NamedTuple):
    """A piece of metadata as written, and where."""

    text: str
    start: int
    end: int


def of_front_matter(text: str) -> list[Hint]:
    """Return the hints of YAML (`---`) or TOML (`+++`) front matter.

    It is read line by line: offsets are exact, and what no YAML parser accepts (stray colons, merge marks) does no harm.
    """
    block = FRONT_MATTER.match(text)
    if block is None:
        return []
    found = []
    for entry in _ENTRY.finditer(text, block.start("body"), block.end("body")):
        start, value = entry.start("value"), entry["value"]
        if quoted := _QUOTED.match(text, start, block.end("body")):
            group = "single" if quoted["double"] is None else "double"
            start, value = quoted.start(group), quoted[group]
        else:
            value = _COMMENT.split(value, maxsplit=1)[0]
        found.append((entry["key"].lower(), _Value(value, start, start + len(value))))
    return _hints("front-matter", found)


def of_headers(text: str, end: int) -> list[Hint]:
    """Return the hints of the mail headers `text[:end]`."""
    found = []
    for header in _HEADER.finditer(text, 0, end):
        found.append((header["key"].lower(), _Value(header["value"], *header.span("value"))))
    return _hints("header", found)


def of_html(text: str) -> list[Hint]:
    """Return the hints of an HTML page: `<html lang>`, `<meta>`, JSON-LD, `<time>`, `<title>`, canonical address."""
    metas: list[tuple[str, _Value]] = []
    times: list[tuple[_Value, bool]] = []
    titles: list[Hint] = []
    others: list[Hint] = []
    for tag in _TAG.finditer(text):
        name = tag["name"].lower()
        if name == "title":
            titles += [] if titles else _title(text, tag.end())
            continue
        values = {a["key"].lower(): _attribute(a) for a in _ATTRIBUTE.finditer(text, *tag.span("attributes"))}
        if name == "html" and "lang" in values and not others:
            others.append(_hint("language", values["lang"], "html.lang"))
        elif name == "meta" and "content" in values:
            key = next((values[k].text.lower() for k in ("property", "name", "itemprop", "http-equiv") if k in values), "")
            metas.append((key, values["content"]))
        elif name == "link" and "href" in values and values.get("rel", _Value("", 0, 0)).text.lower() == "canonical":
            others += _address(values["href"], "html.canonical")
        elif name == "time" and "datetime" in values and not _UPDATED.search(tag["attributes"]):
            times.append((values["datetime"], _OWN_TIME.search(tag["attributes"]) is not None))
    for key, value in metas:
        if key == "og:url":
            others += _address(value, "html.meta.og:url")
    return _hints("html.meta", metas) + _linked_data(text) + _own_time(times) + others + titles


def of_wml(text: str) -> list[Hint]:
    """Return the hints of a Website Meta Language page: its defined tags and the date of its header."""
    found = []
    for tag in _WML_TAG.finditer(text):
        kind = _WML_KINDS[tag["key"]]
        value = _Value(tag["value"], *tag.span("value"))
        day = iso(value.text) if kind == "published" else " ".join(value.text.split())
        found += [_hint(kind, value, f"wml.{tag['key']}", day)] if day else []
    if (use := _WML_USE.search(text)) and (day := iso(use["value"])):
        found.append(_hint("published", _Value(use["value"], *use.span("value")), "wml.pubdate", day))
    return found


@cache
def _kinds(container: str) -> dict[str, tuple[int, HintKind]]:
    """Return the known keys of a container, each with its rank and the kind of hint it gives."""
    listed = [
        (key, kind) for where, key, kind in typed_rows("reading/metadata.tsv", tuple[str, str, HintKind]) if where == container
    ]
    return {key: (rank, kind) for rank, (key, kind) in enumerate(listed)}


def _hints(container: str, found: list[tuple[str, _Value]]) -> list[Hint]:
    """Turn the entries of a container into hints, the strongest key first."""
    kinds = _kinds(container)
    known = sorted(((kinds[key], key, value) for key, value in found if key in kinds), key=lambda item: item[0][0])
    made = []
    for (_, kind), key, value in known:
        text = html.unescape(value.text).strip() if container == "html.meta" else " ".join(value.text.split())
        if kind == "published":
            text = iso(text) or ""
        elif kind == "language":
            text = text.replace("_", "-")
        elif kind == "site":
            continue
        if text:
            made.append(_hint(kind, value, f"{container}.{key}", text))
    return made


def _hint(kind: HintKind, value: _Value, rule: str, text: str | None = None) -> Hint:
    return Hint(kind, value.text.strip() if text is None else text, rule, value.start, value.end)


def _attribute(found: re.Match[str]) -> _Value:
    group = next(g for g in ("double", "single", "bare") if found[g] is not None)
    return _Value(found[group], *found.span(group))


def _own_time(times: list[tuple[_Value, bool]]) -> list[Hint]:
    """Return the page's own date from its `<time>` elements; none where they are of several days, as in lists of news."""
    own = [value for value, marked in times if marked] or [value for value, _ in times]
    days = [(value, day) for value in own if (day := iso(value.text))]
    if len({day[:10] for _, day in days}) != 1:
        return []
    return [_hint("published", days[0][0], "html.time", days[0][1])]


def _title(text: str, start: int) -> list[Hint]:
    end = _TITLE_END.search(text, start, start + 2000)
    if end is None:
        return []
    words = " ".join(html.unescape(text[start : end.start()]).split())
    return [_hint("title", _Value(words, start, end.start()), "html.title")] if words else []


def _address(value: _Value, rule: str) -> list[Hint]:
    """Return the site, and the date that the page's address may carry."""
    try:
        host = urlsplit(value.text.strip()).hostname
    except ValueError:
        return []
    found = [_hint("site", value, rule, host)] if host else []
    if dated := in_name(value.text):
        found.append(_hint("published", value, "url", dated.value))
    return found


def _linked_data(text: str) -> list[Hint]:
    """Return what JSON-LD says of the article; gated, since most pages have none."""
    if '"datePublished"' not in text and "ld+json" not in text:
        return []
    found: list[Hint] = []
    for entry in _JSON_LD.finditer(text):
        kind = _LD_KINDS[entry["key"]]
        value = _Value(entry["value"], *entry.span("value"))
        plain = iso(value.text) if kind == "published" else html.unescape(value.text)
        if plain and all(hint.kind != kind for hint in found):
            found.append(_hint(kind, value, f"json-ld.{entry['key']}", plain))
    return found
