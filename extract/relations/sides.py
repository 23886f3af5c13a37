"""What stands on either side of a trigger: names, noun phrases of events, within the bounds of a rule."""

from __future__ import annotations

from functools import cache

from extract.lexicons import rows
from extract.relations.nouns import Nouns, Side
from extract.relations.page import PARAGRAPH, Names, Page
from extract.relations.people import People, sentence_end, sentence_start
from extract.relations.rules import Rule
from extract.relations.wordsets import members
from extract.types import Mention, Relation


def named_before(page: Page, names: Names, i: int) -> Mention | None:
    """Return the name that ends right before a word, or before a comma or a bracketed short form there."""
    k = i - 1
    if k > 0 and page.words[k] == ",":
        k -= 1
    if k > 2 and page.words[k] == ")" and page.words[k - 2] == "(":
        k -= 3
    return names.last.get(k)


def _is_duration(mention: Mention) -> bool:
    """Tell whether a date says how long, not when."""
    return mention.kind == "DATE" and (mention.value or "").startswith("P")


@cache
def _countries() -> frozenset[str]:
    listed = rows("names/countries.tsv", 4)
    return frozenset(name for country, _, _, others in listed for name in (country, *others.split("|")) if name)


class Sides:
    """Looks for the two sides of a trigger on one page."""

    def __init__(self, page: Page, names: Names, people: People) -> None:
        self.page = page
        self.names = names
        self.people = people
        self.nouns = Nouns(page, names)

    def relations(self, rule: Rule, i: int, j: int) -> list[Relation]:
        """Return the relations of one trigger, which stands on the words `i` to `j`."""
        nearest = self._near(rule, i) if rule.near else []
        if rule.near and not nearest:
            return []
        low, high = self._bounds(rule, i, j)
        lefts = nearest or self._left(rule.left, low, i, rule.forward)
        fronted = not lefts and i - low <= 1 and rule.forward
        if not lefts and not fronted:
            return []
        rights = self._right(rule.right, j, high)
        if self.page.words[i] == "(":
            rights = [side for side in rights if self._closes(side)]
        if rights and fronted:
            lefts, rights = self._fronted(rule, rights, high)
        if not lefts or not rights:
            return []
        subjects, objects = (lefts, rights) if rule.forward else (rights, lefts)
        if rule.no_country:
            subjects = [side for side in subjects if not self._is_country(side) and not self._listed(side, i)]
            objects = [side for side in objects if not self._goes_on(side)]
        if rule.in_country:
            objects = [side for side in objects if self._is_country(side)]
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
            low, high = max(low, sentence_start(page, i, rule.reach)), min(high, sentence_end(page, j, rule.reach))
        if stops:
            low = next((k + 1 for k in range(i - 1, low - 1, -1) if page.words[k] in stops), low)
            high = next((k for k in range(j, high) if page.words[k] in stops), high)
        return low, high

    def _side(self, mention: Mention) -> Side:
        entity = mention.entity if mention.kind in ("PER", "ORG", "LOC") else mention.id
        return Side(mention.start, mention.end, entity, None)

    def _is_country(self, side: Side) -> bool:
        name = self._surface_of(side)
        first = name.lower().split()[0]
        return name in _countries() or name.lower() in members("continents") or first in members("state_heads")

    def _listed(self, side: Side, i: int) -> bool:
        """Tell a list of places: `en Californie, en Oregon` — the same word before both, a comma between."""
        before = self.page.word(self.page.first_at(side.start) - 1)
        return self.page.words[i] == "," and before == self.page.word(i + 1)

    def _goes_on(self, side: Side) -> bool:
        """Tell whether a list of places goes on after a name: `dans le Jura, en Savoie et dans le canton`."""
        k = self.page.first_at(side.end)
        return self.page.word(k) in members("and") and self.page.word(k + 1) in members("place_marks")

    def _surface_of(self, side: Side) -> str:
        return self.page.text[side.start : side.end]

    def _closes(self, side: Side) -> bool:
        """Tell whether a name fills a bracket to its end; a short form in capitals is no place."""
        page = self.page
        last = page.first_at(side.end)
        mention = self.names.inside.get(last - 1)
        place = mention is not None and mention.kind == "LOC"
        return page.word(last) == ")" and not (place and self._surface_of(side).isupper())

    def _near(self, rule: Rule, i: int) -> list[Side]:
        mention = named_before(self.page, self.names, i)
        return [self._side(mention)] if mention is not None and mention.kind in rule.left and mention.entity else []

    def _fronted(self, rule: Rule, rights: list[Side], high: int) -> tuple[list[Side], list[Side]]:
        """Return both sides where the trigger opens the sentence: `En partenariat avec Acier SA, la Ligue ouvre …`."""
        page = self.page
        *others, last = rights
        comma = others and page.word(page.first_at(others[-1].end)) == ","
        k = page.first_at(last.end)
        if comma and page.word(k) not in members("then") | {","}:
            return [last], others  # what looked like a list was object and subject
        if page.word(k) != ",":
            return [], rights
        k += 1 + (k + 1 not in self.names.first and page.word(k + 1) in members("articles"))
        mention = self.names.first.get(k)
        return ([self._side(mention)] if mention is not None and k < high and mention.kind in rule.left else []), rights

    def _left(self, kinds: frozenset[str], low: int, i: int, subject: bool) -> list[Side]:
        """Return what stands left of the trigger: the nearest fitting mention that is no complement, or a noun phrase."""
        page = self.page
        event = self.nouns.event(range(i - 1, low - 1, -1), i) if "EVENT" in kinds else None
        thing = self.nouns.thing(low, i) if "THING" in kinds and (event is None or self.nouns.apart(event, i)) else None
        if nearest := thing or event:
            return [nearest]
        k = i - 1
        while k >= low:
            mention = self.names.last.get(k)
            if mention is None:
                if subject and page.words[k] in members("he_or_she") and "PER" in kinds and k >= i - 4:
                    person = self.people.before(k, page.words[k] in members("she"))
                    return [Side(page.starts[k], page.ends[k], person, None)] if person else []
                k -= 1
                continue
            a = self.names.span[mention.id][0]
            if mention.kind in kinds and not _is_duration(mention) and (mention.entity or mention.kind in ("DATE", "ADDRESS")):
                before = page.word(a - 1) if page.word(a - 1) not in members("articles") else page.word(a - 2)
                if before not in members("linkers") - members("articles") and before not in members("sources"):
                    return [self._side(mention)]
            k = a - 1
        return []

    def _right(self, kinds: frozenset[str], j: int, high: int) -> list[Side]:
        """Return what stands right of the trigger: the first fitting mention and those coordinated with it, or an event."""
        if "EVENT" in kinds and (event := self.nouns.event(range(j, high), high)) is not None:
            return [event]
        k = j
        timed = bool(kinds & {"DATE", "LOC", "ADDRESS"})
        while k < high:
            mention = self.names.first.get(k)
            if mention is None:
                if self.page.words[k] in members("relatives_after") or (timed and self.page.words[k] in members("no_time")):
                    return []
                k += 1
                continue
            end = self.names.span[mention.id][1]
            if _is_duration(mention):
                k = end
                continue
            article = self.page.word(k - 1) in members("articles")
            placed = self.page.word(k - 1 - article) in members("place_marks")
            if mention.kind in ("LOC", "ADDRESS") and not placed and k != j and not (k == j + 1 and article):
                k = end
                continue
            if mention.kind in kinds and (mention.entity or mention.kind in ("DATE", "ADDRESS")):
                return [self._side(m) for m in self._coordinated(mention, kinds, high)]
            if mention.kind == "PER" or (mention.kind == "ORG" and not timed):
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
