"""Zones: the written cases, every character in one zone, cue rules with their examples, date lines."""

import json
import re
import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.cleaned import Cleaned, Mark
from extract.cleaning import clean
from extract.draft import draft_of
from extract.lexicons import rows
from extract.types import Source, Zone
from extract.zones import divide, kind_at, lay_out
from extract.zones.channels import has_channel
from extract.zones.cues import cue_of, cues
from extract.zones.datelines import dateline_length, is_dateline, is_stamp
from extract.zones.lines import fold
from extract.zones.patterns import written

CASES = [json.loads(line) for line in (Path(__file__).parent / "cases" / "zones.jsonl").read_text("utf-8").splitlines()]
KINDS = {"furniture", "title", "dateline", "heading", "body", "about", "contact", "embargo"}


def source_of(text, media_type="text/plain", hints=()):
    return Source("test", text, "", "utf-8", media_type, hints=hints)


def expectations(case):
    """Yield (kind, words) pairs: where the words begin, a zone of that kind must stand."""
    if "expect" in case:
        yield from case["expect"]
        return
    for kind, text, *rest in case["lines"]:
        if kind.startswith("inner:"):
            yield kind.removeprefix("inner:"), text.split(": ", 1)[1]
        elif kind.endswith("+"):
            yield kind[:-1], text
            yield "body", rest[0].lstrip(" /-–")
        elif "|" in kind:
            yield from zip(kind.split("|"), (text, rest[0]), strict=True)
        elif text:
            yield kind, text


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_case(case):
    text = case.get("page") or "\n".join("".join(line[1:]) for line in case["lines"])
    hints = ()
    if case["media_type"] == "text/html" or text.startswith("---"):
        from extract.reading import Payload, source

        name = "a.html" if case["media_type"] == "text/html" else "a.md"
        hints = source(Payload(name, text.encode())).hints
    source = source_of(text, case["media_type"], hints)
    cleaned = clean(source)
    layout = lay_out(cleaned, source)
    at = 0
    wrong = []
    for kind, words in expectations(case):
        start = cleaned.text.find(words.strip(), at)
        assert start >= 0, words
        if (found := kind_at(layout.zones, start)) != kind:
            wrong.append(f"{words[:50]!r} is {found}, not {kind}")
        at = start + len(words.strip())
    assert not wrong, "\n".join(wrong)
    got = None if layout.title is None else getattr(layout.title, "text", None) or layout.title.value
    assert got == case["title"]


PIECES = st.sampled_from(
    [
        "Contact presse :",
        "COMMUNIQUÉ DE PRESSE",
        "Tél. : 01 02 03 04 05",
        "À propos de nous",
        "Paris, le 3 mars 2024",
        "- 30 -",
        "Accueil > Presse > Actualités",
        "Le port annonce une hausse",
        "a@b.fr",
        "---",
        "title: Un titre",
        "À lire aussi",
        "É" * 170 + ".",
        "Tunis, 3 mai 2024 (TAP) – Le port",
        "\u00a0",
        "\t",
        "İ",
        "SOUS EMBARGO",
        "Il dit. Contact presse : Jean, a@b.fr",
        "--",
    ]
)


@given(st.lists(st.one_of(PIECES, st.text(max_size=30)), max_size=25).map("\n".join), st.booleans(), st.data())
def test_every_character_is_in_one_zone(text, page, data):
    offsets = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(sorted)
    tags = st.sampled_from(["h1", "h3", "a", "nav", "li", "title", "div", "time", "b", "td"])
    marks = data.draw(
        st.lists(
            st.builds(lambda t, o, v: Mark(t, o[0], o[1], v), tags, offsets, st.sampled_from(["", "menu", "date", "title"])),
            max_size=6,
        )
    )
    cleaned = Cleaned.untouched(text).with_marks(marks)
    zones = divide(cleaned, source_of(text, "text/html" if page else "text/plain"))
    assert all(zone.kind in KINDS and 0 <= zone.start < zone.end <= len(text) for zone in zones)
    assert all(one.end <= other.start for one, other in pairwise(zones))
    covered = set()
    for zone in zones:
        covered.update(range(zone.start, zone.end))
    assert not [i for i, c in enumerate(text) if not c.isspace() and i not in covered]


@pytest.mark.parametrize("rule", cues(), ids=lambda rule: rule.id)
def test_cue_rule(rule):
    assert cue_of(fold(rule.example)) == rule.cue
    assert cue_of(fold(rule.counter_example)) != rule.cue
    assert re.compile(rule.pattern).groups == 0
    assert not rule.needs or any(need in fold(rule.example) for need in rule.needs)


@pytest.mark.parametrize("topic", ["zones", "issuer"])
def test_patterns(topic):
    for name, rule in written(topic).items():
        look = re.compile(rule.pattern).search if rule.anywhere else re.compile(rule.pattern).match
        assert look(rule.example), name
        assert not look(rule.counter_example), name


