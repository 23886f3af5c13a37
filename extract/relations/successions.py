"""Who takes over a post from whom: `X remplace Y au poste de F` and `Y est remplacé par X à la tête de Z` give it to X."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from msgspec import Struct

from extract.lexicons import rows, typed_rows, words
from extract.relations import holders, phrases
from extract.relations.confidence import confidence
from extract.relations.functions import Head
from extract.relations.holders import Holder
from extract.relations.page import Names, Page
from extract.relations.people import People, sentence_end
from extract.relations.rules import Rule, known
from extract.relations.triggers import Matcher
from extract.relations.wordsets import members
from extract.types import Mention, Relation

RULE = "role.succession"
_KIND = "succeeds"
_REACH = 14  # words between a succession and its post: `succède à X, parti à la retraite en mai, à la direction de Y`
_NEAR = 3  # words between a verb of succession and the name: `succède à l'ancienne ministre Y`
_OPENERS, _CLOSERS = (",", "("), (",", ")")
_POST = Head("", "office", feminine=None, plural=False)


@cache
def _rules() -> tuple[Rule, ...]:
    return tuple(rule for rule in known() if rule.kind == _KIND and rule.left == {"PER"})


@cache
def _matcher() -> Matcher:
    return Matcher(_rules())


@cache
def _telling() -> frozenset[str]:
    """Return the longest word of each trigger: a text without any of them tells no succession."""
    return frozenset(max(Page.of(trigger).words, key=len) for rule in _rules() for trigger in rule.triggers)


@cache
def _posts() -> dict[str, tuple[tuple[tuple[str, ...], int], ...]]:
    """Return the words of a post by their first one, the longest first, with how many of them do not name the role."""
    table: dict[str, tuple[tuple[tuple[str, ...], int], ...]] = {}
    for written, value in sorted(rows("roles/posts.tsv", 2), key=lambda row: (-len(row[0]), row[0])):
        parts = tuple(Page.of(written).words)
        table[parts[0]] = (*table.get(parts[0], ()), (parts, len(parts) - len(Page.of(value).words)))
    return table


@cache
def _handed_over() -> dict[str, str]:
    return dict(typed_rows("roles/handed_over.tsv", tuple[str, str]))


def _goes_on(between: Sequence[str]) -> bool:
    """Tell whether words lead back from a name to the subject of its sentence: `et …`, `, et …`, `, partie en mai, et`."""
    ands = [k for k, word in enumerate(between) if word in members("and")]
    return bool(ands) and (ands[0] == 0 or (between[0] == between[ands[-1] - 1] == ","))


class Taken(Struct, frozen=True):
    """That a post is taken over from someone, and who takes it, if the text names that one."""

    holder: Holder | None


class Successions:
    """The successions that one page tells."""

    def __init__(self, page: Page, names: Names, people: People) -> None:
        self.page = page
        self.names = names
        self.found: list[Relation] = []
        if not _telling().isdisjoint(page.words):
            found = _matcher().find(page, names, people)
            self.found = [told for told in found if told.subject is not None and told.object is not None]

    def takes_over(self, mention: Mention, verb: int, *, post: bool) -> Taken | None:
        """Return who takes over what the words at `verb` tell, where the name before them is one's of a succession.

        Words that tell a `post` (`comme F`, `au poste de F`) may follow the name, a closed apposition, a date or `et`; a verb
        only `et`: `remplace Y, partie en mai, comme F`, `remplace Y et devient F`, but `remplace Y, élue F`.
        """
        page = self.page
        a, b = self.names.span[mention.id]
        between = page.words[b:verb]
        opens = between[:1] and (between[0] in members("relatives") or between[0] in _OPENERS)
        goes_on = _goes_on(between)
        if not goes_on and (not post or (opens and not (between[0] in _OPENERS and between[-1] in _CLOSERS))):
            return None
        here = [r for r in self.found if r.start <= mention.start < r.end]
        for told in here:
            if told.object == mention.entity:
                return Taken(self._taker(told))
        before = holders.before_honorifics(page, a)
        if page.word(before - 1) in members("complement_marks") and any(r.subject == mention.entity for r in here):
            return Taken(Holder(str(mention.entity), mention, RULE))
        replaced = not members("succeeding").isdisjoint(page.words[max(0, before - _NEAR) : before])
        return Taken(None) if replaced else None

    def named_after(self, start: int, verb: int, end: int) -> Holder | None:
        """Return who is named behind a post that ends at word `end`, where the verb before it hands it over."""
        page = self.page
        word = next((word for word in reversed(page.words[start:verb]) if word in _handed_over()), None)
        if word is None:
            return None
        for k in range(end, min(sentence_end(page, end), end + _REACH)):
            if page.words[k] == _handed_over()[word]:
                mention = self.names.first.get(holders.after_honorifics(page, k + 1))
                if mention is not None and mention.kind == "PER" and mention.entity:
                    return Holder(mention.entity, mention, RULE)
        return None

    def posts(self) -> list[Relation]:
        """Return the roles that a noun tells: `succède à Y à la présidence de Z`."""
        found: list[Relation] = []
        for told in self.found:
            first = self.page.first_at(told.start)
            last = min(sentence_end(self.page, first), self.page.first_at(told.end) + _REACH)
            for k in range(first, last):
                post = self._post_at(k)
                if post is not None and not self._is_earlier(k, told):
                    found.append(self._role(told, *post))
                    break
        return found

    def _is_earlier(self, k: int, told: Relation) -> bool:
        """Tell whether a post is the one that the first person had before: `X, à la tête de Z, remplace Y`."""
        before = self.page.word(k - 1)
        return self.page.starts[k] < told.end and (before in _OPENERS or before in words("roles/copulas.txt"))

    def _post_at(self, k: int) -> tuple[int, int] | None:
        """Return the words that name a role at a word: its first one and the one after its last."""
        if k in self.names.inside or self.page.word(k - 1) in members("complement_marks"):
            return None
        for parts, skipped in _posts().get(self.page.words[k], ()):
            if tuple(self.page.words[k : k + len(parts)]) == parts:
                return k + skipped, k + len(parts)
        return None

    def _role(self, told: Relation, first: int, after: int) -> Relation:
        page = self.page
        _, end, organisation = phrases.complements(page, self.names, after, _POST)
        value = " ".join(page.text[page.starts[first] : page.ends[end - 1]].split())
        start, last = min(told.start, page.starts[first]), max(told.end, page.ends[end - 1])
        if organisation is not None:
            last = max(last, organisation.end)
        entity = organisation.entity if organisation is not None else None
        return Relation("role", told.subject, entity, value, start, last, RULE, confidence(RULE))

    def _taker(self, told: Relation) -> Holder:
        """Return the successor as the holder of a post, with its mention where it is named and not told by a pronoun."""
        named = (m for m in self.names.all if m.entity == told.subject and told.start <= m.start < told.end)
        return Holder(str(told.subject), next(named, None), RULE)
