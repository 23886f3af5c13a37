"""A pool of workers on this machine: units of work in, their outcomes out in the same order, nothing held beyond a window.

Each worker has a desk, run by a thread of the parent; see `extract.batch.guard` for what becomes of workers that are lost.
"""

from __future__ import annotations

import queue
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotYet
from typing import Generic, TypeVar

from extract.batch.guard import Desk, Guard
from extract.batch.messages import Outcome, Setup
from extract.reading import Payload

WINDOW = 4  # jobs under way or waiting for their turn to be written, per worker

Tag = TypeVar("Tag")


class Pool(Generic[Tag]):
    """Workers, started as work arrives; use as a context manager. `seconds` and `megabytes` are those of `Guard`."""

    def __init__(self, setup: Setup, workers: int, *, seconds: float, megabytes: int) -> None:
        self.workers = workers
        self._guard = Guard(setup, seconds=seconds, megabytes=megabytes)
        self._jobs: queue.SimpleQueue[tuple[tuple[Payload, ...], Future[tuple[Outcome, ...]]] | None] = queue.SimpleQueue()
        self._tenders: list[threading.Thread] = []

    def __enter__(self) -> Pool[Tag]:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        for _tender in self._tenders:
            self._jobs.put(None)
        if kind is not None:  # interrupted or failed: what is under way is given up
            self._guard.kill_all()
        for tender in self._tenders:
            tender.join()
        self._guard.close()

    def run(self, units: Iterable[tuple[Tag, tuple[Payload, ...]]]) -> Iterator[tuple[Tag, tuple[Outcome, ...]]]:
        """Yield each unit's tag with the outcomes of its payloads, in the order of the units.

        Units are drawn only as fast as results leave: at most `WINDOW` a worker are held at any moment.
        """
        window: deque[tuple[Tag, Future[tuple[Outcome, ...]]]] = deque()
        for tag, payloads in units:
            window.append((tag, self._submit(payloads)))
            while len(window) > WINDOW * self.workers or (window and window[0][1].done()):
                yield _next(window)
        while window:
            yield _next(window)

    def _submit(self, payloads: tuple[Payload, ...]) -> Future[tuple[Outcome, ...]]:
        future: Future[tuple[Outcome, ...]] = Future()
        if not payloads:
            future.set_result(())
            return future
        self._jobs.put((payloads, future))
        if len(self._tenders) < self.workers:
            self._tenders.append(threading.Thread(target=self._tend, daemon=True))
            self._tenders[-1].start()
        return future

    def _tend(self) -> None:
        desk = Desk(self._guard)
        while (job := self._jobs.get()) is not None:
            payloads, future = job
            try:
                future.set_result(desk.process(payloads))
            except Exception as error:  # handed to whoever waits for the result
                future.set_exception(error)
        desk.close()


def _next(window: deque[tuple[Tag, Future[tuple[Outcome, ...]]]]) -> tuple[Tag, tuple[Outcome, ...]]:
    tag, future = window.popleft()
    while True:
        try:
            return tag, future.result(timeout=0.5)  # a wait without end cannot be interrupted on Windows
        except NotYet:
            if future.done():
                return tag, future.result()
