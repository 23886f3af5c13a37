"""Relations found by rules: a trigger, what stands on either side of it, and where the search ends (see `extract.rules`)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from extract.lexicons import words
from extract.relations.page import BREAK, PARAGRAPH, Names, Page
from extract.relations.people import People, sentence_end, sentence_start
from extract.relations.wordsets import members
from extract.rules import Rule
from extract.types import Mention, Relation


class Side(Struct, frozen=True):
    """One side of a relation: a mention, or the words of a noun phrase; `entity` is the id the relation gives it."""

    start: int
    end: int
    entity: str | None
    value: str | None


class Matcher:
    """Rules made ready: each trigger is found by its first word."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._by_word: dict[str, list[tuple[tuple[str, ...], Rule]]] = {}
        for rule in rules:
            for trigger in rule.triggers:
                parts = tuple(Page.of(trigger).words)
                self._by_word.setdefault(parts[0], []).append((parts, rule))
        for entries in self._by_word.values():
            entries.sort(key=lambda entry: (-len(entry[0]), entry[1].id))

    def find(self, page: Page, names: Names, people: People) -> list[Relation]:
        """Return the relations of a page in text order; the longest trigger of a rule wins at each place."""
        found: list[Relation] = []
        reach = _Reach(page, names, people)
        taken: dict[str, int] = {}
        starts = self._by_word.keys() & set(page.words)
        for i in (i for i, word in enumerate(page.words) if word in starts):
            if i in names.inside:
                continue
            for parts, rule in self._by_word[page.words[i]]:
                noun = len(parts) == 1 and page.word(i - 1) in members("noun_openers") and i - 1 not in names.inside
                if noun or taken.get(rule.id, -1) > i or tuple(page.words[i : i + len(parts)]) != parts:
                    continue
                taken[rule.id] = i + len(parts)
                found += reach.relations(rule, i, i + len(parts))
        return found


