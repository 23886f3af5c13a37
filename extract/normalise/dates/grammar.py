"""The cascade: levels of rules over the codes of a text, each level reading what the one before it found.

A level is one compiled alternation. Where a rule matches, its stretch shrinks to a single code that carries a parsed node;
what is left over keeps its own codes. The rules are data: `extract/data/dates/rules.toml`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from extract.lexicons import LexiconError, read
from extract.normalise.dates.lexemes import LINE, OTHER, Lexicon, Parts, lexicon
from extract.normalise.dates.matches import Found, Match, State
from extract.normalise.dates.nodes import Node
from extract.normalise.dates.openings import openings

_CLASS = re.compile(r"\{(?:([a-z]\w*)=)?([A-Z0-9|]+)\}")
_SPACE = re.compile(r"(?<!\[) [?*]?")  # but for the space that opens a character set
_GROUP = re.compile(r"\(\?P<\w+>")
_FIRST_JOINING = 2  # the first level whose rules all need something found before
_WINDOW = 12  # codes (words and the spaces between them) that a rule may need on either side of a word of time
_FIELDS = {"id", "level", "joins", "pattern", "make", "gives", "example", "finds", "value", "counter"}


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the grammar, compiled; `gives` is the code of what it finds."""

    id: str
    level: int
    regex: re.Pattern[str]
    make: str
    gives: str
    example: str
    finds: str
    counter: str
    joins: bool = False


@dataclass(frozen=True, slots=True)
class Level:
    """The rules of one level. `scan` finds the codes a rule can begin with; `opened` holds, for each of these codes, the
    alternation of the rules it opens, in which the number of the last empty group tells the place of the one that hit.
    """

    scan: re.Pattern[str]
    opened: dict[str, Opened]


class Opened:
    """The rules that a code opens, in their order, and their alternation: its group N + 1 closes rule N.

    It is compiled when a text first holds the code: most texts hold few of them, and compiling all takes a tenth of a second.
    """

    def __init__(self, rules: tuple[Rule, ...], loose: Sequence[str]) -> None:
        self.rules = rules
        self._loose = loose

    @cached_property
    def match(self) -> Callable[[str, int], re.Match[str] | None]:
        """The alternation's own method."""
        return re.compile("|".join(f"(?:{pattern})()" for pattern in self._loose)).match


Reader = Callable[[Match], "Node | int | None"]


