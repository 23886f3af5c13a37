"""A pool of worker processes that survives what its documents do to them.

Each worker is a subprocess tended by a thread of the parent: the thread hands it a job, waits for the answer, and replaces it
when it dies, hangs or outgrows its memory. The documents of a lost job are then run alone; the one that loses its worker again
becomes a failure that names it. Nothing here depends on forking, on the caller's `__main__`, or on signals.
"""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotYet
from contextlib import suppress
from typing import BinaryIO, Generic, TypeVar, cast

import msgspec
import psutil

from extract.batch.messages import Job, Outcome, Reply, Setup, receive, send
from extract.reading import Payload
from extract.types import Failure

START_SECONDS = 180.0  # a worker that has not loaded its model by then never will
GUARD_SECONDS = 0.25  # how often time and memory of the workers are looked at
# Ctrl-C in a terminal reaches every process of a group; only the parent is to act on it.
_GROUP: int | None = None
_FLAGS = 0
if sys.platform == "win32":
    _FLAGS = subprocess.CREATE_NEW_PROCESS_GROUP
else:
    _GROUP = 0  # its own
WINDOW = 4  # jobs under way or waiting for their turn to be written, per worker

Tag = TypeVar("Tag")


class WorkerError(RuntimeError):
    """No worker can be started; the message says why."""


class Worker:
    """One subprocess with a pipeline of its own. Raises WorkerError where it cannot be had."""

    def __init__(self, setup: Setup) -> None:
        self._within(START_SECONDS)
        self.lost = ""  # why the guard killed it
        self._setup = setup
        try:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "extract.batch.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONSAFEPATH": "1"},
                process_group=_GROUP,
                creationflags=_FLAGS,
            )
        except OSError as error:
            raise WorkerError(f"no worker process can be started ({error}); ask for fewer with --workers") from error

    def ready(self) -> None:
        """Wait until the pipeline is loaded. Raises WorkerError."""
        reply = self._exchange(self._setup)
        if reply is None or reply.error:
            self.discard()
            raise WorkerError(reply.error if reply else self.reason())

    def ask(self, payloads: tuple[Payload, ...], seconds: float) -> tuple[Outcome, ...] | None:
        """Return the outcomes of a job, or None when the worker was lost over it."""
        self._within(seconds)
        reply = self._exchange(Job(payloads))
        self.deadline = float("inf")
        return reply.outcomes if reply else None

    def _within(self, seconds: float) -> None:
        self.seconds = seconds
        self.deadline = time.monotonic() + seconds

    def _exchange(self, message: Setup | Job) -> Reply | None:
        try:
            send(cast(BinaryIO, self.process.stdin), message)
            data = receive(cast(BinaryIO, self.process.stdout))
        except OSError:  # the pipe broke: the process is gone
            return None
        return None if data is None else msgspec.msgpack.decode(data, type=Reply)

    def kill(self, why: str = "") -> None:
        """End the process now; whoever waits for its answer gets None."""
        self.lost = self.lost or why
        self.process.kill()
        self.process.wait()

    def discard(self) -> None:
        """Kill the process and close its pipes."""
        self.kill()
        for pipe in (self.process.stdin, self.process.stdout):
            with suppress(OSError):  # what was not yet sent to it cannot be sent any more
                cast(BinaryIO, pipe).close()

    def reason(self) -> str:
        """Say why the process is gone."""
        return self.lost or f"the worker process ended by itself (exit code {self.process.wait()})"

    def close(self) -> None:
        """Let the process end: its input closes."""
        with suppress(OSError):
            cast(BinaryIO, self.process.stdin).close()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=5)
        self.discard()


