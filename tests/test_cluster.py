"""The same run on a Dask cluster gives the same bytes, also when a worker dies in the middle of it."""

import os
import signal
import threading
import time
from pathlib import Path

import psutil
import pytest

from extract.batch.messages import SetupError, WorkerError
from extract.batch.run import Options, run
from extract.config import Config
from tests.test_batch import LIGHT, adds_up, many, outputs, rows, write

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


def test_poison_on_a_cluster_is_named_and_its_worker_is_free_again(tmp_path: Path) -> None:
    from distributed import Client, LocalCluster

    texts = {f"{i:02d}.txt": f"Communiqué {i}, presse{i}@exemple.fr" for i in range(40)}
    texts |= {"03.txt": "POISON-LOOP", "05.txt": "POISON-EXIT", "30.txt": "POISON-MEMORY"}
    folder = write(tmp_path / "in", texts)
    poison = Config(stages=("poison", "extract.zones", "extract.entities"), plugins=("tests.plugins.poison",))
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        workers = {name: worker.pid for name, worker in cluster.workers.items()}
        options = Options(engine="dask", scheduler=cluster.scheduler_address, time_limit=8.0, memory_limit=1000)
        report = run([str(folder)], tmp_path / "out", config=poison, options=options)
        assert {name: worker.pid for name, worker in cluster.workers.items()} == workers
        with Client(cluster.scheduler_address) as client:
            assert client.submit(sum, [1, 2]).result(timeout=10) == 3
            assert not any(client.processing().values())
        assert not [child for pid in workers.values() for child in psutil.Process(pid).children()]
    assert adds_up(report)
    failed = {Path(row["path"]).name: row for row in rows(tmp_path / "out" / "failures.csv")}
    assert list(failed) == ["03.txt", "05.txt", "30.txt"]
    assert "8 seconds" in failed["03.txt"]["error"]
    assert "exit code 3" in failed["05.txt"]["error"]
    assert "1000 MB" in failed["30.txt"]["error"]
    assert all(row["stage"] == "pipeline" and row["remedy"] for row in failed.values())
    assert report.records == 37


def test_a_cluster_that_cannot_do_what_is_asked_says_so(tmp_path: Path) -> None:
    folder = many(tmp_path / "in", 3)
    with pytest.raises(SetupError, match="no component is called nope"):
        run([str(folder)], tmp_path / "out", config=Config(stages=("nope",)), options=Options(engine="dask"))
    with pytest.raises(WorkerError, match="no Dask scheduler answers"):
        run([str(folder)], tmp_path / "out", config=LIGHT, options=Options(engine="dask", scheduler="tcp://127.0.0.1:1"))
