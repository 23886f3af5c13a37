"""The same work on many machines: a pool with the workers of a Dask cluster in place of subprocesses (extra `distributed`)."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, Generic, TypeVar

import msgspec
from distributed import Client, KilledWorker

from extract.batch.messages import Outcome, Setup
from extract.batch.worker import Processor
from extract.reading import Payload
from extract.types import Failure

WINDOW = 4  # jobs under way or waiting for their turn to be written, per thread of the cluster
Tag = TypeVar("Tag")


class ClusterPool(Generic[Tag]):
    """Workers of a Dask cluster; use as a context manager.

    `scheduler`: the address of the cluster's scheduler; None starts a cluster on this machine with `workers` processes. What a
    lost worker was doing is run again by Dask; a job that loses its workers repeatedly is run document by document, and the
    document that loses them again becomes a failure.
    """

    def __init__(self, setup: Setup, workers: int, *, scheduler: str | None, seconds: float, megabytes: int) -> None:
        self._setup = msgspec.msgpack.encode(setup)
        self.workers, self.scheduler, self.seconds, self.megabytes = workers, scheduler, seconds, megabytes
        self.client: Any = None

    def __enter__(self) -> ClusterPool[Tag]:
        local: dict[str, Any] = {"n_workers": self.workers, "threads_per_worker": 1, "memory_limit": f"{self.megabytes}MB"}
        options = {"address": self.scheduler} if self.scheduler else local | {"dashboard_address": None}
        self.client = Client(**options)  # type: ignore[no-untyped-call]
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()

    def run(self, units: Iterable[tuple[Tag, tuple[Payload, ...]]]) -> Iterator[tuple[Tag, list[Outcome]]]:
        """Yield each unit's tag with the outcomes of its payloads, in the order of the units."""
        window: deque[tuple[Tag, tuple[Payload, ...], Any]] = deque()
        for tag, payloads in units:
            window.append((tag, payloads, self._submit(payloads)))
            while len(window) > WINDOW * max(1, self._threads()):
                yield self._next(window)
        while window:
            yield self._next(window)

    def _threads(self) -> int:
        return sum(self.client.nthreads().values())

    def _submit(self, payloads: tuple[Payload, ...]) -> Any:
        return self.client.submit(_process, self._setup, payloads, pure=False) if payloads else None

    def _next(self, window: deque[tuple[Tag, tuple[Payload, ...], Any]]) -> tuple[Tag, list[Outcome]]:
        tag, payloads, future = window.popleft()
        if future is None:
            return tag, []
        try:
            return tag, list(future.result(timeout=self.seconds * len(payloads)))
        except (KilledWorker, TimeoutError):
            future.cancel()
            return tag, [self._alone(payload) for payload in payloads]

    def _alone(self, payload: Payload) -> Outcome:
        future = self._submit((payload,))
        try:
            (outcome,) = future.result(timeout=self.seconds)
        except KilledWorker:
            why = "the worker processes that took it ended by themselves"
        except TimeoutError:
            future.cancel()
            why = f"no result within {self.seconds:g} seconds"
        else:
            return Outcome(outcome.line, outcome.tables, outcome.signature, outcome.failure)
        remedy = "the document is set aside; look at it by hand, or raise --time-limit or --memory-limit"
        return Outcome(failure=Failure(payload.path, "pipeline", why, remedy))


@lru_cache(maxsize=1)
def _processor(setup: bytes) -> Processor:
    """Load the pipeline of a worker, which keeps it from job to job."""
    return Processor(msgspec.msgpack.decode(setup, type=Setup))


def _process(setup: bytes, payloads: tuple[Payload, ...]) -> tuple[Outcome, ...]:
    """Process a job on a worker of the cluster."""
    return _processor(setup).process(payloads)
