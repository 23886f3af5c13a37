"""The same run on a Dask cluster gives the same bytes, also when a worker dies in the middle of it."""

import os
import signal
import threading
import time
from pathlib import Path

import pytest

from extract.batch.run import Options, run
from extract.config import Config
from tests.test_batch import LIGHT, adds_up, many, outputs, write

pytest.importorskip("distributed")


def test_a_cluster_gives_the_same_bytes(tmp_path: Path) -> None:
    from distributed import LocalCluster

    folder = many(tmp_path / "in", 200)
    run([str(folder)], tmp_path / "local", config=LIGHT)
    with LocalCluster(n_workers=3, threads_per_worker=1, dashboard_address=None) as cluster:
        victim = next(iter(cluster.workers.values())).pid

        def strike() -> None:
            time.sleep(1.5)
            os.kill(victim, signal.SIGKILL)

        threading.Thread(target=strike).start()
        options = Options(engine="dask", scheduler=cluster.scheduler_address)
        report = run([str(folder)], tmp_path / "dask", config=LIGHT, options=options)
    assert adds_up(report)
    assert report.records == 200
    assert outputs(tmp_path / "local") == outputs(tmp_path / "dask")


def test_poison_on_a_cluster_is_named(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", {"a.txt": "Un texte.", "b.txt": "POISON-EXIT", "c.txt": "Un autre."})
    poison = Config(stages=("poison", "extract.zones", "extract.entities"), plugins=("tests.plugins.poison",))
    report = run([str(folder)], tmp_path / "out", config=poison, options=Options(engine="dask", workers=1))
    assert adds_up(report)
    assert (report.records, report.failures) == (2, 1)
