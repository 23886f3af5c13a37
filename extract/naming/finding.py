"""Every possible name of a text: what the model, the lexicons and the rules of form put forward."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extract.gazetteer import Entry, Gazetteer, Match, gazetteer
from extract.naming import heads, lists, people
from extract.naming.boundaries import repair
from extract.naming.confidence import prior
from extract.naming.vocabulary import Vocabulary, vocabulary
from extract.naming.words import Words
from extract.normalise.names import key
from extract.types import Candidate

_KINDS = frozenset({"PER", "ORG", "LOC"})
_BIG = 50_000
_SURE = 0.9
_GLUE = frozenset({" ", "-", "'", "’"})
_SURE_SORTS = frozenset({"country", "continent", "area", "ocean", "sea"})


class Finder:
    """The lexicons and rules, loaded once."""

    def __init__(self) -> None:
        self.vocabulary: Vocabulary = vocabulary()
        self.known: Gazetteer = gazetteer()

    def __call__(
        self,
        text: str | Words,
        entities: Iterable[Candidate],
        masks: Sequence[tuple[int, int]] = (),
        known: Sequence[Match] | None = None,
    ) -> list[Candidate]:
        """Return the candidates of a text in text order; they may overlap. No rule looks into the masked stretches.

        `known` are the names of the gazetteer in the text, where they are at hand.
        """
        words = Words.of(text) if isinstance(text, str) else text
        text = words.text
        blocked = bytearray(len(text) + 1)
        for start, end in masks:
            blocked[start:end] = b"\1" * (end - start)
        found = list(self._from_model(words, entities))
        by_head = [c for c in heads.find(words, self.vocabulary) if not blocked[c.start]]
        found += [c for c in by_head if c.kind in _KINDS or c.kind == "STREET"]
        for candidate in by_head:  # nobody is mentioned by the street, school or prize that bears his name
            size = candidate.end - candidate.start
            blocked[candidate.start : candidate.end] = b"\1" * size
        found += people.find(words, self.vocabulary, self.known, blocked)
        found += self._from_lists(words, blocked)
        found += self._from_lexicon(words, self.known.find(words) if known is None else known, masks)
        return sorted(found, key=lambda c: (c.start, c.end, c.kind, c.rule))

    def _from_model(self, words: Words, entities: Iterable[Candidate]) -> Iterable[Candidate]:
        for entity in entities:
            if entity.kind not in _KINDS:
                continue
            bounds = repair(words, entity.start, entity.end, entity.kind, entity.confidence, self.vocabulary, self.known)
            if bounds:
                kind, surface = entity.kind, words.text[slice(*bounds)]
                venue = kind == "ORG" and key(surface).startswith(self.vocabulary.venues)
                if venue and entity.confidence < _SURE and not self.known.get(surface):
                    kind = "LOC"
                yield Candidate(kind, *bounds, entity.rule, None, entity.confidence)

    def _from_lists(self, words: Words, blocked: Sequence[int]) -> Iterable[Candidate]:
        for item in lists.find(words, self.vocabulary):
            if item.rule == lists.HOST:
                yield item  # an address elsewhere, a name here
            elif not blocked[item.start]:
                elided = words.folds[words.at(item.start)] == "l"  # `Le Mouton` is a name whole, `L'association Mer` is none
                sure = item.confidence if elided else _SURE
                bounds = repair(words, item.start, item.end, "ORG", sure, self.vocabulary, self.known)
                if bounds:
                    yield Candidate("ORG", *bounds, item.rule, None, item.confidence)

    def _from_lexicon(self, words: Words, known: Sequence[Match], masks: Sequence[tuple[int, int]]) -> Iterable[Candidate]:
        closed = bytearray(len(words.text) + 1)
        for start, end in masks:
            closed[start:end] = b"\1" * (end - start)
        before: Match | None = None
        for match in known:
            if before and before.last + 1 == match.first and _branch(before, match, words):
                start, end = words.starts[before.first], words.ends[match.last]
                yield Candidate("ORG", start, end, "lexicon.branch", None, prior("lexicon.branch"))
            before = match
            article = words.folds[match.first] in self.vocabulary.grammar["article"] and not words.capital(match.first)
            start = words.starts[match.first + (article and match.first < match.last)]  # `le Journal du dimanche`
            if closed[start]:
                continue
            end = self.known.end(words.text, start, words.ends[match.last])
            entry = _meant(match)
            rule = (
                "lexicon.part"
                if match.first == match.last and _part_of_more(words, match)
                else _rule(entry, match, words, self.vocabulary)
            )
            yield Candidate(entry.kind, start, end, rule, None, prior(rule))


def _meant(match: Match) -> Entry:
    """Choose among what bears the same name: a known organisation (`Maison-Blanche`) goes before a town or quarter."""
    entries = [form.entry for form in match.forms]
    return next((entry for entry in entries if entry.kind == "ORG" and not entry.context), entries[0])


def _branch(body: Match, place: Match, words: Words) -> bool:
    """Tell the branch of a known organisation: `UNICEF Côte d'Ivoire`, `Amnesty International Belgique`."""
    one, other = body.forms[0].entry, place.forms[0].entry
    if one.kind != "ORG" or one.context or other.kind != "LOC" or words.gap(body.last) != " ":
        return False
    return one.sort not in {"party", "sport", "media"} and not words.opens_sentence(place.first) and words.capital(place.first)


def _part_of_more(words: Words, match: Match) -> bool:
    """Tell a known word that stands beside another capital: more likely part of a longer name, or somebody's surname."""
    first, last = match.first, match.last
    if last + 1 < len(words) and words.capital(last + 1) and words.gap(last) in _GLUE:
        return True
    before = first - 1
    glued = before >= 0 and words.gap(before) == " " and words.capital(before) and len(words.surfaces[before]) > 3
    return glued and not words.opens_sentence(before) and not words.surfaces[first].isupper()


def _rule(entry: Entry, match: Match, words: Words, vocabulary: Vocabulary) -> str:
    """Return the id of the rule that a known name falls under: how sure it is that this one is meant."""
    first, last = match.first, match.last
    if entry.context or (words.surfaces[first].isupper() and len(words.surfaces[first]) < 3):
        return "lexicon.context"
    if entry.kind == "ORG":
        if last > first:
            return "lexicon.organisation"
        return (
            "lexicon.acronym" if words.surfaces[first].isupper() or match.forms[0].surface == entry.acronym else "lexicon.word"
        )
    if entry.sort in _SURE_SORTS:
        return "lexicon.country"
    if entry.sort != "city":
        return "lexicon.region"
    if entry.inhabitants >= _BIG:
        return "lexicon.city"
    if words.folds[first] in vocabulary.grammar["article"] and words.opens_sentence(first):
        return "lexicon.context"  # `Le Syndicat` is a town, too
    before = words.folds[first - 1] if first else ""
    near = first > 0 and words.gap(first - 1) in {" ", "'", "’"}
    preposition = before in vocabulary.grammar["place"] and not words.capital(first - 1)
    placed = near and (preposition or (before.isdigit() and len(before) in {4, 5}))
    return "lexicon.town-in" if placed or last > first else "lexicon.town"
