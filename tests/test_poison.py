"""Archives, files and folders that try to harm a run: every other document comes out, each culprit is named."""

import errno
import gzip
import io
import os
import random
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from extract.reading import Payload, ReadOptions, payloads
from extract.types import Failure
from extract.verify import VerifyError, verify
from tests.runs import TEXT, failures, outputs, posix, ran


def zipped(members: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return data.getvalue()


def tarred(members: dict[str, bytes], mode: str = "w") -> bytes:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode=mode) as archive:  # type: ignore[call-overload]
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return data.getvalue()


ZEROS = bytes(30_000_000)
NOISE = random.Random(0).randbytes(5000)
TORN = b'{"text": "' + NOISE.hex().encode()
ROWS = b'{"text": "un"}\n{"text": "deux"}\n'
# name of the file, its bytes, records that come out of it, what is said of whom
FILES: dict[str, tuple[str, bytes, int, dict[str, str]]] = {
    "zip bomb": ("x.zip", zipped({"a.txt": b"un", "b.txt": ZEROS}), 1, {"x.zip!b.txt": "times its size"}),
    "tar bomb": ("x.tgz", tarred({"a.txt": b"un", "b.txt": ZEROS}, "w:gz"), 1, {"x.tgz": "far more"}),
    "gzip bomb": ("x.txt.gz", gzip.compress(ZEROS), 0, {"x.txt.gz": "far more|more than 64"}),
    "leads out": ("x.zip", zipped({"../a.txt": b"un", "b.txt": b"deux"}), 1, {"x.zip!../a.txt": "leads out"}),
    "leads out, backslash": ("x.zip", zipped({"a\\..\\..\\b.txt": b"un"}), 0, {"x.zip!a\\..\\..\\b.txt": "leads out"}),
    "leads out, drive": ("x.tar", tarred({"C:\\a.txt": b"un", "d.txt": b"deux"}), 1, {"x.tar!C:\\a.txt": "leads out"}),
    "leads out, root": ("x.tar", tarred({"/etc/a.txt": b"un", "b.txt": b"deux"}), 1, {"x.tar!/etc/a.txt": "leads out"}),
    "backslashes": ("x.tar", tarred({"2016\\a.txt": b"un"}), 1, {}),
    "cut zip": ("x.zip", zipped({"a.txt": NOISE})[:-30], 0, {"x.zip": "not a zip archive"}),
    "cut gzip": ("x.txt.gz", gzip.compress(NOISE)[:-30], 0, {"x.txt.gz": "ended before"}),
    "cut table": ("x.jsonl.gz", gzip.compress(ROWS + TORN)[:-900], 2, {"x.jsonl.gz": "ended before"}),
    "cut tar": ("x.tar", tarred({"a.txt": b"un", "b.txt": NOISE})[:2500], 1, {"x.tar": "broken after 2 members"}),
    "gzip in a zip": ("x.zip", zipped({"a.txt.gz": gzip.compress(b"un"), "b.jsonl.gz": gzip.compress(ROWS)}), 3, {}),
    "gzip in a tar": ("x.tar", tarred({"a.txt.gz": gzip.compress(b"un"), "b.txt": b"deux"}), 2, {}),
    "gzip, capitals": ("X.TXT.GZ", gzip.compress(b"un"), 1, {}),
    "archive in an archive": ("x.zip", zipped({"a.zip": zipped({})}), 0, {"x.zip!a.zip": "an archive in an archive"}),
    "empty archive": ("x.zip", zipped({}), 0, {"x.zip": "no document in it"}),
    "not in UTF-8": ("x.tar", tarred({"\udce9.txt": b"un", "\udce9.jsonl": b"{}"}), 1, {"x.tar!\\udce9.jsonl": "no column"}),
    "no such column": ("x.csv", b"a,b\n1,2\n3,4\n", 0, {"x.csv": "there is no column 'text'"}),
    "table of a head": ("x.csv", b"text\n", 0, {"x.csv": "no document in it"}),
    "open quote": ("x.csv", b'text\nun\n"deux' + b"\ntrois" * 20, 2, {}),
    "endless line": ("x.jsonl", b'{"a": "' + b"a" * 3_000_000 + b'"}\n' + ROWS, 2, {"x.jsonl!1": "more than 1,000,000"}),
    "endless row": ("x.csv", b"text\nun\n" + b"a" * 3_000_000, 1, {"x.csv!2": "larger than field limit|more than 1,000,000"}),
    "endless head": ("x.csv", b"a" * 3_000_000, 0, {"x.csv": "first line has more than"}),
    "endless letter": ("x.mbox", b"From a\n\nun\n\nFrom b\n\n" + b"a" * 3_000_000, 1, {"x.mbox!2": "more than 1,000,000"}),
    "large text": ("x.txt", b"Un mot. " * 200_000, 0, {"x.txt": "more than 1,000,000 bytes"}),
}  # fmt: skip