class Pool(Generic[Tag]):
    """Workers, started as work arrives; use as a context manager.

    `seconds`: what one document may take, and a whole job of them before its documents are run alone. `megabytes`: what one
    worker may hold in memory.
    """

    def __init__(self, setup: Setup, workers: int, *, seconds: float, megabytes: int) -> None:
        self.setup, self.workers, self.seconds, self.megabytes = setup, workers, seconds, megabytes
        self._jobs: queue.SimpleQueue[tuple[tuple[Payload, ...], Future[list[Outcome]]] | None] = queue.SimpleQueue()
        self._tenders: list[threading.Thread] = []
        self._alive: set[Worker] = set()
        self._closed = threading.Event()

    def __enter__(self) -> Pool[Tag]:
        threading.Thread(target=self._guard, daemon=True).start()
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        self._closed.set()
        for _tender in self._tenders:
            self._jobs.put(None)
        if kind is not None:  # interrupted or failed: what is under way is given up, and `_start` starts no more
            for worker in list(self._alive):
                worker.kill("given up")
        for tender in self._tenders:
            tender.join()

    def run(self, units: Iterable[tuple[Tag, tuple[Payload, ...]]]) -> Iterator[tuple[Tag, list[Outcome]]]:
        """Yield each unit's tag with the outcomes of its payloads, in the order of the units.

        Units are drawn only as fast as results leave: at most `WINDOW` a worker are held at any moment.
        """
        window: deque[tuple[Tag, Future[list[Outcome]]]] = deque()
        for tag, payloads in units:
            window.append((tag, self._submit(payloads)))
            while len(window) > WINDOW * self.workers or (window and window[0][1].done()):
                yield _next(window)
        while window:
            yield _next(window)

    def _submit(self, payloads: tuple[Payload, ...]) -> Future[list[Outcome]]:
        future: Future[list[Outcome]] = Future()
        if not payloads:
            future.set_result([])
            return future
        self._jobs.put((payloads, future))
        if len(self._tenders) < self.workers:
            self._tenders.append(threading.Thread(target=self._tend, daemon=True))
            self._tenders[-1].start()
        return future

    def _tend(self) -> None:
        worker: Worker | None = None
        while (job := self._jobs.get()) is not None:
            payloads, future = job
            try:
                outcomes, worker = self._ask(worker, payloads)
                if outcomes is None:
                    outcomes = []
                    for payload in payloads:
                        alone, worker = self._alone(worker, payload)
                        outcomes.append(alone)
                future.set_result(list(outcomes))
            except Exception as error:  # handed to whoever waits for the result
                future.set_exception(error)
        if worker:
            self._alive.discard(worker)
            worker.close()

    def _ask(
        self, worker: Worker | None, payloads: tuple[Payload, ...]
    ) -> tuple[tuple[Outcome, ...] | list[Outcome] | None, Worker | None]:
        """Run a job on a worker, started where there is none; (None, None) when it was lost over the job."""
        worker = worker or self._start()
        outcomes = worker.ask(payloads, self.seconds)
        if outcomes is not None:
            return outcomes, worker
        reason = worker.reason()
        self._alive.discard(worker)
        worker.discard()
        if len(payloads) > 1:
            return None, None
        remedy = "the document is set aside; look at it by hand, or raise --time-limit or --memory-limit"
        return [Outcome(failure=Failure(payloads[0].path, "pipeline", reason, remedy))], None

    def _alone(self, worker: Worker | None, payload: Payload) -> tuple[Outcome, Worker | None]:
        outcomes, worker = self._ask(worker, (payload,))
        assert outcomes is not None
        return outcomes[0], worker

    def _start(self) -> Worker:
        if self._closed.is_set():
            raise WorkerError("the run was given up")
        worker = Worker(self.setup)
        self._alive.add(worker)
        if self._closed.is_set():  # since the first look: `__exit__` may have missed this one
            worker.kill("the run was given up")
        try:
            worker.ready()
        except WorkerError:
            self._alive.discard(worker)
            raise
        return worker

    def _guard(self) -> None:
        """Kill the workers that are over their time or memory."""
        while not self._closed.wait(GUARD_SECONDS):
            for worker in list(self._alive):
                if time.monotonic() > worker.deadline:
                    worker.kill(f"no result within {worker.seconds:g} seconds")
                elif _megabytes(worker.process.pid) > self.megabytes:
                    worker.kill(f"more than {self.megabytes} MB of memory used")


def _next(window: deque[tuple[Tag, Future[list[Outcome]]]]) -> tuple[Tag, list[Outcome]]:
    tag, future = window.popleft()
    while True:
        try:
            return tag, future.result(timeout=0.5)  # a wait without end cannot be interrupted on Windows
        except NotYet:
            if future.done():
                return tag, future.result()


def _megabytes(pid: int) -> float:
    try:
        return float(psutil.Process(pid).memory_info().rss) / 1e6
    except psutil.Error:
        return 0.0
