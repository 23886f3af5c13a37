"""Workers that survive what their documents do to them: one that dies, hangs or outgrows its memory is replaced.

A worker is a subprocess with a pipeline of its own; a desk has one, hands it jobs and replaces it when it is lost. The
documents of a lost job are then run alone; the one that loses its worker again becomes a failure that names it. Nothing here
depends on forking, on the caller's `__main__`, or on signals.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from contextlib import suppress
from typing import BinaryIO, cast

import msgspec
import psutil

from extract.batch.messages import Job, Outcome, Reply, Setup, SetupError, WorkerError, receive, send
from extract.reading import Payload
from extract.types import Failure

START_SECONDS = 180.0  # a worker that has not loaded its model by then never will
GUARD_SECONDS = 0.25  # how often time and memory of the workers are looked at
REMEDY = "the document is set aside; look at it by hand, or raise --time-limit or --memory-limit"
# Ctrl-C in a terminal reaches every process of a group; only the parent is to act on it.
_GROUP: int | None = None
_FLAGS = 0
if sys.platform == "win32":
    _FLAGS = subprocess.CREATE_NEW_PROCESS_GROUP
else:
    _GROUP = 0  # its own


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
        """Wait until the pipeline is loaded. Raises WorkerError, or SetupError where the pipeline cannot be built."""
        reply = self._exchange(self._setup)
        if reply is None:
            self.discard()
            raise WorkerError(self.reason())
        if reply.error:
            self.discard()
            raise SetupError(reply.error)

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


class Guard:
    """Starts workers and kills those that are over their time or memory.

    `seconds`: what one document may take, and a whole job of them before its documents are run alone. `megabytes`: what one
    worker may hold in memory.
    """

    def __init__(self, setup: Setup, *, seconds: float, megabytes: int) -> None:
        self.setup, self.seconds, self.megabytes = setup, seconds, megabytes
        self._alive: set[Worker] = set()
        self._closed = threading.Event()
        threading.Thread(target=self._watch, daemon=True).start()

    def start(self) -> Worker:
        """Return a worker that is ready. Raises WorkerError, also when the guard is closed."""
        if self._closed.is_set():
            raise WorkerError("the run was given up")
        worker = Worker(self.setup)
        self._alive.add(worker)
        if self._closed.is_set():  # since the first look: `kill_all` may have missed this one
            worker.kill("the run was given up")
        try:
            worker.ready()
        except WorkerError:
            self.forget(worker)
            raise
        return worker

    def forget(self, worker: Worker) -> None:
        """Look at a worker no longer."""
        self._alive.discard(worker)

    def close(self) -> None:
        """Start no more workers, and look at those there are no longer."""
        self._closed.set()

    def kill_all(self) -> None:
        """End all workers now, whatever they do."""
        self._closed.set()
        for worker in list(self._alive):
            worker.kill("given up")

    def _watch(self) -> None:
        while not self._closed.wait(GUARD_SECONDS):
            for worker in list(self._alive):
                if time.monotonic() > worker.deadline:
                    worker.kill(f"no result within {worker.seconds:g} seconds")
                elif _megabytes(worker.process.pid) > self.megabytes:
                    worker.kill(f"more than {self.megabytes} MB of memory used")


class Desk:
    """Has one worker at a time, started when there is work. To be used by one thread at a time."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        self._worker: Worker | None = None

    def process(self, payloads: tuple[Payload, ...]) -> tuple[Outcome, ...]:
        """Return the outcome of each payload, in order. Raises WorkerError where no worker can be had."""
        outcomes, _ = self._ask(payloads)
        return outcomes if outcomes is not None else tuple(map(self._alone, payloads))

    def close(self) -> None:
        """Let the worker end."""
        if self._worker:
            self._guard.forget(self._worker)
            self._worker.close()
            self._worker = None

    def _alone(self, payload: Payload) -> Outcome:
        outcomes, reason = self._ask((payload,))
        return outcomes[0] if outcomes else Outcome(failure=Failure(payload.path, "pipeline", reason, REMEDY))

    def _ask(self, payloads: tuple[Payload, ...]) -> tuple[tuple[Outcome, ...] | None, str]:
        """Run a job on the worker; where it is lost over it, return None and the reason."""
        worker = self._worker = self._worker or self._guard.start()
        outcomes = worker.ask(payloads, self._guard.seconds)
        if outcomes is not None:
            return outcomes, ""
        self._worker = None
        self._guard.forget(worker)
        reason = worker.reason()
        worker.discard()
        return None, reason


def _megabytes(pid: int) -> float:
    try:
        return float(psutil.Process(pid).memory_info().rss) / 1e6
    except psutil.Error:
        return 0.0
