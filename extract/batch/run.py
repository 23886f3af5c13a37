"""The main job: inputs → the output folder, every document accounted for."""

from __future__ import annotations

import errno
import logging
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from extract.batch import near
from extract.batch.messages import Outcome, Setup, SetupError
from extract.batch.pool import Pool
from extract.batch.remote import staged
from extract.batch.store import RECORDS, OutputError, Store
from extract.config import Config
from extract.fingerprint import fingerprint, versions
from extract.reading import Payload, ReadOptions, identity, payloads
from extract.reading.payload import printable
from extract.reading.remote import is_remote
from extract.types import Duplicate, Failure
from extract.writing import jsonl, tables
from extract.writing.tables import Dialect

if TYPE_CHECKING:
    from extract.batch.cluster import ClusterPool

UNIT_DOCUMENTS = 16  # documents a worker gets at once
UNIT_BYTES = 1 << 20
UNIT_SLOTS = 256  # inputs of any fate that wait together

_FULL = (errno.ENOSPC, errno.EDQUOT)
_REMEDY = "see that it may be written, or name another folder with -o"

logger = logging.getLogger("extract")


class Options(msgspec.Struct, frozen=True):
    """How a run is done; nothing here changes what a record holds, but for `near_duplicates="skip"`, which leaves records out.

    `time_limit`: seconds a document; `memory_limit`: megabytes a worker. `engine="dask"` works on the cluster of `scheduler`,
    or on one of its own on this machine.
    """

    workers: int = 1
    time_limit: float = 120.0
    memory_limit: int = 4000
    dialect: Dialect = "plain"
    pretty: bool = False
    force: bool = False
    near_duplicates: Literal["off", "keep", "skip"] = "off"
    engine: Literal["local", "dask"] = "local"
    scheduler: str | None = None


class Report(msgspec.Struct):
    """What a run did: `inputs` = `records` + `failures` + `duplicates`, always.

    `reused` of the records came from an earlier run; `near_duplicates` were kept or skipped as the options say.
    """

    inputs: int = 0
    records: int = 0
    failures: int = 0
    duplicates: int = 0
    near_duplicates: int = 0
    reused: int = 0
    seconds: float = 0.0
    complete: bool = False


class Manifest(msgspec.Struct, frozen=True):
    """`run.json`: all that is needed to do the run again, and what came of it."""

    fingerprint: str
    versions: dict[str, str]
    config: Config
    inputs: tuple[str, ...]
    folder: str
    reading: ReadOptions
    options: Options
    report: Report


class Cached(msgspec.Struct, frozen=True):
    """A document whose record an earlier run made."""

    payload: Payload
    line: bytes


Slot = Payload | Cached | Failure | Duplicate
Watch = Callable[[Report], None]


def run(
    inputs: Sequence[str | Path],
    out: str | Path,
    *,
    config: Config | None = None,
    reading: ReadOptions | None = None,
    options: Options | None = None,
    watch: Watch = lambda _report: None,
) -> Report:
    """Process all inputs into an output folder or URL, reusing what an earlier run of the same kind left there.

    Raises ConfigError or SetupError where the pipeline cannot be built, WorkerError where no worker can be had, and OutputError
    where the folder cannot be written; what was done until then is kept for the next run. On KeyboardInterrupt it is put in
    place if it is no less than what was there before.
    """
    job = _Run(tuple(str(name) for name in inputs), config or Config(), reading or ReadOptions(), options or Options())
    if isinstance(out, str) and is_remote(out):
        with staged(out) as folder:
            return job.into(folder, watch)
    return job.into(Path(out), watch)


class _Run:
    """One run: what goes in, how, and the report of what came of it."""

    def __init__(self, names: tuple[str, ...], config: Config, reading: ReadOptions, options: Options) -> None:
        self.names, self.config, self.reading, self.options = names, config, reading, options
        self.fingerprint = fingerprint(config)
        self.report = Report()
        self.started = time.monotonic()

    def into(self, out: Path, watch: Watch) -> Report:
        """Fill an output folder. Raises OutputError and WorkerError."""
        try:
            return self._into(out, watch)
        except OutputError:
            raise
        except OSError as error:
            remedy = "make room on its disk, or name another folder with -o" if error.errno in _FULL else _REMEDY
            raise OutputError(f"{out}: cannot be written ({error.strerror or error}); {remedy}") from error
        except sqlite3.Error as error:
            raise OutputError(f"{tempfile.gettempdir()}: cannot be written ({error}); make room on its disk") from error

    def _into(self, out: Path, watch: Watch) -> Report:
        dialect, pretty, force = self.options.dialect, self.options.pretty, self.options.force
        with Store(out, self.fingerprint, dialect=dialect, pretty=pretty, force=force) as store:
            try:
                self._fill(store, watch)
                self.report.complete = True
            except KeyboardInterrupt:
                if self.report.records >= store.records_before():
                    store.commit(self._manifest())
                raise
            store.commit(self._manifest())
        return self.report

    def _fill(self, store: Store, watch: Watch) -> None:
        writer = _Writer(store, self.options, self.report)
        setup = Setup(self.config, self.options.dialect, self.options.near_duplicates != "off")
        with _pool(setup, self.options) as pool:
            units = _units(_slots(payloads(self.names, self.reading), store))
            for slots, outcomes in pool.run((slots, _pending(slots)) for slots in units):
                writer.write(slots, outcomes)
                watch(self.report)

    def _manifest(self) -> bytes:
        self.report.seconds = round(time.monotonic() - self.started, 3)
        names, folder = tuple(map(printable, self.names)), printable(str(Path.cwd()))
        made = Manifest(self.fingerprint, versions(), self.config, names, folder, self.reading, self.options, self.report)
        return msgspec.json.format(msgspec.json.encode(made), indent=2) + b"\n"