class _Reach:
    """Looks for the two sides of a trigger on one page."""

    def __init__(self, page: Page, names: Names, people: People) -> None:
        self.page = page
        self.names = names
        self.people = people

    def relations(self, rule: Rule, i: int, j: int) -> list[Relation]:
        """Return the relations of one trigger, which stands on the words `i` to `j`."""
        low, high = self._bounds(rule, i, j)
        lefts = self._left(rule.left, low, i, rule.forward)
        rights = self._right(rule.right, j, high)
        if not lefts or not rights:
            return []
        subjects, objects = (lefts, rights) if rule.forward else (rights, lefts)
        return [
            self._relation(rule, subject, target, i, j)
            for subject in subjects
            for target in objects
            if subject.entity is None or subject.entity != target.entity
        ]

    def _relation(self, rule: Rule, subject: Side, target: Side, i: int, j: int) -> Relation:
        start = min(subject.start, target.start, self.page.starts[i])
        end = max(subject.end, target.end, self.page.ends[j - 1])
        value = subject.value or target.value
        return Relation(rule.kind, subject.entity, target.entity, value, start, end, rule.id, rule.confidence)

    def _bounds(self, rule: Rule, i: int, j: int) -> tuple[int, int]:
        """Return the first and the last word (exclusive) within a rule's scope, reach and terminators."""
        page = self.page
        low, high = max(0, i - rule.reach), min(len(page.words), j + rule.reach)
        stops = rule.terminators | (members("clause_ends") if rule.scope == "clause" else frozenset())
        if rule.scope == "paragraph":
            stops |= {PARAGRAPH}
        else:
            low, high = max(low, sentence_start(page, i)), min(high, sentence_end(page, j))
        for k in range(i - 1, low - 1, -1):
            if page.words[k] in stops:
                low = k + 1
                break
        for k in range(j, high):
            if page.words[k] in stops:
                high = k
                break
        return low, high

    def _side(self, mention: Mention) -> Side:
        entity = mention.entity if mention.kind in ("PER", "ORG", "LOC") else mention.id
        return Side(mention.start, mention.end, entity, None)

    def _left(self, kinds: frozenset[str], low: int, i: int, subject: bool) -> list[Side]:
        """Return what stands left of the trigger: the nearest fitting mention that is no complement, or a noun phrase."""
        page = self.page
        if "EVENT" in kinds and (event := self._event(range(i - 1, low - 1, -1), i)) is not None:
            return [event]
        if "THING" in kinds and (thing := self._thing(low, i)) is not None:
            return [thing]
        k = i - 1
        while k >= low:
            mention = self.names.last.get(k)
            if mention is None:
                if subject and page.words[k] in members("he_or_she") and "PER" in kinds and k >= i - 4:
                    person = self.people.before(k, page.words[k] == "elle")
                    return [Side(page.starts[k], page.ends[k], person, None)] if person else []
                k -= 1
                continue
            a = self.names.span[mention.id][0]
            if mention.kind in kinds and (mention.entity or mention.kind in ("DATE", "ADDRESS")):
                before = page.word(a - 1) if page.word(a - 1) not in members("articles") else page.word(a - 2)
                if before not in members("linkers") - members("articles") and before != "selon":
                    return [self._side(mention)]
            k = a - 1
        return []

    def _right(self, kinds: frozenset[str], j: int, high: int) -> list[Side]:
        """Return what stands right of the trigger: the first fitting mention and those coordinated with it, or an event."""
        if "EVENT" in kinds and (event := self._event(range(j, high), high)) is not None:
            return [event]
        k = j
        while k < high:
            mention = self.names.first.get(k)
            if mention is None:
                k += 1
                continue
            end = self.names.span[mention.id][1]
            article = self.page.word(k - 1) in members("articles")
            placed = self.page.word(k - 1 - article) in members("place_marks")
            if mention.kind in ("LOC", "ADDRESS") and not placed and k != j and not (k == j + 1 and article):
                k = end
                continue
            if mention.kind in kinds and (mention.entity or mention.kind in ("DATE", "ADDRESS")):
                return [self._side(m) for m in self._coordinated(mention, kinds, high)]
            if mention.kind in ("PER", "ORG") and not kinds & {"DATE", "LOC", "ADDRESS"}:
                return []
            k = end
        return []

    def _coordinated(self, mention: Mention, kinds: frozenset[str], high: int) -> list[Mention]:
        """Return a mention and those that a list goes on with (`avec A, B et C`)."""
        chain = [mention]
        if kinds & {"DATE", "LOC", "ADDRESS"}:
            return chain
        k = self.names.span[mention.id][1]
        while k < high:
            if self.page.words[k] == "(":
                close = next((n for n in range(k, min(high, k + 8)) if self.page.words[n] == ")"), None)
                if close is None:
                    break
                k = close + 1
            steps = 0
            while k < high and self.page.words[k] in members("links_of_lists") and k not in self.names.first and steps < 4:
                k += 1
                steps += 1
            following = self.names.first.get(k)
            if not steps or following is None or following.kind != mention.kind:
                break
            chain.append(following)
            k = self.names.span[following.id][1]
        verb_follows = self.page.word(k) in members("auxiliaries") - {","}
        return chain[:1] if verb_follows else chain

    def _event(self, order: Iterable[int], limit: int) -> Side | None:
        """Return the noun phrase of the nearest event in an order of words."""
        page = self.page
        for k in order:
            word = page.words[k]
            if word in words("relations/events.txt") or word.rstrip("s") in words("relations/events.txt"):
                cover = self.names.inside.get(k)
                if cover is not None and cover.kind != "ORG":
                    continue
                a, b = self._phrase(k, limit)
                return Side(page.starts[a], page.ends[b - 1], None, self._surface(a, b))
        return None

    def _thing(self, low: int, i: int) -> Side | None:
        """Return the noun phrase whose article is the nearest before the trigger."""
        page = self.page
        for k in range(i - 1, low - 1, -1):
            if page.words[k] in members("clause_ends") | {".", "(", "qui"}:
                return None
            if page.words[k] in members("noun_openers") and page.word(k - 1) not in members("linkers") and k + 1 < i:
                _, b = self._phrase(k + 1, i)
                return Side(page.starts[k + 1], page.ends[b - 1], None, self._surface(k + 1, b))
        return None

    def _phrase(self, k: int, limit: int) -> tuple[int, int]:
        """Return the words of a noun phrase around its head: adjectives before, complements after."""
        page = self.page
        a, b = k, k + 1
        closers = members("phrase_ends") | {BREAK, PARAGRAPH}
        while a > 0 and page.words[a - 1] in members("adjectives_before_events"):
            a -= 1
        while b < limit and b - k < 14 and page.words[b] not in closers and self._kind_at(b) not in ("DATE", "PER"):
            b += 1
        while b > k + 1 and page.words[b - 1] in members("linkers"):
            b -= 1
        return a, b

    def _kind_at(self, k: int) -> str | None:
        mention = self.names.inside.get(k)
        return None if mention is None else mention.kind

    def _surface(self, a: int, b: int) -> str:
        return " ".join(self.page.text[self.page.starts[a] : self.page.ends[b - 1]].split())
