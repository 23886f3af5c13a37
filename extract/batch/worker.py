"""One worker process: a pipeline of its own, jobs in, outcomes out, until its input ends.

Started as `python -m extract.batch.worker`, so it works alike on every system and needs no `__main__` guard in the caller.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import BinaryIO

import msgspec

from extract.batch.messages import Job, Outcome, Reply, Setup, receive, send
from extract.batch.near import signature
from extract.pipeline import Pipeline
from extract.types import Failure, Record
from extract.writing import jsonl, tables


def outcome(result: Record | Failure, setup: Setup) -> Outcome:
    """Return a result in the bytes that the outputs hold."""
    if isinstance(result, Failure):
        return Outcome(failure=result)
    return Outcome(
        line=jsonl.line(result),
        tables={name: tables.encode(rows, setup.dialect) for name, rows in tables.rows(result).items() if rows},
    )


def serve(incoming: BinaryIO, outgoing: BinaryIO) -> None:
    """Answer jobs until the parent closes the pipe."""
    first = receive(incoming)
    if first is None:
        return
    setup = msgspec.msgpack.decode(first, type=Setup)
    try:
        pipeline = Pipeline(setup.config)
    except Exception as error:
        send(outgoing, Reply(error=f"{type(error).__name__}: {error}"))
        return
    send(outgoing, Reply())
    decoder = msgspec.msgpack.Decoder(Job)
    while (data := receive(incoming)) is not None:
        job = decoder.decode(data)
        outcomes = [outcome(result, setup) for result in pipeline.pipe(job.payloads)]
        if setup.near_duplicates:
            outcomes = [
                msgspec.structs.replace(done, signature=signature(payload)) if done.line else done
                for done, payload in zip(outcomes, job.payloads, strict=True)
            ]
        send(outgoing, Reply(tuple(outcomes)))


def main() -> None:
    """Serve on the standard streams; whatever a library prints goes to standard error instead."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    outgoing = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    serve(sys.stdin.buffer, outgoing)


if __name__ == "__main__":
    main()
