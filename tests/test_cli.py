"""The command line: what a person types, what comes back, and with which exit code."""

import json
from pathlib import Path

import jsonschema
import pytest
from typer.testing import CliRunner

from extract.cli import app

TEXT = (
    "Liège, le 3 mars 2024\n\nLa Fédération des moulins (FDM) recrute.\n\n"
    "Contact : Anne Petit, 04 222 22 22, anne@moulins.example\n"
)
COMMANDS = ("run", "text", "clean", "raw", "explain", "evaluate", "verify", "schema", "train")

runner = CliRunner()


def call(*words: str | Path) -> tuple[int, str]:
    result = runner.invoke(app, [str(word) for word in words], catch_exceptions=False)
    return result.exit_code, result.output


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    file = tmp_path / "in" / "lettre.txt"
    file.write_bytes(TEXT.replace("\n", "\r\n").encode("cp1252"))
    return file


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_with_an_example(command: str) -> None:
    code, out = call(command, "--help")
    assert code == 0
    assert f"extract {command}" in out
    assert "Example" in out


def test_run_then_verify(letter: Path, tmp_path: Path) -> None:
    code, out = call("run", letter.parent, "-o", tmp_path / "out", "--workers", "1")
    assert code == 0, out
    assert "1 inputs = 1 records + 0 failures + 0 duplicates" in out
    code, out = call("verify", tmp_path / "out")
    assert code == 0, out
    assert "0 wrong" in out
    (tmp_path / "in" / "lettre.txt").write_text("Changé.", encoding="utf-8")
    code, out = call("verify", tmp_path / "out")
    assert code == 1
    assert "changed" in out


def test_a_record_follows_the_schema(letter: Path, tmp_path: Path) -> None:
    call("run", letter, "-o", tmp_path / "out", "-q")
    schema = json.loads(call("schema")[1])
    (line,) = (tmp_path / "out" / "records.jsonl").read_text(encoding="utf-8").splitlines()
    record = json.loads(line)
    jsonschema.validate(record, schema)
    assert list(record)[:3] == ["schema", "id", "source"]
    broken = record | {"mentions": [{"id": 1}]}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(broken, schema)


def test_some_failed_is_exit_code_1(letter: Path, tmp_path: Path) -> None:
    (letter.parent / "vide.txt").touch()
    code, out = call("run", letter.parent, "-o", tmp_path / "out", "--workers", "1")
    assert code == 1
    assert "failures.csv" in out


def test_wrong_usage_is_exit_code_2(tmp_path: Path) -> None:
    assert call("run")[0] == 2
    assert call("verify", tmp_path)[0] == 2
    (tmp_path / "bad.toml").write_text("stage = 1", encoding="utf-8")
    code, out = call("text", "Bonjour.", "--config", tmp_path / "bad.toml")
    assert code == 2
    assert "bad.toml" in out
    assert "stage" in out
    code, out = call("explain", tmp_path / "none.txt")
    assert code == 2
    assert "none.txt" in out


def test_training_from_what_is_no_gold_is_wrong_usage(letter: Path, tmp_path: Path) -> None:
    for gold, told in ((tmp_path / "none.jsonl", "none.jsonl"), (letter, "lettre.txt:1")):
        code, out = call("train", gold, "-o", tmp_path / "weights")
        assert code == 2
        assert out.startswith("extract: ")
        assert told in out
    assert not (tmp_path / "weights").exists()


def test_raw_is_what_offsets_refer_to(letter: Path) -> None:
    result = runner.invoke(app, ["raw", str(letter)])
    assert result.stdout_bytes.decode() == TEXT.replace("\n", "\r\n")


def test_clean_shows_what_the_stages_see(letter: Path) -> None:
    code, out = call("clean", letter)
    assert code == 0
    assert "\r" not in out
    assert "Fédération des moulins" in out


def test_text_and_explain_are_readable(letter: Path) -> None:
    code, out = call("text", TEXT)
    assert code == 0
    assert "anne@moulins.exam" in out
    assert "…" not in out
    code, out = call("explain", letter)
    assert code == 0
    assert "Mentions" in out
    code, out = call("text", TEXT, "--json")
    assert json.loads(out)["language"] == "fr"


def test_evaluate_prints_each_measure(tmp_path: Path) -> None:
    start = TEXT.index("anne@")
    gold = {
        "slug": "a",
        "file": "a.txt",
        "text": TEXT,
        "published": "2024-03-03",
        "mentions": [{"start": start, "end": start + 20, "label": "EMAIL"}],
        "contacts": [{"name": "Anne Petit", "phones": ["+3242222222"], "emails": ["anne@moulins.example"]}],
    }
    (tmp_path / "gold.jsonl").write_text(json.dumps(gold), encoding="utf-8")
    code, out = call("evaluate", tmp_path, "--json")
    assert code == 0
    scores = json.loads(out)
    assert scores["contact whole"]["n"] == 1
    assert scores["published"]["n"] == 1
    (tmp_path / "gold.jsonl").write_text("{}", encoding="utf-8")
    code, out = call("evaluate", tmp_path)
    assert code == 2
    assert "gold.jsonl:1" in out


def test_a_configuration_that_names_what_is_not_there_is_wrong_usage(letter: Path, tmp_path: Path) -> None:
    for line in ('weights = "nowhere"', 'rules = "nowhere.toml"', 'plugins = ["nowhere"]', 'stages = ["nowhere"]'):
        (tmp_path / "settings.toml").write_text(line, encoding="utf-8")
        code, out = call("text", "Bonjour.", "--config", tmp_path / "settings.toml")
        assert code == 2, out
        assert "nowhere" in out
        code, out = call("run", letter, "-o", tmp_path / "out", "--config", tmp_path / "settings.toml")
        assert code == 2, out
        assert out.startswith("extract: ")
        assert "nowhere" in out
        assert "go on" not in out
