"""Inputs: what a user names to the documents in it; folders, tables, archives, stores elsewhere."""

import gzip
import io
import os
import tarfile
import zipfile
from pathlib import Path

import fsspec
import pytest

from extract.reading import Payload, ReadOptions, payloads, source
from extract.types import Failure


def paths(*inputs: str | Path, options: ReadOptions | None = None) -> list[str]:
    """Return what inputs give: the paths of payloads, `path: error` for failures."""
    found = payloads([str(name) for name in inputs], options)
    return [f"{item.path}: {item.error}" if isinstance(item, Failure) else item.path for item in found]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_folders_are_read_through(here: Path) -> None:
    for name in ("in/b.txt", "in/a/c.html", "in/.hidden/d.txt", "in/style.css", "in/data.json", "in/e", "in/.f.txt"):
        (here / name).parent.mkdir(parents=True, exist_ok=True)
        (here / name).write_text("texte")
    (here / "in/round").symlink_to(here / "in")
    assert paths("in") == ["in/a/c.html", "in/b.txt", "in/e"]
    assert paths("in/*.txt") == ["in/b.txt"]
    assert paths("in/style.css") == ["in/style.css"]
    assert paths("out") == ["out: there is no such file or folder"]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the superuser may read everything")
def test_a_locked_folder_is_a_failure(here: Path) -> None:
    (here / "in").mkdir(mode=0)
    assert paths("in") == ["in: cannot be read: Permission denied"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes")
def test_pipes_do_not_hang(here: Path) -> None:
    os.mkfifo(here / "pipe")
    assert paths(".") == ["pipe: neither a file nor a folder"]


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"texte")))
    (item,) = payloads(["-"])
    assert isinstance(item, Payload)
    assert (item.path, item.data) == ("-", b"texte")


def test_json_lines(here: Path) -> None:
    (here / "t.jsonl").write_text(
        '{"id":"k","text":"un","d":"2024-05-06","r":"be"}\n\nnot json\n{"text":"deux"}\n{"x":1}\n{"text":""}\n'
    )
    options = ReadOptions(id_field="id", date_field="d", region_field="r")
    first, second, third, fourth, fifth = payloads(["t.jsonl"], options)
    assert isinstance(first, Payload)
    assert (first.path, first.data) == ("t.jsonl!k", b"un")
    assert [(h.kind, h.value, h.rule) for h in first.hints] == [
        ("published", "2024-05-06", "column"),
        ("region", "BE", "column"),
    ]
    assert isinstance(second, Failure)
    assert "line 3" in second.error
    assert isinstance(third, Payload)
    assert third.path == "t.jsonl!4"
    assert isinstance(fourth, Failure)
    assert "no column 'text'" in fourth.error
    assert isinstance(fifth, Failure)
    assert "no text" in fifth.error


@pytest.mark.parametrize("name", ["t.jsonl", "t.csv"])
def test_a_column_that_is_not_there(here: Path, name: str) -> None:
    rows = '{"titre":"a","corps":"b"}\n' * 3 if name == "t.jsonl" else "titre,corps\na,b\nc,d\n"
    (here / name).write_text(rows)
    (found,) = payloads([name])
    assert isinstance(found, Failure)
    assert found.error == "there is no column 'text'"
    assert "corps, titre" in found.remedy


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_csv(here: Path, encoding: str, delimiter: str) -> None:
    rows = f'id{delimiter}text\nx{delimiter}"L\'été\n""à"" Liège{delimiter}"\ny{delimiter}deux\n'
    (here / "t.csv").write_bytes(rows.encode(encoding))
    first, second = payloads(["t.csv"], ReadOptions(id_field="id"))
    assert isinstance(first, Payload)
    assert isinstance(second, Payload)
    assert (first.path, first.data.decode()) == ("t.csv!x", f'L\'été\n"à" Liège{delimiter}')
    assert second.path == "t.csv!y"


def test_a_row_may_be_long(here: Path) -> None:
    (here / "t.csv").write_text("text\n" + "a" * 3_000_000 + "\n")
    (row,) = payloads(["t.csv"])
    assert isinstance(row, Payload)
    assert len(row.data) == 3_000_000


