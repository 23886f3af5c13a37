"""The word lists that the rules of form share, loaded at first use."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from extract.lexicons import rows, words
from extract.normalise.names import key


@dataclass(frozen=True, slots=True)
class Head:
    """A word, or a few, that begin a name: of an ORG, of a LOC, or of OTHER things that are neither."""

    kind: str
    of: bool  # goes on over `de …`
    named: bool  # goes on with the capital right after it
    capitals: bool  # is itself an acronym
    proper: bool  # begins a name only with a capital


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Folded word lists."""

    given: frozenset[str]  # given names that are little else
    doubtful: frozenset[str]  # given names that are also words, places or surnames
    honorifics: frozenset[str]
    titles: frozenset[str]
    title_starts: frozenset[str]
    particles: frozenset[str]
    furniture: frozenset[str]
    never: frozenset[str]  # no name, however sure the model is
    appositions: frozenset[str]
    demonyms: frozenset[str]
    adjectives: frozenset[str]
    company_cues: frozenset[str]
    legal_forms: frozenset[str]
    venues: tuple[str, ...]
    halls: frozenset[str]  # what every town has one of
    numbered: frozenset[str]
    things: frozenset[str]  # first words of what has an acronym and is no organisation
    grammar: dict[str, frozenset[str]]  # small words by class
    heads: dict[str, Head]
    head_lengths: dict[str, tuple[int, ...]]

    def is_given(self, folded: str) -> bool:
        """Tell whether a folded word is a given name, sure or doubtful."""
        return folded in self.given or folded in self.doubtful


def _folded(name: str) -> frozenset[str]:
    return frozenset(key(word) for word in words(name))


@cache
def vocabulary() -> Vocabulary:
    """Return the word lists of the package."""
    given = [(key(name), note) for name, note in rows("names/given.tsv", 2)]
    heads = {
        key(head): Head(
            kind,
            of="of" in reach,
            named="named" in reach,
            capitals=head.isupper(),
            proper=reach.startswith("capital-"),
        )
        for head, kind, reach in rows("names/heads.tsv", 3)
    }
    lengths: dict[str, set[int]] = {}
    for head in heads:
        parts = head.split()
        lengths.setdefault(parts[0], set()).add(len(parts))
    titles = _folded("names/titles.txt")
    return Vocabulary(
        given=frozenset(name for name, note in given if not note),
        doubtful=frozenset(name for name, note in given if note),
        honorifics=frozenset(key(form) for form, _ in rows("names/honorifics.tsv", 2)),
        titles=titles,
        title_starts=frozenset(title.split()[0] for title in titles),
        particles=frozenset(words("names/particles.txt")),
        furniture=_folded("names/furniture.txt") | _folded("names/never.txt"),
        never=_folded("names/never.txt"),
        appositions=_folded("names/appositions.txt"),
        demonyms=_folded("names/demonyms.txt"),
        adjectives=_folded("names/adjectives.txt"),
        numbered=_folded("names/numbered.txt"),
        things=_folded("names/things.txt"),
        venues=tuple(sorted(f"{venue} " for venue in _folded("names/venues.txt"))),
        halls=_folded("names/halls.txt"),
        legal_forms=words("names/legal_forms.txt"),
        company_cues=_folded("names/company_cues.txt"),
        grammar={name: frozenset(cell.split("|")) for name, cell in rows("names/grammar.tsv", 2)},
        heads=heads,
        head_lengths={first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()},
    )
