"""The numbers of the names model, as trained and as kept on disk.

Disk form: `weights.npz` (half precision; word vectors in whole bytes with a scale each) and `meta.json`. Word vectors are kept
already projected to the model's width, under the upper half of spaCy's 64-bit string hash.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from extract.naming.clues import CLUES
from extract.tagger.tags import TAGS

Floats = NDArray[np.float32]
FILE, META = "weights.npz", "meta.json"


class WeightsError(ValueError):
    """A folder that holds no usable weights; the message names it and says what to do."""


class Meta(msgspec.Struct):
    """What the weights are and where they came from."""

    name: str
    tags: tuple[str, ...] = TAGS
    attributes: tuple[str, ...] = ("NORM", "PREFIX", "SUFFIX", "SHAPE")
    clues: tuple[str, ...] = CLUES
    hash_seeds: tuple[int, ...] = ()
    seed: int = 0
    versions: dict[str, str] = {}
    data: dict[str, str] = {}
    settings: dict[str, float] = {}


@dataclass(slots=True)
class Layer:
    """A maxout layer with layer norm: weights (pieces·out × in), bias (pieces·out), gain and shift (out)."""

    weight: Floats
    bias: Floats
    gain: Floats
    shift: Floats


@dataclass(slots=True)
class Weights:
    """All arrays of the model."""

    meta: Meta
    tables: tuple[Floats, ...]  # one hash embedding (rows × width) for each attribute
    keys: NDArray[np.uint32]  # sorted; of the words that have a vector
    rows: NDArray[np.uint16]  # the vector of each key
    vectors: Floats  # projected word vectors (rows × width)
    embed: Layer
    clues: Floats  # what each clue of the lexicons adds (clues × width)
    encode: tuple[Layer, ...]
    pool: Layer
    output: Floats  # tags × width
    output_bias: Floats
    transitions: Floats  # tags × tags


def save(weights: Weights, folder: Path) -> None:
    """Write weights to a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    scale = np.maximum(np.abs(weights.vectors).max(1), 1e-6) / 127
    arrays: dict[str, NDArray[np.generic]] = {
        "keys": np.diff(weights.keys, prepend=np.uint32(0)).astype(np.uint32),
        "rows": weights.rows,
        "vectors": np.rint(weights.vectors / scale[:, None]).astype(np.int8),
        "vector_scale": scale.astype(np.float16),
        "clues": weights.clues.astype(np.float16),
        "output": weights.output.astype(np.float16),
        "output_bias": weights.output_bias,
        "transitions": weights.transitions,
    }
    arrays |= {f"table{i}": table.astype(np.float16) for i, table in enumerate(weights.tables)}
    layers = {"embed": weights.embed, "pool": weights.pool}
    layers |= {f"encode{i}": layer for i, layer in enumerate(weights.encode)}
    for name, layer in layers.items():
        arrays |= {f"{name}.{field.name}": getattr(layer, field.name).astype(np.float16) for field in fields(Layer)}
    np.savez_compressed(folder / FILE, allow_pickle=False, **arrays)
    (folder / META).write_bytes(msgspec.json.format(msgspec.json.encode(weights.meta), indent=1) + b"\n")


def load(folder: Path) -> Weights:
    """Read weights from a folder. Raises WeightsError."""
    try:
        meta = msgspec.json.decode((folder / META).read_bytes(), type=Meta)
        with np.load(folder / FILE) as kept:
            a = {name: kept[name] for name in kept.files}
    except (OSError, ValueError, msgspec.MsgspecError) as error:
        raise WeightsError(f"{folder}: no names weights ({error}); make them with `extract train`") from error
    if meta.tags != TAGS or meta.clues != CLUES:
        raise WeightsError(f"{folder}: weights for other tags or clues; make them anew with `extract train`")
    f32 = {name: array.astype(np.float32) for name, array in a.items() if array.dtype == np.float16}

    def layer(name: str) -> Layer:
        return Layer(*(f32[f"{name}.{field.name}"] for field in fields(Layer)))

    width = len(f32["embed.gain"])
    if f32["pool.weight"].shape[1] != 3 * width:
        raise WeightsError(f"{folder}: weights for another network; make them anew with `extract train`")
    depth = sum(name.endswith(".gain") and name.startswith("encode") for name in a)
    return Weights(
        meta=meta,
        tables=tuple(f32[f"table{i}"] for i in range(len(meta.attributes))),
        keys=np.cumsum(a["keys"], dtype=np.uint32),
        rows=a["rows"],
        vectors=a["vectors"].astype(np.float32) * f32["vector_scale"][:, None],
        embed=layer("embed"),
        clues=f32["clues"],
        encode=tuple(layer(f"encode{i}") for i in range(depth)),
        pool=layer("pool"),
        output=f32["output"],
        output_bias=a["output_bias"],
        transitions=a["transitions"],
    )