def test_parquet(here: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow.parquet import write_table

    write_table(pyarrow.table({"text": ["un", None], "n": [7, 8]}), "t.parquet")
    assert paths("t.parquet", options=ReadOptions(id_field="n")) == [
        "t.parquet!7",
        "t.parquet!8: column 'text' of row 2 holds no text",
    ]
    (here / "u.parquet").write_bytes(b"PAR1")
    assert "not a Parquet table" in paths("u.parquet")[0]


def test_zip(here: Path) -> None:
    with zipfile.ZipFile("a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {
            "2016/oim.txt": "texte",
            "../out.txt": "x",
            "t.csv": "text\nun\n",
            "__MACOSX/a.txt": "x",
            "style.css": "x",
            "bomb.txt": "a" * 30_000_000,
            "in.zip": "x",
        }.items():
            archive.writestr(name, data)
    assert [name.replace("1025", "1028") for name in paths("a.zip")] == [
        "a.zip!../out.txt: its name leads out of the archive",
        "a.zip!2016/oim.txt",
        "a.zip!bomb.txt: it unpacks to 1028 times its size",
        "a.zip!in.zip: an archive in an archive",
        "a.zip!t.csv!1",
    ]
    assert paths("a.zip", options=ReadOptions(max_members=1))[-1] == "a.zip: it has more than 1 members"


@pytest.mark.parametrize("suffix", ["tar", "tar.gz", "tgz", "tar.xz"])
def test_tar(here: Path, suffix: str) -> None:
    mode = {"tar": "w", "tar.xz": "w:xz"}.get(suffix, "w:gz")
    with tarfile.open(f"a.{suffix}", mode) as archive:  # type: ignore[call-overload]
        for name in ("b/x.txt", "/etc/y.txt", ".z.txt"):
            member = tarfile.TarInfo(name)
            member.size = 5
            archive.addfile(member, io.BytesIO(b"texte"))
        link = tarfile.TarInfo("link.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    assert paths(f"a.{suffix}") == [
        f"a.{suffix}!b/x.txt",
        f"a.{suffix}!/etc/y.txt: its name leads out of the archive",
        f"a.{suffix}!link.txt: links and devices are not followed",
    ]


def test_gzip(here: Path) -> None:
    (here / "a.txt.gz").write_bytes(gzip.compress(b"texte"))
    (here / "b.jsonl.gz").write_bytes(gzip.compress(b'{"text":"un"}\n{"text":"deux"}\n'))
    (here / "c.txt.gz").write_bytes(gzip.compress(os.urandom(3000))[:1000])
    (here / "d.txt.gz").write_bytes(gzip.compress(b"a" * 40_000_000))
    assert paths(".") == [
        "a.txt.gz",
        "b.jsonl.gz!1",
        "b.jsonl.gz!2",
        "c.txt.gz: cannot be unpacked: Compressed file ended before the end-of-stream marker was reached",
        "d.txt.gz: cannot be unpacked: it unpacks to far more than its size",
    ]


@pytest.mark.parametrize("name", ["a.zip", "a.tar", "a.tar.gz", "a.gz", "a.mbox", "a.warc", "a.warc.gz", "a.parquet"])
def test_broken_archives_fail_clearly(here: Path, name: str) -> None:
    (here / name).write_bytes(b"PK\x03\x04 this is no archive")
    (found,) = payloads([name])
    assert isinstance(found, Failure)


def test_mbox(here: Path) -> None:
    (here / "m.mbox").write_bytes(b"From a\nSubject: A\n\nBonjour\n\n>From ici\n\nFrom b\nSubject: B\n\nSalut\n")
    first, second = payloads(["m.mbox"])
    assert isinstance(first, Payload)
    assert first.data == b"Subject: A\n\nBonjour\n\nFrom ici\n\n"
    assert (second.path, first.path) == ("m.mbox!2", "m.mbox!1")


def test_warc(here: Path) -> None:
    pytest.importorskip("warcio")
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    with Path("w.warc.gz").open("wb") as out:
        writer = WARCWriter(out, gzip=True)
        for name, kind, status in (
            ("2016/09/29/x", "text/html; charset=iso-8859-1", "200 OK"),
            ("i.png", "image/png", "200 OK"),
            ("y", "text/html", "404 Not Found"),
        ):
            headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
            body = io.BytesIO("<p>Été</p>".encode("latin-1"))
            writer.write_record(
                writer.create_warc_record(f"https://a.fr/{name}", "response", payload=body, http_headers=headers)
            )
    (page,) = payloads(["w.warc.gz"])
    assert isinstance(page, Payload)
    made = source(page)
    assert (made.path, made.text) == ("w.warc.gz!https://a.fr/2016/09/29/x", "<p>Été</p>")
    assert [(h.value, h.rule) for h in made.hints] == [("2016-09-29", "url")]


def test_remote_inputs() -> None:
    fsspec = pytest.importorskip("fsspec")
    store = fsspec.filesystem("memory")
    for name, data in {"in/b.txt": b"x", "in/a/c.csv": b"text\nun\n", "in/.d.txt": b"x", "in/e.css": b"x"}.items():
        store.pipe_file(f"/presse/{name}", data)
    assert paths("memory://presse/in") == ["memory:///presse/in/a/c.csv!1", "memory:///presse/in/b.txt"]
    assert paths("memory://presse/in/*.txt") == ["memory:///presse/in/b.txt"]
    assert "cannot be reached" in paths("nosuch://presse")[0]
    assert "cannot be read" in paths("memory://presse/out")[0]


@pytest.mark.parametrize("refused", ["open", "find"])
def test_an_error_of_a_store_costs_only_what_it_is_about(monkeypatch: pytest.MonkeyPatch, refused: str) -> None:
    store = fsspec.filesystem("memory")
    for name in "abc":
        store.pipe(f"/refused/{name}.txt", b"un texte")
    answer = getattr(type(store), refused)

    def refuse(self: object, path: str, *rest: object, **options: object) -> object:
        if refused == "find" or "/b" in path:
            raise RuntimeError("no credentials")  # no OSError, as with some stores
        return answer(self, path, *rest, **options)

    monkeypatch.setattr(type(store), refused, refuse)
    found = list(payloads(["memory://refused"]))
    failed = [item for item in found if isinstance(item, Failure)]
    assert [item.path for item in failed] == ["memory://refused" if refused == "find" else "memory:///refused/b.txt"]
    assert all("no credentials" in item.error and item.remedy for item in failed)
    assert len(found) == (1 if refused == "find" else 3)
