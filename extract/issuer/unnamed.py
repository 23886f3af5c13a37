"""Organisations that the container or the file's name tells, and that no stage before has found in the text as a name.

Sites call themselves by their address (`paris-bouge.example`), or name themselves only in the page's metadata.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from extract.draft import Draft
from extract.issuer.evidence import file_words
from extract.issuer.names import Names, is_domain, is_named, of_organisation
from extract.lexicons import words
from extract.types import Mention, Organisation, Source
from extract.zones.lines import fold

_RULE = "issuer.stated"
_SURE = 0.8  # how often such a name is one of an organisation
_WORDS = 8  # words of a site's name at most
_LETTERS = 8  # letters that the words of a file's name need to be looked for in the text
_PARTS = re.compile(r"\s[-|–—·›‹]\s")
_GAP = r"[\s.’'-]{0,2}"


class Newcomer(Struct, frozen=True):
    """An organisation not found before, with the places where the text has its name."""

    organisation: Organisation
    mentions: tuple[Mention, ...]


def newcomers(draft: Draft, names: Mapping[str, Names]) -> list[Newcomer]:
    """Return the organisations that are told but bear none of the known names; their ids go on from `i1`."""
    found: list[Newcomer] = []
    known = list(names.values())
    for name, pattern in _told(draft):
        if any(is_named(fold(name), own) or is_domain(fold(name), own) for own in known):
            continue
        identity = f"i{len(found) + 1}"
        places = list(pattern.finditer(draft.cleaned.text)) if pattern else []
        mentions = tuple(
            Mention(f"{identity}m{n}", "ORG", *place.span(), place[0], None, identity, _RULE, _SURE)
            for n, place in enumerate(places, 1)
        )
        aliases = tuple(dict.fromkeys(mention.text for mention in mentions if mention.text != name))
        newcomer = Newcomer(Organisation(identity, name, None, aliases, tuple(m.id for m in mentions)), mentions)
        known.append(of_organisation(newcomer.organisation))
        found.append(newcomer)
    return found


def _told(draft: Draft) -> Iterator[tuple[str, re.Pattern[str]]]:
    """Yield each name that is told, as it is to be shown, with the pattern of its places in the text."""
    text = draft.cleaned.text
    if (surface := _of_file_name(draft.source.path, text)) is not None:
        yield surface, _alone(surface)
    hosts = [hint.value.lower().removeprefix("www.") for hint in draft.source.hints if hint.kind == "site"]
    places = {fold(name) for place in draft.places for name in (place.name, *place.aliases)}
    for value in (*_stated(draft.source), *(part for part in _titled(draft.source, hosts) if fold(part) not in places)):
        yield value, re.compile(rf"(?<!\w){re.escape(value)}(?!\w)")
    for host in (*hosts, *_repeated(draft)):
        pattern = _alone(host)
        if named := pattern.search(text):
            yield named[0], pattern


def _alone(name: str) -> re.Pattern[str]:
    """Return the pattern of a name that is no part of a longer word or address."""
    return re.compile(rf"(?<![\w@/.-]){re.escape(name)}(?![\w/@-]|\.\w)", re.IGNORECASE)


def _repeated(draft: Draft) -> list[str]:
    """Return the addresses that the text uses as names do: bare, and more than once."""
    bare = Counter(m.text for m in draft.mentions if m.kind == "URL" and "/" not in m.text and not m.text.startswith("www."))
    return [address for address, count in bare.items() if count > 1]


def _stated(source: Source) -> Iterator[str]:
    """Yield what the container calls its site or publisher."""
    for hint in source.hints:
        value = " ".join(hint.value.strip(" /").split())
        if hint.kind == "issuer" and 0 < value.count(" ") + 1 <= _WORDS and fold(value) not in words("issuer/no_names.txt"):
            yield value


def _titled(source: Source, hosts: Sequence[str]) -> Iterator[str]:
    """Yield the part of a page's title that its host is called after."""
    titles = [hint.value for hint in source.hints if hint.rule == "html.title"]
    for part in (part.strip() for title in titles for part in _PARTS.split(title)[1:]):
        own = of_organisation(Organisation("", part, None, (), ()))
        if part.count(" ") < _WORDS and any(is_domain(host, own) for host in hosts):
            yield part


def _of_file_name(path: str, text: str) -> str | None:
    """Return the name in the text whose words are the first of the file's name: `ecole-du-lac-annecy--…`, "École du Lac"."""
    parts = file_words(path)
    folded = fold(text)
    for length in range(len(parts), 1, -1):
        if len("".join(parts[:length])) < _LETTERS:
            return None
        for place in re.finditer(rf"(?<![\w@/.-]){_GAP.join(map(re.escape, parts[:length]))}(?![\w/@-]|\.\w)", folded):
            surface = text[place.start() : place.end()]
            if "\n" not in surface and (surface[0].isupper() or "." in surface):
                return surface
    return None
