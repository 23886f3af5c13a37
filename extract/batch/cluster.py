"""The same work on many machines: the workers of a Dask cluster in place of threads of the parent (extra `distributed`).

On each worker of the cluster a plugin has desks of our own, whose subprocess does the work: a document that loops, exits or
eats memory costs that subprocess, and the cluster's worker is free for the next job.
"""

from __future__ import annotations

from asyncio import CancelledError
from collections import deque
from collections.abc import Iterable, Iterator
from queue import Empty, SimpleQueue
from typing import Any, Generic, TypeVar, cast
from uuid import uuid4

import msgspec
from distributed import Client, KilledWorker, WorkerPlugin, get_worker

from extract.batch.guard import REMEDY, Desk, Guard
from extract.batch.messages import Outcome, Setup, WorkerError
from extract.reading import Payload
from extract.types import Failure

CONNECT_SECONDS = 10  # a scheduler that has not answered by then never will
WINDOW = 4  # jobs under way or waiting for their turn to be written, per thread of the cluster
Tag = TypeVar("Tag")
_LOST = "the cluster's workers that took it ended by themselves"


class ClusterPool(Generic[Tag]):
    """Workers of a Dask cluster; use as a context manager. `seconds` and `megabytes` are those of `Guard`.

    `scheduler`: the address of the cluster's scheduler; None starts a cluster on this machine with `workers` processes. What a
    lost machine was doing is run again by Dask; a job that loses several is run document by document, and the document that
    loses them again becomes a failure.
    """

    def __init__(self, setup: Setup, workers: int, *, scheduler: str | None, seconds: float, megabytes: int) -> None:
        self.workers, self.scheduler = workers, scheduler
        self.desks = Desks(setup, seconds, megabytes)
        self.client: Any = None

    def __enter__(self) -> ClusterPool[Tag]:
        given = {"address": self.scheduler, "timeout": CONNECT_SECONDS}
        local = {"n_workers": self.workers, "threads_per_worker": 1, "dashboard_address": None}
        try:
            self.client = Client(**(given if self.scheduler else local))  # type: ignore[no-untyped-call]
        except OSError as error:
            raise WorkerError(f"{self.scheduler}: no Dask scheduler answers there ({error})") from error
        self.client.register_plugin(self.desks)
        return self

    def __exit__(self, *_: object) -> None:
        self.client.unregister_worker_plugin(self.desks.name)
        self.client.close()

    def run(self, units: Iterable[tuple[Tag, tuple[Payload, ...]]]) -> Iterator[tuple[Tag, tuple[Outcome, ...]]]:
        """Yield each unit's tag with the outcomes of its payloads, in the order of the units. Raises WorkerError."""
        window: deque[tuple[Tag, tuple[Payload, ...], Any]] = deque()
        try:
            for tag, payloads in units:
                window.append((tag, payloads, self._submit(payloads)))
                while len(window) > WINDOW * max(1, self._threads()):
                    yield self._next(window)
            while window:
                yield self._next(window)
        except CancelledError as error:
            raise WorkerError("the Dask scheduler is gone") from error

    def _threads(self) -> int:
        return sum(self.client.nthreads().values())

    def _submit(self, payloads: tuple[Payload, ...]) -> Any:
        return self.client.submit(_process, self.desks.name, payloads, pure=False) if payloads else None

    def _next(self, window: deque[tuple[Tag, tuple[Payload, ...], Any]]) -> tuple[Tag, tuple[Outcome, ...]]:
        tag, payloads, future = window.popleft()
        if future is None:
            return tag, ()
        try:
            return tag, future.result()
        except KilledWorker:
            return tag, tuple(map(self._alone, payloads))

    def _alone(self, payload: Payload) -> Outcome:
        try:
            (outcome,) = cast(tuple[Outcome], self._submit((payload,)).result())
        except KilledWorker:
            return Outcome(failure=Failure(payload.path, "pipeline", _LOST, REMEDY))
        return outcome


class Desks(WorkerPlugin):
    """The desks on one worker of the cluster, as many as it has threads at work; they end with the run or the worker."""

    def __init__(self, setup: Setup, seconds: float, megabytes: int) -> None:
        self.name = f"extract-{uuid4()}"
        self._setup, self._seconds, self._megabytes = msgspec.msgpack.encode(setup), seconds, megabytes

    def setup(self, worker: object) -> None:
        """Make ready; called by Dask on each worker, also on those that join later."""
        setup = msgspec.msgpack.decode(self._setup, type=Setup)
        self._guard = Guard(setup, seconds=self._seconds, megabytes=self._megabytes)
        self._free: SimpleQueue[Desk] = SimpleQueue()

    def teardown(self, worker: object) -> None:
        """End the subprocesses; called by Dask when the run is over or its worker is closed."""
        self._guard.kill_all()

    def process(self, payloads: tuple[Payload, ...]) -> tuple[Outcome, ...]:
        """Process a job at a desk that is free. Raises WorkerError."""
        try:
            desk = self._free.get_nowait()
        except Empty:
            desk = Desk(self._guard)
        try:
            return desk.process(payloads)
        finally:
            self._free.put(desk)


def _process(name: str, payloads: tuple[Payload, ...]) -> tuple[Outcome, ...]:
    """Process a job on a worker of the cluster."""
    return cast(Desks, get_worker().plugins[name]).process(payloads)