@pytest.mark.parametrize("case", FILES)
def test_a_hostile_file_costs_only_itself(here: Path, case: str) -> None:
    name, data, records, told = FILES[case]
    Path("in", name).write_bytes(data)
    limit = 1_000_000 if case.startswith(("endless", "large")) else 64_000_000
    found = list(payloads(["in"], ReadOptions(max_bytes=limit, max_ratio=20)))
    assert sum(isinstance(item, Payload) for item in found) == records + 1
    assert "in/good.txt" in {item.path for item in found}
    failed = {item.path.removeprefix("in/"): item for item in found if isinstance(item, Failure)}
    assert set(failed) == set(told)
    for path, words in told.items():
        assert any(part in failed[path].error for part in words.split("|")), failed[path].error
        assert failed[path].stage == "reading"
        assert failed[path].remedy


def test_a_whole_run_over_all_of_them(here: Path) -> None:
    for number, (name, data, _, _) in enumerate(FILES.values()):
        Path(f"in/{number:02d}").mkdir()
        Path(f"in/{number:02d}", name).write_bytes(data)
    report = ran(records=4, reading=ReadOptions(max_bytes=1_000_000, max_ratio=20))
    named = [path.split("/")[1] for path in failures() if "/" in path]
    assert {f"{n:02d}" for n, (_, _, _, told) in enumerate(FILES.values()) if told} <= set(named)
    assert report.failures == len(failures())


def test_empty_files_by_the_thousand(here: Path) -> None:
    for number in range(2000):
        Path(f"in/{number:05d}.txt").touch()
    assert ran(records=1).failures == 2000


def test_a_file_deleted_in_mid_run(here: Path) -> None:
    for name in "abc":
        Path(f"in/{name}.txt").write_text(f"{name} : {TEXT}", encoding="utf-8")
    stream = payloads(["in"])
    assert next(stream).path == "in/a.txt"  # by now the folder is listed
    Path("in/b.txt").unlink()
    gone, *rest = stream
    assert isinstance(gone, Failure)
    assert (gone.path, gone.error) == ("in/b.txt", "cannot be read: No such file or directory")
    assert [item.path for item in rest] == ["in/c.txt", "in/good.txt"]


@posix
@pytest.mark.skipif(os.name == "posix" and os.geteuid() == 0, reason="the superuser may read everything")
@pytest.mark.parametrize("mode", [0o000, 0o400])
def test_a_folder_that_cannot_be_read(here: Path, mode: int) -> None:
    Path("in/locked/deep").mkdir(parents=True)
    Path("in/locked").chmod(mode)
    try:
        ran(records=1)
        assert failures() == {"in/locked": "cannot be read: Permission denied"}
    finally:
        Path("in/locked").chmod(0o700)


