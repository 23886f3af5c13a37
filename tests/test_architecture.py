"""No two rooms of the package know each other in a ring, and only the components know spaCy: held against the imports."""

import ast
import re
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import extract
from extract.lexicons import rows

PACKAGE = Path(extract.__file__).parent
FILES = {
    ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(PACKAGE.rglob("*.py"))
}
PURE = ["types", "lexicons", "reading", "writing", "cleaning", "zones", "normalise"]
PURE += ["naming", "resolve", "cards", "relations", "issuer"]
SAME = {"gazetteer": "naming"}  # looks up the names that naming is about


def imported(name: str) -> set[str]:
    """Return the modules that a module imports, by their full names."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(FILES[name].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            inner = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {one if one in FILES else node.module for one in inner}
    return found


def room(module: str) -> str:
    name = module.split(".")[1] if "." in module else module
    return SAME.get(name, name)


IMPORTS = {name: imported(name) for name in FILES}


def test_nothing_flows_back() -> None:
    rooms: dict[str, set[str]] = {}
    for name, found in IMPORTS.items():
        rooms.setdefault(room(name), set()).update(room(other) for other in found & FILES.keys() if room(other) != room(name))
    for graph in (IMPORTS, rooms):
        try:
            TopologicalSorter(graph).prepare()
        except CycleError as error:
            pytest.fail(f"imports go round: {' ← '.join(error.args[1])}")


@pytest.mark.parametrize("pure", PURE)
def test_logic_knows_nothing_of_spacy(pure: str) -> None:
    inside = [name for name in IMPORTS if room(name) == pure]
    assert inside
    assert not [name for name in inside if any(other.split(".")[0] == "spacy" for other in IMPORTS[name])]


def test_every_set_of_words_is_used_and_exists() -> None:
    named = re.findall(r"members\([\"'](\w+)[\"']\)", "".join(path.read_text(encoding="utf-8") for path in FILES.values()))
    listed = [name for name, _ in rows("relations/word_sets.tsv", 2)]
    assert sorted(listed) == sorted(set(named))
