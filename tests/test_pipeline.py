"""The whole pipeline: any input gives a record whose every offset is exact, or a failure that says what to do."""

import sys
from pathlib import Path

import pytest
import spacy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import extract
from extract.cleaning import clean
from extract.config import STAGES, Config, ConfigError
from extract.reading import Payload, source
from extract.types import Failure, Record
from extract.writing import jsonl

RELAXED = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
PIECES = (
    "Bruxelles, le 3 mars 2024", "Contact : Anne PETIT", "Tél. : +32 2 555 66 77", "anne [at] exemple.fr", "« Nous irons »",
    "explique Marc Dubois,", "directeur de la Fédération des moulins (FDM)", "&eacute;t&eacute;", "Ã©tÃ©", "<p>", "</p>",
    "<b>", "&nbsp;", "\u00ad", "\u200b", "’", "“", "”", "—", "\r\n", "\n\n", "\t", " ", "-\n", "http://exemple.fr/a",
    'mailto:x@y.fr">x@y.fr', "12/04/2024", "de 9h à 17h", "Accueil > Presse", "À propos de la FDM", "\x00", "🌟", "ﬁ", "M.",
    "le ministre de l'Intérieur", "(OMS)",
)  # fmt: skip
texts = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8)), max_size=40).map(" ".join)


def check(record: Record, payload: Payload) -> None:
    """Every mention must be what cleaning makes of its raw stretch, and every place lie inside the text."""
    read = source(payload)
    cleaned = clean(read)
    for mention in record.mentions:
        start, end = cleaned.clean_span(mention.start, mention.end)
        assert cleaned.surface(start, end) == mention.text
        assert cleaned.raw_span(start, end) == (mention.start, mention.end)
    for placed in (*record.zones, *record.contacts, *record.quotes, *record.relations):
        assert 0 <= placed.start < placed.end <= len(read.text)
    assert jsonl.record(jsonl.line(record)) == record


@RELAXED
@given(texts, st.sampled_from(["a.txt", "a.html", "a.md", "a.eml", "a.wml"]))
def test_every_value_of_any_text_maps_back_exactly(pipeline: extract.Pipeline, text: str, name: str) -> None:
    payload = Payload(name, text.encode("utf-8", "surrogatepass"))
    (result,) = pipeline.pipe([payload])
    if isinstance(result, Failure):
        assert result.stage == "reading"
        assert result.remedy
    else:
        check(result, payload)


@RELAXED
@given(st.binary(max_size=400), st.sampled_from(["a.txt", "a.html", "a.md", "a.eml", "a", "a.pdf"]))
def test_any_bytes_give_a_record_or_a_failure(pipeline: extract.Pipeline, data: bytes, name: str) -> None:
    (result,) = pipeline.pipe([Payload(name, data)])
    assert isinstance(result, Record) or (result.stage == "reading" and result.remedy)


