"""Reading: any bytes to a source or a clear error; what containers say of their documents."""

import time
from contextlib import suppress
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.reading import Payload, ReadError, source
from extract.reading.columns import in_sequence
from extract.reading.dates import in_name, iso

CASES = Path(__file__).parent / "cases"
TEXT = "Bruxelles, le 3 mars 2024\n\nL'été où tout a commencé : « à Liège ».\n"


class HintCase(msgspec.Struct, forbid_unknown_fields=True):
    """A document and the hints it must give: kind, value, rule, and the characters they stand in (null: outside the text)."""

    path: str
    text: str
    hints: list[tuple[str, str, str, str | None]]


def hint_cases() -> list[HintCase]:
    decoder = msgspec.json.Decoder(HintCase)
    return [decoder.decode(line) for line in (CASES / "reading-hints.jsonl").read_bytes().splitlines() if line.strip()]


@pytest.mark.parametrize("case", hint_cases(), ids=lambda case: case.path)
def test_hints(case: HintCase) -> None:
    made = source(Payload(case.path, case.text.encode()))
    assert made.text == case.text
    found = [(h.kind, h.value, h.rule, None if h.start is None else made.text[h.start : h.end]) for h in made.hints]
    assert found == case.hints


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (b"\xef\xbb\xbf" + TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-16"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("cp1252"), "cp1252"),
        (TEXT.encode("mac_roman"), "mac_roman"),
        (TEXT.encode("cp850"), "cp850"),
        (TEXT.encode() * 4 + b"\xe9\n", "utf-8+cp1252"),
    ],
)
def test_encodings(data: bytes, encoding: str) -> None:
    made = source(Payload("a.txt", data))
    assert made.encoding == encoding
    assert made.text.removeprefix("\ufeff").startswith(TEXT)


def test_newlines_and_mark_stay() -> None:
    assert source(Payload("a.txt", b"\xef\xbb\xbfa\r\nb\rc\n")).text == "\ufeffa\r\nb\rc\n"


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (b'<html><meta charset="iso-8859-15"><p>\xe9t\xe9</p>', "text/html"),
        (b'<?xml version="1.0" encoding="windows-1252"?><html><p>\xe9t\xe9</p>', "text/html"),
        (b"<p>\xe9t\xe9</p>", "text/html; charset=iso-8859-1"),
        (b"<p>\xe9t\xe9</p>", "application/xhtml+xml"),
        (b'<html><meta charset="no-such-thing"><p>\xe9t\xe9</p>', "text/html"),
    ],
)
def test_declared_charsets(data: bytes, media_type: str) -> None:
    made = source(Payload("a", data, media_type))
    assert "été" in made.text
    assert made.media_type == "text/html"


@pytest.mark.parametrize(
    ("path", "data", "words"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \r\n\t\n", "no text"),
        ("a.txt", b"\xef\xbb\xbf", "no text"),
        ("a", b"\x00" * 64, "not text"),
        ("a.png", b"\x89PNG\r\n\x1a\n" + bytes(range(64)), "not text"),
        ("a.eml", b"no headers here", "not an e-mail"),
        (
            "a.eml",
            b"MIME-Version: 1.0\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n",
            "no text part",
        ),
        ("a.pdf", b"%PDF-1.4 cut", "broken PDF"),
        ("a.docx", b"PK\x03\x04cut", "broken DOCX"),
        ("a", b"PK\x03\x04cut", "many documents"),
    ],
)
def test_what_cannot_be_read_says_why(path: str, data: bytes, words: str) -> None:
    with pytest.raises(ReadError, match=words) as caught:
        source(Payload(path, data))
    assert caught.value.remedy


def test_a_few_nul_bytes_do_no_harm() -> None:
    assert source(Payload("a.txt", TEXT.encode() * 3 + b"\0")).text.endswith("\0")


def test_five_megabytes_are_read() -> None:
    assert len(source(Payload("a.txt", TEXT.encode() * 75_000)).text) == len(TEXT) * 75_000


@settings(max_examples=200)
@given(
    st.binary(max_size=200) | st.text(max_size=100).map(str.encode),
    st.sampled_from(["a.txt", "a.html", "a.md", "a.eml", "a.wml", "a.pdf", "a.docx", "a", "a.zip", "2024-01-01.txt"]),
)
def test_any_bytes_give_a_source_or_an_error(data: bytes, path: str) -> None:
    try:
        made = source(Payload(path, data))
    except ReadError as error:
        assert error.error
        assert error.remedy
        return
    for hint in made.hints:
        assert hint.start is None or 0 <= hint.start <= (hint.end or 0) <= len(made.text)


