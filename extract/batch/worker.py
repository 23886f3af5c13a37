"""One worker process: a pipeline of its own, jobs in, outcomes out, until its input ends.

Started as `python -m extract.batch.worker`, so it works alike on every system and needs no `__main__` guard in the caller.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Sequence
from contextlib import suppress
from queue import SimpleQueue
from threading import Thread
from typing import BinaryIO

import msgspec

from extract.batch.messages import Job, Outcome, Reply, Setup, receive, send
from extract.batch.near import signature
from extract.config import ConfigError
from extract.pipeline import Pipeline, defect
from extract.reading import Payload
from extract.rules import RuleError
from extract.tagger.weights import WeightsError
from extract.types import Failure, Record
from extract.writing import jsonl, tables


class Processor:
    """A loaded pipeline that turns payloads into the bytes that the outputs hold."""

    def __init__(self, setup: Setup) -> None:
        self.setup = setup
        self.pipeline = Pipeline(setup.config)

    def process(self, payloads: Sequence[Payload]) -> tuple[Outcome, ...]:
        """Return the outcome of each payload, in order."""
        results = self.pipeline.pipe(payloads)
        return tuple(self._outcome(payload, result) for payload, result in zip(payloads, results, strict=True))

    def _outcome(self, payload: Payload, result: Record | Failure) -> Outcome:
        if isinstance(result, Failure):
            return Outcome(failure=result)
        try:
            return self._written(payload, result)
        except Exception as error:  # a defect of ours: it must cost this document only, and be seen
            return Outcome(failure=defect(payload.path, "writing", error))

    def _written(self, payload: Payload, result: Record) -> Outcome:
        rows = tables.rows(result)
        return Outcome(
            line=jsonl.line(result),
            tables={name: tables.encode(found, self.setup.dialect) for name, found in rows.items() if found},
            signature=signature(payload) if self.setup.near_duplicates else (),
        )


def serve(messages: Iterator[bytes], outgoing: BinaryIO) -> None:
    """Answer the messages of the parent: the set-up first, then jobs."""
    try:
        processor = Processor(msgspec.msgpack.decode(next(messages), type=Setup))
    except (ConfigError, RuleError, WeightsError) as error:  # the message says what to change
        send(outgoing, Reply(error=str(error)))
        return
    except Exception as error:  # told to the parent, which cannot go on without a pipeline
        send(outgoing, Reply(error=f"{type(error).__name__}: {error}"))
        return
    send(outgoing, Reply())
    decoder = msgspec.msgpack.Decoder(Job)
    for data in messages:
        send(outgoing, Reply(processor.process(decoder.decode(data).payloads)))


def listen(incoming: BinaryIO, heard: SimpleQueue[bytes]) -> None:
    """Pass on what the parent says, and end the process when the parent is done with it or gone.

    It does so from a thread, so that a parent killed outright leaves no worker behind, not even one that a document keeps busy.
    """
    while (data := receive(incoming)) is not None:
        heard.put(data)
    os._exit(0)


def main() -> None:
    """Serve on the standard streams; whatever a library prints goes to standard error instead."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    outgoing = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    heard: SimpleQueue[bytes] = SimpleQueue()
    incoming = os.fdopen(os.dup(0), "rb")  # the interpreter cannot close its own standard input while a thread reads it
    Thread(target=listen, args=(incoming, heard), daemon=True).start()
    with suppress(BrokenPipeError):  # the parent is gone: nobody is left to answer
        serve(iter(heard.get, b""), outgoing)


if __name__ == "__main__":
    main()