@pytest.mark.parametrize(
    ("name", "data", "fails"),
    [
        ("empty.txt", b"", True),
        ("blank.txt", b" \r\n\t ", True),
        ("image.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, True),
        ("nul.txt", "Le 3 mars 2024,\0 à Liège.".encode(), True),
        ("english.txt", b"The minister of finance said on Tuesday that the budget would be presented next week.", False),
        ("broken.eml", b"Subject: =?utf-8?q?broken\nContent-Type: multipart/mixed; boundary\n\n--\nBonjour.", False),
        ("headless.eml", b"\n\nBonjour.", True),
        ("utf16.txt", "Le 3 mars 2024, à Liège.".encode("utf-16"), False),
        ("latin.txt", "Le 3 mars 2024, à Liège, l’été.".encode("cp1252"), False),
    ],
)
def test_bad_input_is_told_clearly_and_harms_no_neighbour(
    pipeline: extract.Pipeline, name: str, data: bytes, fails: bool
) -> None:
    good = Payload("good.txt", "Le 3 mars 2024, à Liège.".encode())
    before, result, after = pipeline.pipe([good, Payload(name, data), good])
    assert isinstance(result, Failure) is fails
    assert isinstance(before, Record)
    assert before == after
    if isinstance(result, Failure):
        assert (result.path, result.stage) == (name, "reading")
        assert result.error
        assert result.remedy


def test_a_long_text_gives_a_record_and_too_long_a_one_a_failure() -> None:
    light = extract.Pipeline(Config(stages=("extract.zones", "extract.contacts", "extract.entities"), max_characters=3_000_000))
    line = "La mairie de Lille ouvre un guichet ; contact : presse@lille.example.\n\n"
    assert isinstance(next(light.pipe([Payload("long.txt", (line * 35_000).encode())])), Record)
    failure = next(light.pipe([Payload("longer.txt", (line * 50_000).encode())]))
    assert isinstance(failure, Failure)
    assert "max_characters" in failure.remedy


def test_the_language_of_a_text_is_told(pipeline: extract.Pipeline) -> None:
    assert pipeline("Le ministre a présenté hier le budget de la commune devant les habitants.").language == "fr"
    assert pipeline("The minister of finance said that the budget would be presented next week.").language == "en"


@pytest.mark.parametrize("stage", [stage for stage in STAGES if stage != "ner"])
def test_each_stage_is_a_spacy_component_that_works_alone(stage: str) -> None:
    nlp = spacy.blank("fr")
    nlp.add_pipe(stage)
    doc = nlp("Liège, le 3 mars 2024. Contact : Anne Petit (FDM), 04 222 22 22, anne@moulins.example")
    assert doc.text.startswith("Liège")


def test_contacts_alone_fill_the_span_group_of_their_name() -> None:
    nlp = spacy.blank("fr")
    nlp.add_pipe("extract.contacts")
    doc = nlp("Contact : Anne Petit, +32 4 222 22 22, Anne@Moulins.example")
    assert [(span.label_, span.kb_id_) for span in doc.spans["extract.contacts"] if span.label_ != "OTHER"] == [
        ("PHONE", "+3242222222"),
        ("EMAIL", "anne@moulins.example"),
    ]


def test_a_component_of_a_user_runs_where_the_configuration_names_it(tmp_path: Path) -> None:
    settings_file = tmp_path / "settings.toml"
    settings_file.write_text(
        'plugins = ["tests.plugins.shouting"]\nstages = ["extract.zones", "shouting", "extract.entities"]', encoding="utf-8"
    )
    record = extract.load(settings_file)("Voici la MOULINOTHEQUE de Liège.")
    (organisation,) = record.organisations
    assert organisation.name == "MOULINOTHEQUE"
    (mention,) = record.mentions
    assert (mention.rule, mention.start, mention.end) == ("shouting", 9, 22)


def test_frames_are_the_tables(pipeline: extract.Pipeline) -> None:
    text = "Contact : Anne Petit, anne@moulins.example"
    frames = extract.frames([pipeline(text)])
    assert list(frames) == [
        "documents", "mentions", "people", "organisations", "places", "dates", "contacts", "quotes", "relations",
    ]  # fmt: skip
    emails = frames["mentions"].query("kind == 'EMAIL'")
    assert [text[row.start : row.end] for row in emails.itertuples()] == ["anne@moulins.example"]
    assert extract.frames([])["people"].empty


def test_reference_and_region_can_be_given(pipeline: extract.Pipeline) -> None:
    record = pipeline("Rendez-vous demain. Tél. 022 327 41 11", reference="2024-03-07", region="CH")
    values = {mention.kind: mention.value for mention in record.mentions}
    assert values["DATE"] == "2024-03-08"
    assert values["PHONE"] == "+41223274111"


def test_a_text_without_words_is_refused_with_a_remedy(pipeline: extract.Pipeline) -> None:
    with pytest.raises(extract.ReadError, match="text"):
        pipeline("  \n ")


def test_a_plugin_may_stand_in_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "beside_the_user.py").write_text("import extract.components.zones", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", sys.path.copy())
    extract.Pipeline(extract.Config(stages=("extract.zones",), plugins=("beside_the_user",)))
    assert "beside_the_user" in sys.modules


@pytest.mark.parametrize(
    ("named", "told"),
    [
        ({"plugins": ("no_such_module",)}, "no_such_module"),
        ({"stages": ("extract.zones", "no_such_stage")}, "no_such_stage"),
        ({"stages": ("extract.no_such_stage",)}, "no_such_stage"),
    ],
)
def test_a_configuration_that_names_what_is_not_there_is_told(named: dict[str, tuple[str, ...]], told: str) -> None:
    with pytest.raises(ConfigError, match=told):
        extract.Pipeline(extract.Config(**named))


VCARD = """Le port de Sète ouvre sa saison

{}

BEGIN:VCARD
VERSION:3.0
FN:Jeanne Martin
N:Martin;Jeanne;;Mme;
ORG:Ligue des joutes de Sète;Service presse
TITLE:Chargée de communication
TEL;TYPE=WORK,VOICE:+33 4 67 00 00 01
TEL;TYPE=CELL:+33 6 12 00 00 02
EMAIL;TYPE=INTERNET:j.martin@joutes.example
ADR;TYPE=WORK:;;12, quai du Port;Sète;;34200;France
END:VCARD
"""


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.eml", "a.md"])
def test_a_vcard_is_a_contact_card(pipeline: extract.Pipeline, name: str) -> None:
    text = VCARD.format("La ligue attend dix mille visiteurs sur les quais, du 3 au 5 juin, pour les joutes et les feux. " * 2)
    if name == "a.eml":
        text = f"From: Ligue <info@joutes.example>\nSubject: Le port ouvre\n\n{text}"
    payload = Payload(name, (text.replace("\n", "<br>\n") if name == "a.html" else text).encode())
    (record,) = pipeline.pipe([payload])
    assert isinstance(record, Record)
    check(record, payload)
    card = next(card for card in record.contacts if card.person)
    assert (card.name, card.organisation_name, card.role) == (
        "Jeanne Martin", "Ligue des joutes de Sète", "Chargée de communication",
    )  # fmt: skip
    assert [phone.value for phone in card.phones] == ["+33467000001", "+33612000002"]
    assert card.emails == ("j.martin@joutes.example",)
    assert card.address == "12, quai du Port, Sète, 34200, France"
    said = " ".join(held.name for held in (*record.people, *record.organisations))
    assert not any(word in said.upper().split() for word in ("FN", "VCARD", "TYPE", "WORK", "VERSION", "NATIONAL"))


@pytest.mark.parametrize("margin", ["", "> ", "    "])
@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("de La Tour;Jeanne;Marie", "Jeanne Marie de La Tour"),
        ("de La Tour;Jeanne;;Mme;", "Jeanne de La Tour"),
        ("de Villiers;Anne", "Anne de Villiers"),
        ("van den Berg;Pierre", "Pierre VAN DEN BERG"),
        ("Martin;Jeanne", "Jeanne MARTIN"),
    ],
)
def test_the_name_of_a_vcard_is_that_of_its_person(pipeline: extract.Pipeline, name: str, known: str, margin: str) -> None:
    lines = ["Begin:vCard", f"N:{name}", "ORG:Ligue des joutes", "EMAIL:presse@joutes.example", "End:vCard"]
    text = "Le port de Sète ouvre sa saison\n\n" + "".join(f"{margin}{line}\n" for line in lines)
    payload = Payload("a.txt", text.encode())
    (record,) = pipeline.pipe([payload])
    assert isinstance(record, Record)
    check(record, payload)
    assert [person.name for person in record.people] == [known]
    mention = next(mention for mention in record.mentions if mention.kind == "PER")
    assert text[mention.start : mention.end] == name.split(";;")[0]
