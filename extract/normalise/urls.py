"""Web addresses and social handles: found with their exact bounds, given back in one canonical form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from extract.lexicons import either, typed_rows
from extract.normalise.hosts import endings, known, possible, without_next_sentence
from extract.types import Candidate

_PORT = r"(?::\d{1,5}(?!\d))?"
_REST = r"(?:[/?#][^\s<>«»“”|｜\\^`]*)?"
_SCHEME = re.compile(  # the set of first letters comes before the look behind: that is several times faster
    rf"[hHfF](?<!\w.)(?i:(?<=h)ttps?|(?<=f)tps?)://(?:[^\s/?#@<>\"]{{1,80}}@)?(?=[^\W_]|[^\w\s\x00-\x7f])"
    rf"[^\s/?#:<>«»“”\"'’()\[\]{{}}|｜,;!\\^`]+{_PORT}{_REST}"
)
_SLASHES = re.compile(rf"/(?<![\w:/]/)/(?:localhost|(?:[^\W_][\w-]{{0,61}}\.)+[^\W_][\w-]{{0,61}}){_PORT}{_REST}")
_DOT = re.compile(r"\.(?=[^\W_])")
_HOST_BACKWARDS = re.compile(r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?|[\u2600-\u27bf])(?![\w@/.:%&=+~#-])")
_BARE = re.compile(
    r"\.(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.){0,8}(?P<tld>(?i:xn--[\w-]{1,59})|[^\W\d_]{2,24})(?![\w@])(?!-\w)"
    rf"{_PORT}(?!:\d){_REST}"
)
_NUMBER = r"(?:0|[1-9]\d{0,2})"
_DOTTED = re.compile(r"\.\d{1,3}\.\d{1,3}\.\d")
_ADDRESS_V4 = re.compile(rf"\d(?<![\w.@/:-]\d)\d{{0,2}}(?:\.{_NUMBER}){{3}}(?![\w@-]|\.\d){_PORT}{_REST}")
_HANDLE = re.compile(r"@(?<![\w.]@)[\w.]{2,30}\w")
_REACH = 30  # characters before a handle in which its network may be named
_BRACKETS = {")": "(", "]": "[", "}": "{"}
_TRAILING = ".,;:!?…*\"'’"


def find(text: str) -> list[Candidate]:
    """Return the web addresses of a text, sorted, without overlaps.

    The value is the address with scheme and host in lower case, without a lone closing slash; a scheme that the text does not
    give is not invented.
    """
    found: list[Candidate] = []
    if "//" in text:
        found += _matches(text, _SCHEME, "url.scheme")
        found += _matches(text, _SLASHES, "url.slashes")
    found += _bare(text)
    if "@" in text:
        found += _handles(text)
    out: list[Candidate] = []
    for candidate in sorted(found, key=lambda c: (c.start, -c.end)):
        if not out or candidate.start >= out[-1].end:
            out.append(candidate)
    return out


def canonical(surface: str) -> str:
    """Return an address in one form, whatever the capitals of its host.

    >>> canonical("HTTP://Exemple.FR/")
    'http://exemple.fr'
    """
    scheme, mark, rest = surface.partition("://")
    if not mark:
        scheme, rest = "", surface.removeprefix("//")
    cut = next((i for i, c in enumerate(rest) if c in "/?#"), len(rest))
    tail = rest[cut:]
    return f"{scheme.lower()}{mark}{rest[:cut].lower()}{'' if tail == '/' else tail}"


def host(value: str) -> str:
    """Return the host of a web address, without `www.`.

    >>> host("https://www.exemple.fr/presse")
    'exemple.fr'
    """
    rest = value.partition("://")[2] or value
    return re.split(r"[/?#:]", rest, maxsplit=1)[0].rpartition("@")[2].removeprefix("www.").lower()


def _matches(text: str, pattern: re.Pattern[str], rule: str) -> Iterator[Candidate]:
    for match in pattern.finditer(text):
        end = match.start() + len(trimmed(match.group()))
        surface = text[match.start() : end]
        name = re.split(r"[/?#]", surface.partition("//")[2], maxsplit=1)[0].rpartition("@")[2]
        if name.rstrip("._-") == name and ".." not in name and any(c.isalnum() for c in name):
            if rule == "url.scheme" and (whole := _sentence_cut(surface, name)):
                surface = whole
            yield Candidate("URL", match.start(), match.start() + len(surface), rule, canonical(surface))


def _sentence_cut(surface: str, name: str) -> str | None:
    """Return the address without a word glued to its host, where the host ends the address."""
    kept = without_next_sentence(name)
    return surface[: len(surface) - len(name) + len(kept)] if len(kept) < len(name) and surface.endswith(name) else None


def _bare(text: str) -> Iterator[Candidate]:
    """Find addresses without a scheme: `www.exemple.be`, `exemple.fr/presse`, `192.0.2.1/abc`."""
    done = 0
    for dot in _DOT.finditer(text):
        if dot.start() < done:
            continue
        match = _BARE.match(text, dot.start())
        first = match and _HOST_BACKWARDS.match(text[max(0, dot.start() - 65) : dot.start()][::-1])
        if not match or not first:
            continue
        tld = match["tld"]
        start = dot.start() - first.end()
        done = match.end()
        surface = trimmed(text[start : match.end()])
        name = re.split(r"[/?#:]", surface, maxsplit=1)[0]
        glued = without_next_sentence(name)
        if len(glued) < len(name):
            surface = name = glued
            tld = name.rpartition(".")[2]
        spelled = name[:4].lower() == "www." and possible(tld)
        if not (known(tld) or spelled) or not _worded(name, tld, surface):
            continue
        yield Candidate("URL", start, start + len(surface), "url.bare", canonical(surface))
    for match in _ADDRESS_V4.finditer(text) if _DOTTED.search(text) else ():
        surface = trimmed(match.group())
        parts = re.split(r"[/?#:]", surface, maxsplit=1)[0].split(".")
        numeric = all(int(part) < 256 and (part == "0" or part[0] != "0") for part in parts)
        if numeric and ("/" in surface or any(len(part) != 2 for part in parts)):
            yield Candidate("URL", match.start(), match.start() + len(surface), "url.number", surface)


def _worded(name: str, tld: str, surface: str) -> bool:
    """Tell an address from two words that lack a space between them."""
    labels = name.split(".")
    if labels[0].lower() == "www":
        return len(labels) > 2
    if len(labels) > 2 and name == name.upper() and max(map(len, labels)) < 3:
        return False  # an abbreviation with dots: C.N.R.S
    if len(labels) > 2 or len(surface) > len(name):
        return all(labels)
    if tld != tld.lower() and name != name.upper() and not tld.islower():
        return False
    return endings().get(tld.lower(), True)


def trimmed(surface: str) -> str:
    """Return an address without the punctuation of the sentence around it.

    >>> trimmed("http://exemple.fr/page_(wiki)).")
    'http://exemple.fr/page_(wiki)'
    """
    depth: dict[str, int] = {}
    for i, c in enumerate(surface):
        if c in "([{":
            depth[c] = depth.get(c, 0) + 1
        elif c in _BRACKETS:
            depth[_BRACKETS[c]] = depth.get(_BRACKETS[c], 0) - 1
            if depth[_BRACKETS[c]] < 0:
                surface = surface[:i]
                break
    for quote in "\"'":
        if surface.endswith(quote) and surface.count(quote) % 2 == 0:
            return surface
    if surface.count('"') % 2:
        surface = surface[: surface.rindex('"')]
    kept = surface.rstrip(_TRAILING)
    while kept and kept[-1] in "([{":
        kept = kept[:-1].rstrip(_TRAILING)
    return kept[:-1] if kept.endswith("?") else kept


@cache
def _networks() -> tuple[re.Pattern[str], dict[str, str]]:
    """Return the pattern of a network's name before a handle, and the page that each network gives to a handle."""
    pages = dict(typed_rows("contacts/networks.tsv", tuple[str, str]))
    return re.compile(rf"(?i)(?<!\w)({either(pages)})[ \t]{{0,2}}[:(–-]?[ \t]{{0,2}}$"), pages


def _handles(text: str) -> Iterator[Candidate]:
    pattern, pages = _networks()
    for handle in _HANDLE.finditer(text):
        network = pattern.search(text, max(0, handle.start() - _REACH), handle.start())
        if network:
            page = pages[network.group(1).lower()]
            yield Candidate("URL", handle.start(), handle.end(), "url.handle", page + handle.group()[1:])