@pytest.mark.parametrize("refused", ["is_dir", "stat", "exists"])
def test_a_folder_that_refuses_any_question(here: Path, refused: str, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("in/locked").mkdir()
    Path("in/locked/a.txt").touch()
    answer: Callable[[Path], object] = getattr(Path, refused)

    def refuse(path: Path, **_: object) -> object:
        if "locked" in path.parts:
            raise PermissionError(errno.EACCES, "Permission denied")
        return answer(path)

    monkeypatch.setattr(Path, refused, refuse)
    found = {item.path: item for item in payloads(["in", "in/locked"])}
    assert isinstance(found.pop("in/good.txt"), Payload)
    assert found
    assert all(isinstance(item, Failure) and "Permission" in item.error for item in found.values())


@posix
def test_odd_names(here: Path) -> None:
    names = [
        "deux mots.txt",
        "Fête à Noël.txt",
        "a\nb.txt",
        "Victoire !.txt",
        "Victoire!.html",
        "=1+1.txt",
        "c:d.txt",
        "x!y.txt",
    ]
    for number, name in enumerate(names):
        Path("in", name).write_text(f"{number} {TEXT}", encoding="utf-8")
    with open(b"in/caf\xe9.txt", "wb") as file:  # noqa: PTH123 — a name that is no text
        file.write(b"Un caf\xe9 pour la presse")
    Path("in/menu!.css").write_text("a {}")
    ran(records=len(names) + 2)
    told = Path("out/documents.csv").read_text(encoding="utf-8")
    assert "in/caf\\udce9.txt" in told
    assert '"in/a\nb.txt"' in told
    assert ran(records=len(names) + 2).reused == len(names) + 2


@posix
def test_links_in_circles_and_deep_folders(here: Path) -> None:
    Path("in/self.txt").symlink_to("self.txt")
    Path("in/up").symlink_to(here / "in")
    deep = Path("in")
    for _ in range(1200):
        deep /= "a"
        deep.mkdir()
    (deep / "found.txt").write_text("au fond", encoding="utf-8")
    try:
        assert ran(records=2).failures == 1
        assert "in/self.txt" in failures()
    finally:  # one by one: what pytest cleans up with goes no deeper than the stack
        (deep / "found.txt").unlink()
        while deep != Path("in"):
            deep.rmdir()
            deep = deep.parent


def test_inputs_that_hold_nothing(here: Path) -> None:
    Path("empty").mkdir()
    report = ran("empty", "none.txt", "in/*.pdf", "a" * 5000, "in/good.txt", "in/../in/good.txt", "in/good.txt", records=1)
    assert (report.failures, report.duplicates) == (4, 2)
    assert failures() == {
        "empty": "there is no document in it",
        "none.txt": "there is no such file or folder",
        "in/*.pdf": "there is no such file or folder",
        "a" * 5000: "cannot be read: File name too long",
    }


def test_outputs_are_no_inputs(here: Path) -> None:
    ran(".", records=1)
    before = outputs(here / "out")
    assert ran(".", records=1).inputs == 1
    assert outputs(here / "out") == before


def test_verify_reads_every_kind_of_input_again(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("in/x.zip").write_bytes(zipped({"a.txt": b"un a", "b.txt": b"deux b"}))
    Path("in/x.jsonl").write_bytes(ROWS)
    Path("in/gone.txt").write_bytes(b"parti")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"venu d'ailleurs")))
    ran("in", "-", str(here / "in"), records=7)
    Path("in/gone.txt").unlink()
    Path("in/x.jsonl").write_bytes(ROWS.replace(b"deux", b"trois"))
    check = verify(Path("out"))
    assert (check.documents, check.gone) == (5, 1)
    assert check.wrong == ["in/x.jsonl!2: the input has changed since the run", "in/gone.txt: the input is no longer there"]
    monkeypatch.chdir(here / "in")
    with pytest.raises(VerifyError, match="run this from"):
        verify(here / "out")
    monkeypatch.chdir(here)
    ran(str(here / "in"), records=5, out="absolute")
    monkeypatch.chdir(here / "in")
    assert verify(here / "absolute").wrong == []
