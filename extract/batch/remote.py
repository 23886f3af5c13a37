"""Output folders elsewhere (`s3://`, `gs://`, `hdfs://`, …): staged on this machine, carried over when the run is complete."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from extract.batch.store import MANIFEST, RECORDS, STATE, OutputError


@contextmanager
def staged(out: str) -> Iterator[Path]:
    """Yield a local folder that stands for a remote one: its last records are fetched first, its files sent at the end.

    The folder's place depends on the URL alone, so that a run that was killed is taken up again on the same machine. An error
    inside leaves the remote folder as it was. Raises OSError (OutputError among them) where the storage cannot be used.
    """
    import fsspec

    with _telling(out):
        system, root = fsspec.core.url_to_fs(out)
        folder = Path(tempfile.gettempdir(), f"extract-{sha256(out.encode()).hexdigest()[:16]}")
        folder.mkdir(exist_ok=True)
        if not (folder / STATE).exists():
            for name in (MANIFEST, RECORDS):
                if system.exists(f"{root}/{name}"):
                    system.get_file(f"{root}/{name}", str(folder / name))
    yield folder
    with _telling(out):
        system.makedirs(root, exist_ok=True)
        for path in sorted(folder.iterdir()):
            if path.is_file():
                system.put_file(str(path), f"{root}/{path.name}")


@contextmanager
def _telling(out: str) -> Iterator[None]:
    """Turn whatever a store raises (each library has errors of its own) into an OutputError that names the folder."""
    try:
        yield
    except OSError:
        raise
    except Exception as error:
        told = f"{out}: the store refuses ({type(error).__name__}: {error}); see to the access and run the same command again"
        raise OutputError(told) from error