class Grammar:
    """The rules in levels, ready to run."""

    def __init__(self, readers: dict[str, Reader], *, joins: bool = True) -> None:
        self.lexicon = lexicon()
        self.rules = [rule for rule in _load(self.lexicon) if joins or not rule.joins]
        unknown = sorted({rule.make for rule in self.rules} - readers.keys() - {"nothing"})
        if unknown:
            raise LexiconError(f"extract/data/dates/rules.toml: no reading is called {', '.join(unknown)}")
        self._readers = readers
        self._number = {name: self.lexicon.letter(name) for name in ("TENS", "HUNDREDS", "YEAR", "NUMBER")}
        levels = sorted({rule.level for rule in self.rules})
        sets = tomllib.loads(read("dates/rules.toml"))["sets"]
        weak = "".join(map(self.lexicon.known, sets["WEAK"].split("|")))
        inert = "".join({code for code in self.lexicon.codes.values() if not code.isalpha()})
        self._gaps = _gap(f"[{re.escape(weak + inert + OTHER)}]")
        found = "".join({rule.gives for rule in self.rules} - {OTHER})
        self._later_gaps = _gap(f"[^{found}{''.join(map(self.lexicon.known, sets['LATER'].split('|')))}]")
        self._levels = [_level([rule for rule in self.rules if rule.level == level], weak) for level in levels]

    def parse(self, text: str, masks: Sequence[tuple[int, int]] = ()) -> State:
        """Return the text as read by all levels."""
        parts = self.lexicon.cut(text)
        codes, places = _shortened(_masked(parts, masks) if masks else parts.codes, self._gaps)
        state = State(parts, codes, places, places, {})
        for number, level in enumerate(self._levels):
            if number == _FIRST_JOINING:
                state.codes = self._later_gaps.sub(_emptied, state.codes)
            state = self._run(state, level)
        return state

    def _run(self, state: State, level: Level) -> State:
        """Return the state after one level: each find of its rules shrunk to one code."""
        codes, opens = state.codes, level.opened
        reads: list[tuple[int, int, str, Found]] = []
        at = 0
        for opening in level.scan.finditer(codes):
            place = opening.start()
            if place < at:
                continue
            opened = opens[opening[0]]
            hit = opened.match(codes, place)
            read = self._first(state, opened.rules, place, hit.lastindex or 1) if hit else None
            if read is not None:
                reads.append(read)
                at = read[1]
        return _replaced(state, reads) if reads else state

    def _first(self, state: State, rules: Sequence[Rule], place: int, hit: int) -> tuple[int, int, str, Found] | None:
        """Return stretch and reading of the first rule that has a meaning here, from the one that hit onwards."""
        for rule in rules[hit - 1 :]:
            exact = rule.regex.match(state.codes, place)
            if exact is None:
                continue
            made = self._read(rule, Match(state, exact, self.lexicon))
            if made is not None:
                core = "core" in exact.re.groupindex and exact["core"]
                return *exact.span("core" if core else 0), *made
        return None

    def _read(self, rule: Rule, match: Match) -> tuple[str, Found] | None:
        if rule.make == "nothing":
            return OTHER, Found(None, rule.id)
        made = self._readers[rule.make](match)
        if made is None:
            return None
        if isinstance(made, int):
            code = rule.gives if rule.make != "number_words" else self._number[_size(made)]
            return code, Found(None, rule.id, made)
        return rule.gives, Found(made, rule.id)


def _gap(code: str) -> re.Pattern[str]:
    """Return the pattern of a stretch of such codes that is too long for any rule to reach its middle."""
    return re.compile(f"{code}{{{2 * _WINDOW + 8},}}")


def _emptied(gap: re.Match[str]) -> str:
    """Return a stretch without any strong word of time, its middle made inert: no rule reaches that far."""
    text = gap[0]
    return text[:_WINDOW] + OTHER * (len(text) - 2 * _WINDOW) + text[-_WINDOW:]


def _shortened(codes: str, gaps: re.Pattern[str]) -> tuple[str, list[int]]:
    """Return the codes, the middle of each gap shrunk to one inert code, with the part that each code left stands for."""
    kept: list[str] = []
    places: list[int] = []
    at = 0
    for gap in gaps.finditer(codes):
        middle = gap.start() + _WINDOW
        kept += (codes[at:middle], OTHER)
        places += range(at, middle + 1)
        at = gap.end() - _WINDOW
    kept.append(codes[at:])
    places += range(at, len(codes))
    return "".join(kept), places


def _replaced(state: State, reads: Sequence[tuple[int, int, str, Found]]) -> State:
    """Return the state with each stretch that was read shrunk to its code; `reads` are in order and do not overlap."""
    codes: list[str] = []
    firsts: list[int] = []
    lasts: list[int] = []
    nodes: dict[int, Found] = {}
    pending = list(state.nodes.items())
    pending.reverse()
    at = 0
    for start, end, code, found in (*reads, (len(state.codes), 0, "", None)):
        moved = len(firsts) - at
        while pending and pending[-1][0] < start:
            place, old = pending.pop()
            if place >= at:
                nodes[place + moved] = old
        codes += (state.codes[at:start], code)
        firsts += state.firsts[at : start + 1]
        lasts += state.lasts[at:start]
        if found:
            nodes[len(lasts)] = found
            lasts.append(state.lasts[end - 1])
        at = end
    return State(state.parts, "".join(codes), firsts, lasts, nodes)


