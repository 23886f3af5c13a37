"""Clauses of saying: `a déclaré X`, `explique-t-il`, `selon X`, `par la voix de X`; each gives speaker and cue."""

from __future__ import annotations

from extract.relations.functions import head_at
from extract.relations.page import BREAK
from extract.relations.people import sentence_end
from extract.relations.sayings import Speech, infinitives, inverted, says, surface, unknown_participle, verbs
from extract.relations.speakers import Speakers
from extract.relations.wordsets import at_word, expressions, members

REACH = 28  # words in which a clause of saying names its subject


def clause(speakers: Speakers, i: int, rule: str) -> Speech | None:
    """Read a clause of saying that begins at word `i`: its verb within reach, then the subject, or a source."""
    page, names = speakers.page, speakers.names
    end = min(sentence_end(page, i), i + REACH)
    if width := at_word(page, i, expressions("quotes/sources.txt")):
        person, known = speakers.after(i + width, end)
        return Speech(person, surface(page, i, i + width), "quote.source") if known else None
    for k in range(i, min(end, i + 11)):
        word = page.words[k]
        if (turned := inverted(page, k)) is not None:
            pronoun, last = turned
            if pronoun in members("we"):
                return None
            opening = k - (page.word(k - 1) in members("reflexives"))
            return Speech(speakers.pronoun(k, pronoun), surface(page, opening, last + 1), rule)
        said = (
            word in verbs()
            or (k > i and word in infinitives())
            or (k == i + 1 and page.words[i] in members("has") and unknown_participle(word))
        )
        if said and k not in names.inside:
            person, known = speakers.after(k + 1, end, verbs().get(word, ""))
            if known:
                return Speech(person, surface(page, k, k + 1), rule)
        if word in members("verb_stops") or word == BREAK:
            break
    return None


def source(speakers: Speakers, start: int, stop: int) -> Speech | None:
    """Read the source that a sentence names before a quotation: `Selon X, directeur de Y, « … »`."""
    page, names = speakers.page, speakers.names
    for k in range(stop - 1, start - 1, -1):
        width = at_word(page, k, expressions("quotes/sources.txt"))
        purpose = page.words[k] in members("purposes")
        if not width or (purpose and k != start and page.words[k - 1] != ","):
            continue
        person, known = speakers.after(k + width, stop)
        if purpose and (person is None or any(says(page, names, j) for j in range(k, stop))):
            continue
        if known:
            return Speech(person, surface(page, k, k + width), "quote.source")
    return None


def voice(speakers: Speakers, start: int, stop: int) -> Speech | None:
    """Read who speaks for an organisation: `Le syndicat dit regretter, par la voix de X, « … »`."""
    page = speakers.page
    for k in range(start, stop):
        width = at_word(page, k, expressions("quotes/voices.txt"))
        person, known = speakers.after(k + width, stop) if width else (None, False)
        if known and person is not None:
            return Speech(person, surface(page, k, k + width), "quote.source")
    return None


def names_someone(speakers: Speakers, i: int, b: int) -> bool:
    """Tell whether the subject of an inner clause stands right behind its verb: a name, or a function."""
    page = speakers.page
    for j in range(i, min(b, i + 8)):
        mention = speakers.names.first.get(j)
        if (mention is not None and mention.kind in ("PER", "ORG")) or head_at(page, j) is not None:
            return True
        if page.words[j] in (",", ".", ";", ":"):
            return False
    return False