@pytest.mark.parametrize("path", ["a.txt", "a.md", "a.html", "a.eml", "a.wml", "a.csv"])
@pytest.mark.parametrize(
    "part",
    [
        "<!---->",
        "---\n",
        "---\ntitle: '",
        "a: ''",
        "a: \"''",
        "a: '\n  ",
        '<meta content="',
        "<time ",
        "From: a\n ",
        "=?a?q?",
        "\n",
        " ",
    ],
)
def test_hostile_files_take_linear_time(path: str, part: str) -> None:
    def seconds(n: int) -> float:
        data = ("---\n" * (path == "a.md") + part * n + "x").encode()
        before = time.process_time()
        with suppress(ReadError):
            source(Payload(path, data))
        return time.process_time() - before

    assert seconds(16_000) < 40 * max(seconds(2_000), 0.01)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("2016-09-29", "2016-09-29"),
        ("'2018-10-20T00:33:27'", "2018-10-20T00:33:27"),
        ("2017-06-13 07:20:00 Z", "2017-06-13T07:20:00Z"),
        ("2023-06-05 09:00:00 -0400", "2023-06-05T09:00:00-04:00"),
        ("2024-05-06T10:00:00.123+02:00", "2024-05-06T10:00:00+02:00"),
        ("20160929", "2016-09-29"),
        ("29/09/2016", "2016-09-29"),
        ("Wed, 12 Feb 2025 10:27:03 +0000", "2025-02-12T10:27:03+00:00"),
        ("2016-13-40", None),
        ("hier", None),
        ("", None),
        ("2016-09-29 99:99", "2016-09-29"),
    ],
)
def test_machine_dates(written: str, value: str | None) -> None:
    assert iso(written) == value


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("2016-09-29-oim.txt", "2016-09-29"),
        ("cp_20160929.pdf", "2016-09-29"),
        ("presse/2016/09/29/oim.html", "2016-09-29"),
        ("corpus-2024-01-01/oim.txt", None),
        ("a.zip!2016-09-29.txt", "2016-09-29"),
        ("tel0320160929.txt", None),
        ("2016-02-31.txt", None),
        ("oim.txt", None),
    ],
)
def test_dates_in_names(path: str, value: str | None) -> None:
    found = in_name(path)
    assert (found.value if found else None) == value


COUPLED = """From: =?utf-8?q?Am=C3=A9lie?= <a@b.fr>\r
Subject: =?utf-8?q?Communiqu=C3=A9?=\r
Date: Wed, 12 Feb 2025 10:27:03 +0000\r
MIME-Version: 1.0\r
Content-Type: multipart/alternative; boundary=x\r
\r
--x\r
Content-Type: text/html; charset=utf-8\r
\r
<p>page</p>\r
--x\r
Content-Type: text/plain; charset=iso-8859-1\r
Content-Transfer-Encoding: quoted-printable\r
\r
L'=E9t=E9 =E0 Li=E8ge=\r
 commence.\r
--x--\r
"""


def test_a_coded_mail_has_a_text_layer() -> None:
    made = source(Payload("a.eml", COUPLED.encode()))
    assert made.layer == "decoded"
    assert made.text.startswith("From: Amélie <a@b.fr>\nSubject: Communiqué\nDate: Wed, 12 Feb 2025 10:27:03 +0000\n")
    assert "L'été à Liège commence." in made.text
    published = made.hint("published")
    assert published is not None
    assert published.value == "2025-02-12T10:27:03+00:00"
    assert made.text[published.start : published.end] == "Wed, 12 Feb 2025 10:27:03 +0000"


def test_a_plain_mail_is_its_file() -> None:
    text = "From: a@b.fr\r\nSubject: =?utf-8?b?w4l0w6k=?=\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nBonjour à tous\r\n"
    made = source(Payload("a.eml", text.encode()))
    assert (made.layer, made.text) == ("file", text)
    title = made.hint("title")
    assert title is not None
    assert title.value == "Été"


def test_docx(tmp_path: Path) -> None:
    docx = pytest.importorskip("docx")
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Ville de Liège"
    document.add_paragraph("Le titre")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Anne", "04 000 00 00"
    document.save(str(tmp_path / "a.docx"))
    made = source(Payload("a.docx", (tmp_path / "a.docx").read_bytes()))
    assert made.layer == "decoded"
    assert made.text.split("\n") == ["Ville de Liège", "", "Le titre", "", "Anne\t04 000 00 00", "", ""]


def pdf_of(*lines: str) -> bytes:
    """Return a PDF of one page with these lines, in Helvetica."""
    shown = b" 0 -20 Td ".join(b"(" + line.encode("cp1252") + b") Tj" for line in lines)
    stream = b"BT /F1 12 Tf 72 720 Td " + shown + b" ET"
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        font,
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(out)
    return out + b"xref\n0 6\n0000000000 65535 f \n" + table + end


def test_pdf() -> None:
    pytest.importorskip("pypdf")
    made = source(Payload("2024-03-03.pdf", pdf_of("Bruxelles, le 3 mars 2024", "L'été à Liège commence.")))
    assert (made.layer, made.media_type) == ("decoded", "application/pdf")
    assert [line for line in made.text.split("\n") if line] == ["Bruxelles, le 3 mars 2024", "L'été à Liège commence."]
    with pytest.raises(ReadError, match="pictures of text"):
        source(Payload("scan.pdf", pdf_of("1")))


def test_a_table_keeps_its_rows() -> None:
    rows = ["Nom            Téléphone         Courriel", "Anne Petit     02 98 00 00 01    anne@example.fr"]
    table = "\n".join([*rows, "Bob Grand      02 98 00 00 02    bob@example.fr"])
    assert in_sequence(table) == table