def _level(rules: list[Rule], weak: str) -> Level:
    """Lay out the rules of a level, once for each set of rules that a code opens.

    A weak word before a word that no rule speaks of opens nothing: no rule lets an inert code follow its first.
    """
    loose = [_GROUP.sub("(?:", _loose(rule.regex.pattern)) for rule in rules]
    by_code: dict[str, list[int]] = {}
    for number, rule in enumerate(rules):
        for code in openings(rule.regex.pattern):
            by_code.setdefault(code, []).append(number)
    sets = {
        numbers: Opened(tuple(rules[number] for number in numbers), [loose[number] for number in numbers])
        for numbers in sorted({tuple(numbers) for numbers in by_code.values()})
    }
    opened = {code: sets[tuple(numbers)] for code, numbers in by_code.items()}
    starts = re.escape("".join(sorted(opened)))
    return Level(re.compile(f"[{starts}](?:(?<![{re.escape(weak)}])|(?![ {LINE}]*{OTHER}))"), opened)


def _size(number: int) -> str:
    """Return the class of a number told in words."""
    return "NUMBER" if number < 32 else "TENS" if number < 100 else "HUNDREDS" if not 1000 <= number < 2200 else "YEAR"


def _masked(parts: Parts, masks: Sequence[tuple[int, int]]) -> str:
    """Return the codes with every part that a mask touches made inert."""
    codes = list(parts.codes)
    where = iter(sorted(masks))
    mask = next(where, None)
    for place in range(len(codes)):
        while mask is not None and mask[1] <= parts.starts[place]:
            mask = next(where, None)
        if mask is None:
            break
        if mask[0] < parts.starts[place + 1]:
            codes[place] = OTHER
    return "".join(codes)


def _loose(pattern: str) -> str:
    """Return a pattern whose back-reference is spelled out loosely: the rule's own regex checks it."""
    return re.sub(r"\(\?P=\w+\)", "(?: ?[/.-] ?)", pattern)


@cache
def _load(words: Lexicon) -> list[Rule]:
    """Return the rules of the data file, checked and compiled in file order."""
    name = "extract/data/dates/rules.toml"
    data = tomllib.loads(read("dates/rules.toml"))
    sets: dict[str, str] = data["sets"]
    rows = data["rule"]
    for row in rows:
        if "gives" in row:
            words.letter(row["gives"])
    out: list[Rule] = []
    for row in rows:
        if missing := {"id", "level", "pattern", "make", "example", "counter"} - row.keys() or row.keys() - _FIELDS:
            raise LexiconError(f"{name}: rule {row.get('id')!r}: field {', '.join(sorted(missing))} missing or unknown")
        over_lines = row["level"] < _FIRST_JOINING and row["make"] != "nothing"
        try:
            regex = re.compile(_translate(row["pattern"], f"[ {LINE}]*" if over_lines else " *", sets, words))
        except (re.error, KeyError) as error:
            raise LexiconError(f"{name}: rule {row['id']!r}: {error}") from error
        if regex.groups > len(regex.groupindex):
            raise LexiconError(f"{name}: rule {row['id']!r}: a group without a name")
        gives = words.letter(row["gives"]) if "gives" in row else OTHER
        finds = row.get("finds", "")
        out.append(
            Rule(
                row["id"],
                row["level"],
                regex,
                row["make"],
                gives,
                row["example"],
                finds,
                row["counter"],
                row.get("joins", False),
            )
        )
    return sorted(out, key=lambda rule: rule.level)


def _translate(pattern: str, space: str, sets: dict[str, str], words: Lexicon) -> str:
    """Return the pattern over codes: classes become character sets, a space the white space given."""

    def letters(names: str) -> str:
        return "".join(letters(sets[name]) if name in sets else words.known(name) for name in names.split("|"))

    def spelled(match: re.Match[str]) -> str:
        body = f"[{letters(match[2])}]"
        return f"(?P<{match[1]}>{body})" if match[1] else body

    return _CLASS.sub(spelled, _SPACE.sub(space, pattern))
