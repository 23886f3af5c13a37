"""Documents for the benchmarks: a folder of communiqués multiplied, with words changed so that no two are alike."""

from __future__ import annotations

import random
import re
from pathlib import Path

from extract.reading import Payload, ReadOptions, payloads

_LONG_WORD = re.compile(rb"(?<=[ \n])[a-z]{7,12}(?=[ ,.\n])")


def multiplied(folder: Path, number: int, seed: int = 0) -> list[Payload]:
    """Return `number` documents made of those of a folder, each copy with one long word in ten exchanged for another."""
    originals = [item for item in payloads([str(folder)], ReadOptions()) if isinstance(item, Payload)]
    words = sorted({word for item in originals for word in _LONG_WORD.findall(item.data)})
    chance = random.Random(seed)

    def changed(match: re.Match[bytes]) -> bytes:
        return chance.choice(words) if chance.random() < 0.1 else match.group()

    made = []
    for i in range(number):
        item = originals[i % len(originals)]
        name = Path(item.path)
        data = item.data if i < len(originals) else _LONG_WORD.sub(changed, item.data) + b"\n%d" % i
        made.append(Payload(f"{name.stem}-{i:06d}{name.suffix}", data, item.media_type))
    return made


def written(documents: list[Payload], folder: Path) -> Path:
    """Write documents to a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for item in documents:
        (folder / item.path).write_bytes(item.data)
    return folder
