"""Runs cut short: a full disk, Ctrl-C, a killed parent; what was done is kept, and nothing is left behind."""

import errno
import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from extract.batch.run import Options, Report, run
from extract.batch.store import STATE, OutputError, Store
from tests.runs import LIGHT, many, outputs, posix, ran


class Full:
    """A file on a disk with room for so many bytes."""

    def __init__(self, file: io.BufferedWriter, room: int) -> None:
        self.file, self.room = file, room

    def write(self, data: bytes) -> None:
        self.file.write(data[: self.room])
        self.room -= len(data)
        if self.room < 0:
            raise OSError(errno.ENOSPC, "No space left on device")

    def flush(self) -> None:
        self.file.flush()

    def close(self) -> None:
        self.file.close()
        if self.room < 0:
            raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ran(records=1)
    before = outputs(here / "out")
    many(Path("in"), 200)
    with monkeypatch.context() as patch:
        enter = Store.__enter__

        def entered(store: Store) -> Store:
            enter(store)
            store.files["records.jsonl"] = Full(store.files["records.jsonl"], 30_000)  # type: ignore[assignment, arg-type]
            return store

        patch.setattr(Store, "__enter__", entered)
        with pytest.raises(OutputError, match=r"out: cannot be written \(No space left on device\); make room"):
            run(["in"], "out", config=LIGHT)
    assert outputs(here / "out") == before
    assert not Path("out/.extract.lock").exists()
    assert ran(records=201).reused > 20
    ran(records=201, out="fresh")
    assert outputs(here / "out") == outputs(here / "fresh")


def command(out: str, *, config: str) -> list[str]:
    Path("config.toml").write_text(config, encoding="utf-8")
    words = [sys.executable, "-m", "extract", "run", "in", "-o", out, "--workers", "2", "--config", "config.toml"]
    return [*words, "--time-limit", "60"]


LIGHT_TOML = 'stages = ["extract.zones", "extract.entities"]'
POISON_TOML = 'stages = ["poison", "extract.zones", "extract.entities"]\nplugins = ["tests.plugins.poison"]'


def workers_of(parent: psutil.Process, number: int) -> list[psutil.Process]:
    """Wait until a run has so many workers."""
    return wait_for(lambda: found if len(found := parent.children()) >= number else [])


def wait_for(look: Callable[[], list[psutil.Process]], seconds: float = 30) -> list[psutil.Process]:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := look():
            return found
        time.sleep(0.02)
    raise AssertionError("it did not come")


@pytest.fixture
def started(here: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start runs in a process group of their own, as a terminal does; end what is left of them after the test."""
    begun: list[subprocess.Popen[str]] = []
    path = os.pathsep.join([str(Path(__file__).parent.parent), *filter(None, sys.path)])

    def start(words: list[str]) -> subprocess.Popen[str]:
        environment = os.environ | {"PYTHONPATH": path}
        inherited = signal.signal(
            signal.SIGINT, signal.default_int_handler
        )  # jobs in the background ignore it, and so would theirs
        begun.append(subprocess.Popen(words, stderr=subprocess.PIPE, text=True, process_group=0, env=environment))
        signal.signal(signal.SIGINT, inherited)
        return begun[-1]

    yield start
    for process in begun:
        process.kill()
        process.communicate()


@posix
def test_ctrl_c_ends_cleanly(here: Path, started: Callable[..., subprocess.Popen[str]]) -> None:
    many(Path("in"), 40)
    Path("in/9999.txt").write_text("POISON-LOOP", encoding="utf-8")
    process = started(command("out", config=POISON_TOML))
    workers = workers_of(psutil.Process(process.pid), 2)
    wait_for(lambda: workers if any(p.stat().st_size for p in Path("out").glob(f"{STATE}/*/records.jsonl")) else [])
    os.killpg(process.pid, signal.SIGINT)
    _, told = process.communicate(timeout=20)
    assert process.returncode == 130
    assert told == "interrupted: what was done is kept; run the same command to go on\n"
    assert not psutil.wait_procs(workers, timeout=10)[1]
    written = Path("out/records.jsonl").read_bytes()
    assert written.count(b"\n") >= 16
    Path("in/9999.txt").unlink()
    again = started(command("out", config=POISON_TOML))
    assert again.wait(timeout=30) == 0
    assert Path("out/records.jsonl").read_bytes().startswith(written)


@posix
def test_ctrl_c_at_the_very_beginning(here: Path, started: Callable[..., subprocess.Popen[str]]) -> None:
    many(Path("in"), 40)
    process = started(command("out", config=LIGHT_TOML))
    workers = workers_of(psutil.Process(process.pid), 1)
    os.killpg(process.pid, signal.SIGINT)
    _, told = process.communicate(timeout=20)
    assert (process.returncode, told.count("\n")) == (130, 1), told
    assert not psutil.wait_procs(workers, timeout=10)[1]


@posix
def test_an_interrupted_run_does_not_replace_a_complete_one(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    many(Path("in"), 40)
    ran(records=41)
    before = outputs(here / "out")

    def interrupt(report: Report) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(["in"], "out", config=LIGHT, options=Options(force=True), watch=interrupt)
    assert outputs(here / "out") == before
    assert ran(records=41).reused == 41


def test_interruptions_by_the_dozen_leave_one_copy(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    many(Path("in"), 60)
    kept: list[int] = []

    def interrupt(report: Report) -> None:
        if report.records > 20:
            raise KeyboardInterrupt

    monkeypatch.setattr(Store, "commit", lambda *_: None)  # as if it were killed
    for _ in range(3):
        with pytest.raises(KeyboardInterrupt):
            run(["in"], "out", config=LIGHT, watch=interrupt)
        kept.append(len(list(Path("out", STATE).glob("*/kept-*"))))
    assert kept == [0, 1, 1]


@posix
def test_workers_of_a_killed_parent_end(here: Path, started: Callable[..., subprocess.Popen[str]]) -> None:
    Path("in/loop.txt").write_text("POISON-LOOP", encoding="utf-8")
    process = started(command("out", config=POISON_TOML))
    workers = workers_of(psutil.Process(process.pid), 1)
    time.sleep(2)  # until it loops
    process.kill()
    process.wait()
    _, alive = psutil.wait_procs(workers, timeout=10)
    for worker in alive:
        worker.kill()
    assert not alive
