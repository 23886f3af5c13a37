"""Inputs and outputs on a store that is not this machine's disk: an S3 server started here for the test."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from extract.batch.run import run
from extract.batch.store import OutputError
from tests.test_batch import LIGHT, adds_up, many, outputs

pytest.importorskip("s3fs")
server = pytest.importorskip("moto.server")


@pytest.fixture
def bucket() -> Iterator[str]:
    import fsspec

    moto = server.ThreadedMotoServer(port=0)
    moto.start()
    host, port = moto.get_host_and_port()
    settings = {"AWS_ENDPOINT_URL": f"http://{host}:{port}", "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
    kept = {name: os.environ.get(name) for name in settings}
    os.environ.update(settings)
    fsspec.filesystem("s3").mkdir("presse")
    yield "s3://presse"
    moto.stop()
    for name, value in kept.items():
        os.environ.pop(name) if value is None else os.environ.update({name: value})


def test_a_run_from_a_bucket_into_a_bucket(bucket: str, tmp_path: Path) -> None:
    import fsspec

    folder = many(tmp_path / "in", 12)
    run([str(folder)], tmp_path / "local", config=LIGHT)
    storage = fsspec.filesystem("s3")
    storage.put(str(folder), "presse/in", recursive=True)
    report = run([f"{bucket}/in"], f"{bucket}/out", config=LIGHT)
    assert adds_up(report)
    assert report.records == 12
    storage.get("presse/out", str(tmp_path / "fetched"), recursive=True)
    fetched, local = outputs(tmp_path / "fetched"), outputs(tmp_path / "local")
    assert list(fetched) == list(local)
    assert fetched["mentions.csv"] == local["mentions.csv"]
    assert run([f"{bucket}/in"], f"{bucket}/out", config=LIGHT).reused == 12


def test_a_store_that_refuses_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import fsspec

    class RefusedError(Exception):
        """An error of a store's own, no OSError."""

    def refuse(*_: object) -> None:
        raise RefusedError("no credentials")

    monkeypatch.setattr(fsspec.core, "url_to_fs", refuse)
    with pytest.raises(OutputError, match=r"s3://presse/out: the store refuses \(RefusedError: no credentials\)"):
        run([str(many(tmp_path / "in", 2))], "s3://presse/out", config=LIGHT)