def _pool(setup: Setup, options: Options) -> Pool[list[Slot]] | ClusterPool[list[Slot]]:
    if options.engine == "local":
        return Pool(setup, options.workers, seconds=options.time_limit, megabytes=options.memory_limit)
    try:
        from extract.batch.cluster import ClusterPool
    except ModuleNotFoundError as error:
        raise SetupError(f"a Dask cluster needs {error.name}; pip install 'communique-extract[distributed]'") from error

    return ClusterPool(
        setup, options.workers, scheduler=options.scheduler, seconds=options.time_limit, megabytes=options.memory_limit
    )


def _slots(stream: Iterable[Payload | Failure], store: Store) -> Iterator[Slot]:
    """Decide what is to become of each input: processed, taken from an earlier run, or listed as failure or duplicate."""
    for item in stream:
        if isinstance(item, Failure):
            yield item
            continue
        id = identity(item)
        original = store.seen_before(id, item.path) if item.data.strip() else None
        if original is not None:
            yield Duplicate(item.path, id, original)
            continue
        line = store.cached(id, item.path)
        yield item if line is None else Cached(item, line)


def _units(slots: Iterable[Slot]) -> Iterator[list[Slot]]:
    """Group the inputs, in order, into portions for one worker."""
    unit: list[Slot] = []
    documents = size = 0
    for slot in slots:
        unit.append(slot)
        if isinstance(slot, Payload):
            documents += 1
            size += len(slot.data)
        elif isinstance(slot, Cached):
            size += len(slot.payload.data) + len(slot.line)
        if documents >= UNIT_DOCUMENTS or size >= UNIT_BYTES or len(unit) >= UNIT_SLOTS:
            yield unit
            unit, documents, size = [], 0, 0
    if unit:
        yield unit


def _pending(slots: list[Slot]) -> tuple[Payload, ...]:
    return tuple(slot for slot in slots if isinstance(slot, Payload))


class _Writer:
    """Puts each document's outcome where it belongs, and counts."""

    def __init__(self, store: Store, options: Options, report: Report) -> None:
        self.store, self.options, self.report = store, options, report
        self.near = None if options.near_duplicates == "off" else near.Index()

    def write(self, slots: list[Slot], outcomes: Iterable[Outcome]) -> None:
        """Write the outcomes of one unit, in the order of its inputs."""
        done = iter(outcomes)
        for slot in slots:
            self.report.inputs += 1
            if isinstance(slot, Failure):
                self._fail(slot)
            elif isinstance(slot, Duplicate):
                self._skip(slot)
            elif isinstance(slot, Cached):
                self.report.reused += 1
                self._keep(slot.payload.path, self._from_cache(slot))
            else:
                self._keep(slot.path, next(done))
        self.store.flush()

    def _keep(self, path: str, outcome: Outcome) -> None:
        if outcome.failure is not None:
            self._fail(outcome.failure)
            return
        if self.near is not None and (found := self.near.nearest(path, outcome.signature)):
            twin = Duplicate(path, jsonl.record(outcome.line).id, found[0], "near", found[1])
            self.report.near_duplicates += 1
            if self.options.near_duplicates == "skip":
                self._skip(twin)
                return
            self.store.write("near_duplicates.csv", tables.encode([tables.duplicate_row(twin)], self.options.dialect))
        self.report.records += 1
        self.store.write(RECORDS, outcome.line)
        self.store.write_tables(outcome.tables)

    def _from_cache(self, slot: Cached) -> Outcome:
        rows = tables.rows(jsonl.record(slot.line))
        return Outcome(
            line=slot.line,
            tables={name: tables.encode(found, self.options.dialect) for name, found in rows.items() if found},
            signature=() if self.near is None else near.signature(slot.payload),
        )

    def _fail(self, failure: Failure) -> None:
        self.report.failures += 1
        logger.warning("%s: failed in %s: %s (%s)", failure.path, failure.stage, failure.error, failure.remedy)
        self.store.write("failures.csv", tables.encode([tables.failure_row(failure)], self.options.dialect))

    def _skip(self, duplicate: Duplicate) -> None:
        self.report.duplicates += 1
        self.store.write("duplicates.csv", tables.encode([tables.duplicate_row(duplicate)], self.options.dialect))
