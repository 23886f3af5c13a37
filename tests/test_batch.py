"""Runs over many documents: nothing lost, order kept, interruptions and poison survived."""

import csv
import json
import os
import signal
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path

import msgspec
import pytest

from extract.batch.run import Options, Report, run
from extract.batch.store import STATE
from extract.config import Config
from extract.fingerprint import fingerprint
from extract.reading import ReadOptions
from tests.runs import LIGHT, many, outputs, write

POISON = Config(stages=("poison", "extract.zones", "extract.entities"), plugins=("tests.plugins.poison",))


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def adds_up(report: Report) -> bool:
    return report.complete and report.inputs == report.records + report.failures + report.duplicates


def test_every_input_is_a_record_a_failure_or_a_duplicate(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", {"a.txt": "Un texte.", "b.txt": "Un texte.", "c.txt": "", "d.txt": "Un autre texte."})
    report = run([str(folder)], tmp_path / "out", config=LIGHT)
    assert adds_up(report)
    assert (report.records, report.failures, report.duplicates) == (2, 1, 1)
    assert rows(tmp_path / "out" / "failures.csv")[0]["path"].endswith("c.txt")
    assert rows(tmp_path / "out" / "duplicates.csv")[0]["original"].endswith("a.txt")


def test_only_what_would_give_the_same_record_is_a_duplicate(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", dict.fromkeys(("a.txt", "copie.txt", "a.md", "copie.md"), "# Titre\n\nUn texte."))
    write(folder, dict.fromkeys(("2024-03-05-a.txt", "2024-03-05-b.txt", "2024-03-06-a.txt"), "# Titre\n\nUn texte."))
    write(folder, dict.fromkeys(("page.html", "page.txt", "page"), "<html><p>Une page.</p></html>"))
    write(folder, {"t.csv": "id,date,region,texte\n" + "".join(f"{row},Demain.\n" for row in ROWS_OF_A_TABLE)})
    reading = ReadOptions(text_field="texte", id_field="id", date_field="date", region_field="region")
    report = run([str(folder)], tmp_path / "out", config=LIGHT, reading=reading)
    assert adds_up(report)
    twins = [(Path(row["path"]).name, Path(row["original"]).name) for row in rows(tmp_path / "out" / "duplicates.csv")]
    assert sorted(twins) == [
        ("2024-03-05-b.txt", "2024-03-05-a.txt"),
        ("copie.md", "a.md"),
        ("copie.txt", "a.txt"),
        ("page.html", "page"),
        ("page.txt", "page"),
        ("t.csv!2", "t.csv!1"),
    ]
    ids = [row["document"] for row in rows(tmp_path / "out" / "documents.csv")]
    assert len(set(ids)) == len(ids) == report.records
    assert run([str(folder)], tmp_path / "out", config=LIGHT, reading=reading).reused == report.records


ROWS_OF_A_TABLE = ("1,2024-03-05,FR", "2,2024-03-05,FR", "3,2024-03-06,FR", "4,2024-03-05,BE", "5,,FR", "6,2024-03-05,")


def test_empty_files_are_each_named(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", {f"{i}.txt": "" for i in range(40)} | {"real.txt": "Un texte."})
    report = run([str(folder)], tmp_path / "out", config=LIGHT)
    assert (report.records, report.failures) == (1, 40)
    assert len(rows(tmp_path / "out" / "failures.csv")) == 40


def test_output_does_not_depend_on_the_number_of_workers(tmp_path: Path) -> None:
    folder = many(tmp_path / "in", 60)
    for workers in (1, 3):
        run([str(folder)], tmp_path / f"out{workers}", config=LIGHT, options=Options(workers=workers))
    assert outputs(tmp_path / "out1") == outputs(tmp_path / "out3")


def test_poison_costs_only_its_own_document(tmp_path: Path) -> None:
    texts = {f"{i:02d}.txt": f"Communiqué {i}, presse{i}@exemple.fr" for i in range(20)}
    texts |= {"05.txt": "POISON-EXIT", "11.txt": "POISON-LOOP", "13.txt": "POISON-MEMORY", "17.txt": "POISON-ERROR"}
    folder = write(tmp_path / "in", texts)
    options = Options(workers=2, time_limit=8.0, memory_limit=1000)
    report = run([str(folder)], tmp_path / "out", config=POISON, options=options)
    assert adds_up(report)
    assert report.records == 16
    failed = {Path(row["path"]).name: row for row in rows(tmp_path / "out" / "failures.csv")}
    assert list(failed) == ["05.txt", "11.txt", "13.txt", "17.txt"]
    assert "exit code 3" in failed["05.txt"]["error"]
    assert "8 seconds" in failed["11.txt"]["error"]
    assert "1000 MB" in failed["13.txt"]["error"]
    assert failed["17.txt"]["stage"] == "poison"
    assert all(row["remedy"] for row in failed.values())


def test_unchanged_documents_are_taken_from_the_run_before(tmp_path: Path) -> None:
    folder = many(tmp_path / "in", 20)
    run([str(folder)], tmp_path / "out", config=LIGHT)
    before = outputs(tmp_path / "out")
    (folder / "0007.txt").write_text("Autre chose : neuf@exemple.fr", encoding="utf-8")
    (folder / "0003.txt").unlink()
    report = run([str(folder)], tmp_path / "out", config=LIGHT)
    assert adds_up(report)
    assert (report.records, report.reused) == (19, 18)
    fresh = run([str(folder)], tmp_path / "fresh", config=LIGHT)
    assert fresh.reused == 0
    assert outputs(tmp_path / "out") == outputs(tmp_path / "fresh") != before


def test_another_configuration_or_force_starts_over(tmp_path: Path) -> None:
    folder = many(tmp_path / "in", 5)
    run([str(folder)], tmp_path / "out", config=LIGHT)
    assert run([str(folder)], tmp_path / "out", config=LIGHT).reused == 5
    assert run([str(folder)], tmp_path / "out", config=LIGHT, options=Options(force=True)).reused == 0
    assert run([str(folder)], tmp_path / "out", config=Config(stages=("extract.zones",))).reused == 0


def test_what_the_configuration_names_is_part_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    source = (Path(__file__).parent / "plugins" / "shouting.py").read_text(encoding="utf-8")
    write(tmp_path, {"shouting.py": source, "rules.toml": '[sponsors]\ntrigger = "parraine"\nbetween = "ORG -> ORG"\n'})
    write(tmp_path / "kit", {"__init__.py": "", "words.py": "WORDS = ()\n", "main.py": source.replace("shouting", "crying")})
    folder = many(tmp_path / "in", 3)
    stages = ("shouting", "crying", "extract.zones", "extract.entities")
    config = Config(stages=stages, plugins=("shouting", "kit.main"), rules="rules.toml")

    def reused() -> int:
        return run([str(folder)], tmp_path / "out", config=config).reused

    assert (reused(), reused()) == (0, 3)
    for name in ("shouting.py", "kit/words.py", "rules.toml"):
        with (tmp_path / name).open("a", encoding="utf-8") as file:
            file.write("# another version\n")
        assert (reused(), reused()) == (0, 3), name


def test_what_the_interpreter_leaves_beside_a_file_is_no_part_of_it(tmp_path: Path) -> None:
    weights = write(tmp_path / "weights", {"meta.json": "{}"})
    config = Config(weights=str(weights))
    before = fingerprint(config)
    write(weights / "__pycache__", {"a.cpython-311.pyc": "1", "b.cpython-311.pyc.140234": "cut short by a kill"})
    assert fingerprint(config) == before
    write(weights, {"meta.json": "{} "})
    assert fingerprint(config) != before


@pytest.mark.parametrize("name", ["spacy", "numpy", "phonenumbers", "ftfy", "pypdf", "python-docx", "warcio", "pyarrow"])
def test_another_version_of_a_library_makes_another_fingerprint(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = fingerprint(LIGHT)
    monkeypatch.setattr("extract.fingerprint.version", lambda one: "0.0.1" if one == name else version(one))
    assert fingerprint(LIGHT) != before


def test_another_python_makes_another_fingerprint(monkeypatch: pytest.MonkeyPatch) -> None:
    before = fingerprint(LIGHT)
    monkeypatch.setattr("extract.fingerprint.python_version", lambda: "3.99.0")
    assert fingerprint(LIGHT) != before


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs a signal that cannot be caught")
def test_a_killed_run_is_taken_up_where_it_stopped(tmp_path: Path) -> None:
    folder = many(tmp_path / "in", 300)
    run([str(folder)], tmp_path / "whole", config=LIGHT)
    (tmp_path / "light.toml").write_text('stages = ["extract.zones", "extract.entities"]', encoding="utf-8")
    command = [sys.executable, "-m", "extract", "run", str(folder), "-o", str(tmp_path / "out"), "-q"]
    command += ["--config", str(tmp_path / "light.toml"), "--workers", "2"]
    for _ in range(3):
        process = subprocess.Popen(command)
        deadline = time.monotonic() + 60
        while not list((tmp_path / "out").glob(f"{STATE}/*/records.jsonl")) and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(0.7)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    assert subprocess.run(command, check=False).returncode == 0
    assert outputs(tmp_path / "out") == outputs(tmp_path / "whole")
    assert not (tmp_path / "out" / STATE).exists()


def test_a_commit_cut_short_is_completed(tmp_path: Path) -> None:
    folder = many(tmp_path / "in", 5)
    run([str(folder)], tmp_path / "out", config=LIGHT)
    expected = outputs(tmp_path / "out")
    state = tmp_path / "out" / STATE / ("0" * 16)
    state.mkdir(parents=True)
    for name in ("records.jsonl", "mentions.csv", "run.json"):
        (tmp_path / "out" / name).rename(state / name)
    (state / "COMMIT").touch()
    report = run([str(folder)], tmp_path / "out", config=LIGHT)
    assert report.reused == 5
    assert outputs(tmp_path / "out") == expected


def test_a_torn_last_line_is_done_again(tmp_path: Path) -> None:
    folder = many(tmp_path / "in", 5)
    run([str(folder)], tmp_path / "out", config=LIGHT)
    expected = outputs(tmp_path / "out")
    records = tmp_path / "out" / "records.jsonl"
    records.write_bytes(records.read_bytes()[:-40])
    assert run([str(folder)], tmp_path / "out", config=LIGHT).reused == 4
    assert outputs(tmp_path / "out") == expected


def test_near_duplicates_are_listed_or_skipped(tmp_path: Path) -> None:
    body = " ".join(f"mot{i}" for i in range(300))
    folder = write(tmp_path / "in", {"a.txt": body, "b.txt": body + " Partager sur un réseau", "c.txt": body[::-1]})
    kept = run([str(folder)], tmp_path / "keep", config=LIGHT, options=Options(near_duplicates="keep"))
    assert adds_up(kept)
    assert (kept.records, kept.near_duplicates) == (3, 1)
    assert rows(tmp_path / "keep" / "near_duplicates.csv")[0]["original"].endswith("a.txt")
    skipped = run([str(folder)], tmp_path / "skip", config=LIGHT, options=Options(near_duplicates="skip"))
    assert adds_up(skipped)
    assert (skipped.records, skipped.duplicates) == (2, 1)
    assert rows(tmp_path / "skip" / "duplicates.csv")[0]["kind"] == "near"


def test_the_manifest_tells_how_to_do_it_again(tmp_path: Path) -> None:
    folder = many(tmp_path / "in", 2)
    run([str(folder)], tmp_path / "out", config=LIGHT, options=Options(pretty=True))
    manifest = msgspec.json.decode((tmp_path / "out" / "run.json").read_bytes())
    assert manifest["inputs"] == [str(folder)]
    assert manifest["report"]["records"] == 2
    assert manifest["versions"]["spacy"]
    lines = (tmp_path / "out" / "records.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads((tmp_path / "out" / "records.json").read_text(encoding="utf-8")) == [json.loads(line) for line in lines]


def test_spreadsheets_get_tables_that_cannot_harm(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", {"a.txt": "Contact presse : Tél. +32 2 555 66 77, presse@exemple.be"})
    run([str(folder)], tmp_path / "out", config=LIGHT, options=Options(dialect="excel"))
    data = (tmp_path / "out" / "mentions.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbfdocument;mention;")
    assert b";+32" not in data


def test_a_folder_says_what_is_no_document(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", {"a.txt": "Un texte.", "README.md": "Notes.", ".extractignore": "README.md\nold/\n"})
    write(folder / "old", {"b.txt": "Un vieux texte."})
    assert run([str(folder)], tmp_path / "out", config=LIGHT).inputs == 1
