"""One worker process: a pipeline of its own, jobs in, outcomes out, until its input ends.

Started as `python -m extract.batch.worker`, so it works alike on every system and needs no `__main__` guard in the caller.
"""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Iterator
from contextlib import suppress
from queue import SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, BinaryIO

import msgspec

from extract.batch.memory import give_back
from extract.batch.messages import Job, Reply, Setup, SetupError, receive, send

if TYPE_CHECKING:
    from extract.batch.processor import Processor

TIDYING = 10  # jobs after which freed memory is given back, which takes a millisecond


def serve(messages: Iterator[bytes], outgoing: BinaryIO) -> None:
    """Answer the messages of the parent: the set-up first, then jobs."""
    try:
        processor = _loaded(next(messages))
    except SetupError as error:
        send(outgoing, Reply(error=str(error)))
        return
    except Exception as error:  # told to the parent, which cannot go on without a pipeline
        send(outgoing, Reply(error=f"{type(error).__name__}: {error}"))
        return
    send(outgoing, Reply())
    decoder = msgspec.msgpack.Decoder(Job)
    for number, data in enumerate(messages, 1):
        send(outgoing, Reply(processor.process(decoder.decode(data).payloads)))
        if number % TIDYING == 0:
            give_back()


def _loaded(setup: bytes) -> Processor:
    """Load the pipeline; raises SetupError where it cannot be had as it is asked for.

    The garbage collector rests meanwhile: nothing of a pipeline is garbage, and looking for some takes a fifth of the time.
    """
    gc.disable()
    from extract.batch.processor import Processor
    from extract.pipeline import UNUSABLE

    try:
        processor = Processor(msgspec.msgpack.decode(setup, type=Setup))
    except UNUSABLE as error:
        raise SetupError(str(error)) from error
    gc.freeze()
    gc.enable()
    return processor


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