def test_cues_are_linear():
    for piece in ("a", " ", "contact ", "x » ", "pour plus d'", "- ", "communique ", "1 ", "embargo ", "a\u00a0", "facebook, "):
        text = piece * (200_000 // len(piece))
        start = time.process_time()
        for rule in written("zones").values():
            (re.compile(rule.pattern).search if rule.anywhere else re.compile(rule.pattern).match)(text)
        cue_of(text), has_channel(text), is_dateline(text, text), dateline_length(text, text), is_stamp(text, text)
        assert time.process_time() - start < 2, piece


def test_markup_roles():
    assert {role for _, role in rows("zones/markup.tsv", 2)} <= {"furniture", "contact", "about", "title"}


@pytest.mark.parametrize(
    "text",
    [
        "Bruxelles, le 3 mars 2024",
        "29 Sep. 2016",
        "(Kinshasa, le 12 mai 2021)",
        "Annecy – Martigny – Gatineau, le 21 octobre 2022",
        "Lisbonne/Bruxelles, 11 mai 2022",
        "Cap-Haïtien, lundi 9 février 2026, 15 h 00",
        "Publié le 12 mars 2020 à 15h30",
        "Fait à Dakar, le 5 mai 2020",
        "COMMUNIQUÉ DE PRESSE - 20/01/2025",
        "2020-03-04",
        "L'Anse-au-Phare (Québec), le 1er juin 2021",
        "Paris, vendredi 1er mars 2024.",
        "Ville de Sion, le 4 mai 2024",
        "Genève, 12.04.2023",
    ],
)
def test_dateline(text):
    assert is_dateline(text, fold(text))


@pytest.mark.parametrize(
    "text",
    [
        "Rendez-vous le 3 mars 2024",
        "Conférence à Paris, le 3 mai 2024",
        "Le 3 mars 2024, la maire reçoit les élus",
        "Réunion jeudi 18 mars 2021",
        "Bilan de l'année 2023",
        "Article 3.2.1",
        "Info du jour - 23/03/2020",
    ],
)
def test_no_dateline(text):
    assert not is_dateline(text, fold(text))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ALGER, 9 avril 2021 (APS) – Le ministre", "ALGER, 9 avril 2021 (APS)"),
        ("Saint-Nazaire, mardi 14 juin 2022. Ce matin", "Saint-Nazaire, mardi 14 juin 2022"),
        ("Belley, vendredi 30 mai. L'Union", "Belley, vendredi 30 mai"),
        ("Paris (AFP) – Le président", "Paris (AFP)"),
        ("MONCTON (N.-B.), le mardi 8 juin 2021 - La", "MONCTON (N.-B.), le mardi 8 juin 2021"),
        ("Lundi 3 mars 2024 : réunion", ""),
        ("Anne Martin (CGT) - a dit non", ""),
        ("Le 3 mars 2024 – date limite", ""),
    ],
)
def test_dateline_before_text(text, found):
    assert text[: dateline_length(text, fold(text))] == found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Publié à 09:12h dans Actualités par admin31", True),
        ("[27 janvier 2024] - Fonds des Lacs", True),
        ("📅 2 mai 2026 | Service de presse", True),
        ("Le 22 mars, reprenons la main", False),
        ("2 février 2024 : l'hôpital en grève", False),
        ("Par temps clair, on voit l'île", False),
    ],
)
def test_stamp(text, expected):
    assert is_stamp(text, fold(text)) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("jeanne.dupre@ville.fr", True),
        ("jeanne [at] ville [point] fr", True),
        ("Tél. : 02 99 00 12 34", True),
        ("02/512.34.56", True),
        ("+41 (0)27 555 12 34", True),
        ("514 555-0142, poste 4021", True),
        ("3702-1188 (standard)", True),
        ("le 12.11.2024", False),
        ("1 250 000 euros", False),
        ("Ma s@nté 2.0", False),
        ("SIRET 123 456 789 00012", False),
        ("de 2016 à 2019", False),
    ],
)
def test_channel(text, expected):
    assert has_channel(fold(text)) is expected


@given(st.text())
def test_fold_keeps_length(text):
    assert len(fold(text)) == len(text)


def test_kind_at():
    zones = [Zone("title", 2, 5), Zone("contact", 8, 12)]
    assert [kind_at(zones, i) for i in (0, 2, 4, 5, 8, 11, 12)] == [
        "body",
        "title",
        "title",
        "body",
        "contact",
        "contact",
        "body",
    ]


def test_neighbours_of_one_kind_are_one_zone():
    menu = "Accueil\nActualités\nPartager sur Facebook\n© 2024 Ville de Sète"
    assert [zone.kind for zone in divide(Cleaned.untouched(menu), source_of(menu))] == ["furniture"]
    cards = "Contact presse : a@b.fr\nPresse : c@d.fr\n\nContact commercial : e@f.fr"
    assert [zone.end for zone in divide(Cleaned.untouched(cards), source_of(cards))] == [39, len(cards)]


def test_component_works_alone():
    import spacy

    import extract.components.zones  # noqa: F401  registers the factory

    nlp = spacy.blank("fr")
    nlp.add_pipe("extract.zones")
    draft = draft_of(
        nlp("La halle rouvre ses portes au public\n\nLe marché reprend samedi à l'aube.\n\nContact presse : a@b.fr")
    )
    assert draft.title is not None and draft.title.text == "La halle rouvre ses portes au public"
    assert [zone.kind for zone in draft.zones] == ["title", "body", "contact"]
