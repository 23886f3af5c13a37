"""Inputs on a store elsewhere (`s3://`, `gs://`, `hdfs://`, `memory://`, …), through fsspec."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import BinaryIO, cast

from extract.reading.kinds import media_type
from extract.reading.payload import Payload, ReadOptions, failure
from extract.types import Failure

Reader = Callable[[str, BinaryIO, ReadOptions, str | None], Iterator[Payload | Failure]]


def is_remote(name: str) -> bool:
    """Tell a URL from a path; `C:\\\\folder` is a path."""
    return "://" in name


def payloads(name: str, options: ReadOptions, opened: Reader) -> Iterator[Payload | Failure]:
    """Yield the documents of a remote file, folder or glob, in the order of their names.

    `opened` reads one file, given its name, stream and media type.
    """
    import fsspec

    try:
        system, root = fsspec.core.url_to_fs(name)
        found = sorted(system.glob(root)) if any(c in root for c in "*?[") else [root]
        files = sorted(file for entry in found for file in (system.find(entry) if system.isdir(entry) else [entry]))
    except Exception as error:  # each store raises errors of its own kinds
        yield failure(name, f"cannot be reached: {error}", "check the address and the credentials of its store")
        return
    if not files:
        yield failure(name, "there is no such file or folder", "check the name")
    for file in files:
        below = file.removeprefix(root).strip("/").split("/")
        if any(part.startswith(".") for part in below) or (file != root and media_type(file) == "-"):
            continue
        where = system.unstrip_protocol(file)
        try:
            with system.open(file, "rb") as stream:
                yield from opened(where, cast(BinaryIO, io.BufferedReader(stream)), options, media_type(file))
        except OSError as error:
            yield failure(where, f"cannot be read: {error}", "check that it exists and may be read")
        except Exception as error:  # of the store, or a defect of a reader: it must cost this file only, and be seen
            told = f"cannot be read: {type(error).__name__}: {error}"
            yield failure(where, told, "check that it may be read; if so, please report it with the file")
