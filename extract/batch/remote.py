"""Output folders elsewhere (`s3://`, `gs://`, `hdfs://`, …): staged on this machine, carried over when the run is complete."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from extract.batch.store import MANIFEST, RECORDS, STATE


@contextmanager
def staged(out: str) -> Iterator[Path]:
    """Yield a local folder that stands for a remote one: its last records are fetched first, its files sent at the end.

    The folder's place depends on the URL alone, so that a run that was killed is taken up again on the same machine. An error
    inside leaves the remote folder as it was. Raises OSError where the storage cannot be reached.
    """
    import fsspec

    system, root = fsspec.core.url_to_fs(out)
    folder = Path(tempfile.gettempdir(), f"extract-{sha256(out.encode()).hexdigest()[:16]}")
    folder.mkdir(exist_ok=True)
    if not (folder / STATE).exists():
        for name in (MANIFEST, RECORDS):
            if system.exists(f"{root}/{name}"):
                system.get_file(f"{root}/{name}", str(folder / name))
    yield folder
    system.makedirs(root, exist_ok=True)
    for path in sorted(folder.iterdir()):
        if path.is_file():
            system.put_file(str(path), f"{root}/{path.name}")
