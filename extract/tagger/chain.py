"""A linear-chain conditional random field over tags: best sequence, posteriors, gradients.

Sequences lie one behind another in an array of scores (words × tags); `starts` and `lengths` say where. They are worked on
side by side, longest first, so that the sequences still running at a step are the first ones. Sums are written out where a
product of matrices would do, because the last bits of such a product depend on how many sequences there are.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from extract.tagger.tags import FIRST, LAST, LEGAL, TAGS

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
_NEVER = np.float32(-1e9)


@dataclass(frozen=True, slots=True)
class _Plan:
    """Sequences sorted by length, longest first, and how many are running at each step."""

    starts: Ints
    lengths: Ints
    running: list[int]

    @classmethod
    def of(cls, starts: Ints, lengths: Ints) -> _Plan:
        order = np.argsort(-lengths, kind="stable")
        starts, lengths = starts[order], lengths[order]
        steps = int(lengths[0]) if len(lengths) else 0
        running = np.searchsorted(-lengths, -np.arange(steps), side="left")
        return cls(starts, lengths, running.tolist())


def best(scores: Floats, transitions: Floats, starts: Ints, lengths: Ints) -> NDArray[np.int8]:
    """Return the best legal tag of each word (Viterbi); words in no sequence get O."""
    tags = np.zeros(len(scores), dtype=np.int8)
    plan = _Plan.of(starts, lengths)
    if not plan.running:
        return tags
    moves = np.where(LEGAL, transitions, _NEVER).T.copy()  # to × from: the last axis is the one maximised
    state = scores[plan.starts] + np.where(FIRST, np.float32(0), _NEVER)
    back: list[NDArray[np.intp]] = [np.empty((0, 0), dtype=np.intp)]
    for step, n in enumerate(plan.running[1:], 1):
        reach = state[:n, None, :] + moves
        came = reach.argmax(2)
        back.append(came)
        state[:n] = np.take_along_axis(reach, came[:, :, None], 2)[:, :, 0] + scores[plan.starts[:n] + step]
    tag = (state + np.where(LAST, np.float32(0), _NEVER)).argmax(1)
    for step in range(len(plan.running) - 1, -1, -1):
        n = plan.running[step]
        tags[plan.starts[:n] + step] = tag[:n]
        if step:
            tag[:n] = back[step][np.arange(n), tag[:n]]
    return tags


@dataclass(frozen=True, slots=True)
class Posterior:
    """What the field believes of each word: scaled forward and backward messages (words × tags) and the scale."""

    forward: Floats
    backward: Floats
    local: Floats  # exp(score) / scale
    moves: Floats  # exp(transition), zero where illegal
    log_total: Floats  # of each sequence, in the order given

    @property
    def marginals(self) -> Floats:
        """The probability of each tag of each word; rows of words in no sequence are zero."""
        return self.forward * self.backward

    def name(self, start: int, tags: NDArray[np.int8]) -> float:
        """Return the probability that exactly these tags stand from word `start` on."""
        p = float(self.forward[start, tags[0]])
        for i in range(1, len(tags)):
            p *= float(self.moves[tags[i - 1], tags[i]] * self.local[start + i, tags[i]])
        return p * float(self.backward[start + len(tags) - 1, tags[-1]])


def posterior(
    scores: Floats, transitions: Floats, starts: Ints, lengths: Ints, allowed: NDArray[np.bool_] | None = None
) -> Posterior:
    """Run the forward-backward algorithm; `allowed` (words × tags) restricts the tags, as gold does."""
    plan = _Plan.of(starts, lengths)
    moves = np.where(LEGAL, np.exp(transitions), np.float32(0)).astype(np.float32)
    top = scores.max(1, keepdims=True)
    local = np.exp(scores - top)
    if allowed is not None:
        local *= allowed
    local[plan.starts] *= FIRST
    local[plan.starts + plan.lengths - 1] *= LAST
    forward, backward = np.zeros_like(local), np.zeros_like(local)
    log_scale = np.zeros(len(scores), dtype=np.float32)
    message = np.empty((len(plan.starts), len(TAGS)), dtype=np.float32)
    for step, n in enumerate(plan.running):
        at = plan.starts[:n] + step
        message = local[at] if step == 0 else (message[:n, :, None] * moves).sum(1) * local[at]
        scale = np.maximum(message.sum(1, keepdims=True), np.float32(1e-30))
        message = message / scale
        forward[at] = message
        local[at] /= scale
        log_scale[at] = np.log(scale[:, 0])
    backward[plan.starts + plan.lengths - 1] = 1
    into = np.ascontiguousarray(moves.T)
    for step in range(len(plan.running) - 1, 0, -1):
        at = plan.starts[: plan.running[step]] + step
        backward[at - 1] = ((local[at] * backward[at])[:, :, None] * into).sum(1)
    totals = np.concatenate([np.zeros(1, np.float32), np.cumsum(log_scale + top[:, 0], dtype=np.float64)])
    return Posterior(forward, backward, local, moves, (totals[starts + lengths] - totals[starts]).astype(np.float32))


def gradient(
    scores: Floats, transitions: Floats, starts: Ints, lengths: Ints, gold: NDArray[np.bool_]
) -> tuple[float, Floats, Floats]:
    """Return the negative log-likelihood of gold tags (where several are allowed, of all of them) and its gradients.

    The gradients are those of the scores (words × tags) and of the transitions (tags × tags).
    """
    free, held = (posterior(scores, transitions, starts, lengths, allowed) for allowed in (None, gold))
    inner = np.ones(len(scores), dtype=bool)
    inner[starts] = False
    after = np.flatnonzero(inner)

    def pairs(p: Posterior) -> Floats:
        return p.moves * (p.forward[after - 1].T @ (p.local[after] * p.backward[after]))

    loss = float((free.log_total - held.log_total).sum())
    return loss, free.marginals - held.marginals, pairs(free) - pairs(held)
