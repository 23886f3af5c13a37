"""Rule files: the package's own keep their promises, wrong ones are told by file and line."""

import re

import pytest

from extract.lexicons import LexiconError
from extract.relations import rules
from extract.relations.confidence import confidence
from tests.test_relations import found

EXAMPLES = [(rule, rule.example) for rule in rules.known()]
COUNTER_EXAMPLES = [(rule, rule.counter_example) for rule in rules.known()]


@pytest.mark.parametrize("rule, example", EXAMPLES, ids=lambda value: getattr(value, "id", None))
def test_example(rule, example):
    assert [kind for kind, *_ in found(example, (rule,))] == [rule.kind]


@pytest.mark.parametrize("rule, counter_example", COUNTER_EXAMPLES, ids=lambda value: getattr(value, "id", None))
def test_counter_example(rule, counter_example):
    assert found(counter_example, (rule,)) == []


@pytest.mark.parametrize(
    "text, words",
    [
        ("[a]\ntrigger = 'x'\n", "rules.toml:1: rule a"),
        ("\n[a]\ntrigger = 'x'\nbetween = 'ORG ORG'\n", 'rules.toml:2: rule a: between must look like "ORG|PER -> ORG"'),
        ("[a]\ntrigger = 'x'\nbetween = 'DOG -> ORG'\n", "rules.toml:1: rule a: unknown kind DOG"),
        ("[a]\ntrigger = '|'\nbetween = 'ORG -> ORG'\n", "rules.toml:1: rule a: no trigger"),
        ("[a]\ntrigger = 'x'\nbetween = 'ORG -> ORG'\nreach = 0\n", "reach at least 1"),
        ("[a]\ntrigger = 'x'\nbetween = 'ORG -> ORG'\ncolour = 'red'\n", "colour"),
        ("[a.b]\ntrigger = 'x'\nbetwen = 'ORG -> ORG'\n", "rules.toml:1: rule a.b"),
        ("\n\na = 3\n", "rules.toml:3: expected a table [a]"),
        ("[a\n", "rules.toml: "),
    ],
)
def test_error_names_file_line_and_rule(text, words):
    with pytest.raises(rules.RuleError, match=re.escape(words)):
        rules.parse(text, "rules.toml")


def test_missing_and_unreadable_files(tmp_path):
    with pytest.raises(rules.RuleError, match="cannot be read"):
        rules.load(tmp_path / "none.toml")
    (tmp_path / "latin.toml").write_bytes("# é".encode("latin-1"))
    with pytest.raises(rules.RuleError, match="UTF-8"):
        rules.load(tmp_path / "latin.toml")


def test_confidence_follows_from_hand_reading():
    by_rule = {rule.id: rule.confidence for rule in rules.known()}
    assert by_rule["located_in.bracket"] > by_rule["member_of.noun"]
    assert 0.5 < by_rule["succeeds.body"] < 1  # never read: what holds for its kind
    with pytest.raises(LexiconError, match="no line for the rule"):
        confidence("role.unheard")


def test_a_rule_of_the_same_name_replaces_the_packages():
    own = rules.parse("[member_of]\ntrigger = 'fait corps avec'\nbetween = 'ORG -> ORG'\n", "own.toml")
    together = rules.together(own)
    assert [rule.triggers for rule in together if rule.id == "member_of"] == [("fait corps avec",)]
    replaced = {rule.id for rule in rules.known()} - {rule.id for rule in together}
    assert replaced == {rule.id for rule in rules.known() if rule.kind == "member_of"}
