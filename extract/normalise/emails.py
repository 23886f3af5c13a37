"""E-mail addresses: found in any disguise, given back as one writes them to a mail program."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from extract.lexicons import either, rows
from extract.normalise.hosts import known, possible, without_next_sentence
from extract.types import Candidate

_WINDOW = 80  # longest local part looked at, in characters; bounds the work for each "@"
_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_HOST = re.compile(rf"{_LABEL}(?:\.{_LABEL})+")
_BARE_HOST = re.compile(_LABEL)
_LOCAL_BACKWARDS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~\"-]+")
_ELISION = re.compile(r"^(?:.*[^\w.+-])?(?:[ldnsmtjc]|qu|jusqu|lorsqu)'(?=\w)", re.IGNORECASE)
_PLAIN_LOCAL = re.compile(r"[\w.+%&'~-]+$")
_SPLIT = re.compile(r"\s{0,3}\n\s{0,20}")


def find(text: str) -> list[Candidate]:
    """Return the e-mail addresses of a text, sorted, without overlaps; the value is lower case and free of disguise.

    A `mailto:` URI spelled out in the text is spanned whole and is its own value, as written; `address` reads it.
    """
    found = list(_plain(text)) if "@" in text else []
    found += _disguised(text)
    out: list[Candidate] = []
    for candidate in sorted(found, key=lambda c: (c.start, -c.end)):
        if not out or candidate.start >= out[-1].end:
            out.append(candidate)
    return out


def address(value: str) -> str:
    """Return the address that a candidate's value holds.

    >>> address("MAILTO:Presse@exemple.fr")
    'presse@exemple.fr'
    """
    return value.lower().removeprefix("mailto:")


def _plain(text: str) -> Iterator[Candidate]:
    """Find the addresses written with an at sign, one after the other."""
    last = 0
    at = text.find("@")
    while at >= 0:
        candidate = _around(text, at, last)
        if candidate:
            yield candidate
            last = candidate.end
        at = text.find("@", max(at + 1, last))


def _around(text: str, at: int, last: int) -> Candidate | None:
    start = _local_start(text, at, last)
    local = text[start:at]
    local = local.rstrip()
    if not _sound(local):
        return None
    host, end = _host(text, at + 1, local)
    scheme = text[max(0, start - 7) : start].lower() == "mailto:"
    if host is None and scheme and (single := _BARE_HOST.match(text, at + 1)):
        host, end = single.group(), single.end()
    if host is None:
        return _reversed(text, start, at)
    value = f"{local}@{host}".lower()
    if not scheme or text[start - 8 : start - 7] in ('"', "'", "=", "("):  # there it is the target of a link
        return Candidate("EMAIL", start, end, "email.plain", value)
    return Candidate("EMAIL", start - 7, end, "email.mailto", text[start - 7 : end])


def _local_start(text: str, at: int, last: int) -> int:
    """Return where the local part before an at sign begins; the sign itself where there is none."""
    floor = max(last, at - _WINDOW)
    before = text[floor:at]
    tail = len(before) - len(before.rstrip())
    if tail and "\n" not in before[-tail:] and before[-tail:] != "\t":
        return at
    match = _LOCAL_BACKWARDS.match(before[: len(before) - tail][::-1])
    if match is None:
        return at
    start = at - tail - match.end()
    local = text[start : at - tail]
    if tail and before[-1] != "\t" and not ("." in local or "-" in local):
        return at  # a word at the end of a line, then a handle
    if '"' in local and (local.count('"') % 2 or local.startswith('"')):
        start += local.rindex('"') + 1
    elif (plain := _PLAIN_LOCAL.search(local)) and '"' not in local:
        start += plain.start()
    if elided := _ELISION.match(text[start : at - tail]):
        start += elided.end()
    while start < at and text[start] in ".'-~%&":
        start += 1
    return start


def _sound(local: str) -> bool:
    return bool(local) and ".." not in local and not local.endswith(".") and any(c.isalnum() for c in local)


def _host(text: str, start: int, local: str) -> tuple[str | None, int]:
    """Return the host that begins at an offset and its end, mended where a line break or a glued word spoils it."""
    broken = _SPLIT.match(text, start)
    if broken:
        start = broken.end()
    match = _HOST.match(text, start)
    if match is None:
        return None, start
    host = match.group()
    if text[match.end() : match.end() + 1] == "@" and host.lower().endswith(local.lower()):
        host = host[: -len(local)]  # the address twice without a space between
    host = without_next_sentence(host)
    end = start + len(host)
    if not broken and text[end : end + 1] in ("-", ".") and (broken := _SPLIT.match(text, end + 1)):
        rest = _HOST.match(text, broken.end()) or _BARE_HOST.match(text, broken.end())
        joined = host + ("." if text[end] == "." else "") + (rest.group() if rest else "")
        if rest and rest.group().islower() and known(joined.rpartition(".")[2]) and not known(host.rpartition(".")[2]):
            return joined, rest.end()
    if broken and start == broken.end() and not known(host.rpartition(".")[2]):
        return None, start
    return (host, end) if possible(host.rpartition(".")[2]) else (None, start)


def _reversed(text: str, start: int, at: int) -> Candidate | None:
    """Read an address that is written backwards against harvesters (`rf.elpmexe@esserp`)."""
    right = re.compile(r"[\w.-]*\w").match(text, at + 1)
    if right is None:
        return None
    backwards = text[start : right.end()][::-1].lower()
    local, _, host = backwards.partition("@")
    if _HOST.fullmatch(host) and known(host.rpartition(".")[2]) and len(host.rpartition(".")[2]) < 5 and _sound(local):
        return Candidate("EMAIL", start, right.end(), "email.reversed", backwards)
    return None


@cache
def _words(sign: str, how: str) -> tuple[str, ...]:
    listed = rows("contacts/email_disguises.tsv", 3)
    return tuple(word for kind, word, written in listed if kind == sign and written == how)


@cache
def _standing_alone() -> tuple[str, ...]:
    return tuple(f" {word} " for word in _words("at", "alone"))


@cache
def _stand_ins(sign: str, alone: bool) -> str:
    """Return the pattern of what stands for a sign: words in brackets or between hyphens and, if `alone`, bare ones."""
    bracketed, bare = either(_words(sign, "bracketed")), either(_words(sign, "alone"))
    first, also = (r"[\[({<_*#[ -]", rf"|(?<=[ ])(?:{bare})[ ]") if alone else (r"[\[({<_*#-]", "")
    closed = rf"(?<=[\[({{<])[ ]?(?i:{bracketed})[ ]?[\])}}>]|(?<=[_*#-])(?i:{bracketed})[_*#-](?=\w)"
    return rf"{first}(?:{closed}{also})"


@cache
def _patterns(alone: bool) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of the at sign, of the dot, of the local part before a sign and of the host after it."""
    stand_in = rf"[ ]{{0,2}}{_stand_ins('dot', alone=True)}[ ]{{0,2}}"
    dot = rf"(?:\.|{stand_in})"
    return (
        re.compile(_stand_ins("at", alone)),
        re.compile(stand_in),
        re.compile(rf"[\w+-]+(?:{dot}[\w+-]+)*[ ]{{0,2}}$"),
        re.compile(rf"[ ]{{0,2}}({_LABEL}(?:{dot}{_LABEL})+)"),
    )


def _disguised(text: str) -> Iterator[Candidate]:
    """Find the addresses whose signs are spelled in words or brackets."""
    alone = any(word in text for word in _standing_alone())
    at, dot, local_pattern, host_pattern = _patterns(alone)
    for sign in at.finditer(text):
        host = host_pattern.match(text, sign.end())
        if host is None:
            continue
        whole = dot.sub(".", host.group(1))
        name = without_next_sentence(whole)
        tld = name.rpartition(".")[2]
        if not (known(tld) or (possible(tld) and not sign.group().strip().isalpha())):
            continue
        floor = max(0, sign.start() - _WINDOW)
        local = local_pattern.search(text[floor : sign.start()])
        if local is None:
            continue
        start = floor + local.start()
        if elided := _ELISION.match(text[start : sign.start()]):
            start += elided.end()
        end = host.end() if name == whole else host.start(1) + len(name)
        value = f"{dot.sub('.', text[start : sign.start()]).strip()}@{name}".lower()
        yield Candidate("EMAIL", start, end, "email.disguised", value)
