"""The stages composed: one source in, one record or one failure out."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from extract import config as configuration
from extract import plugins
from extract.cleaning import clean
from extract.config import Config, ConfigError
from extract.draft import Draft, attach, draft_of
from extract.language import language
from extract.model import build as build_model
from extract.reading import Payload, ReadError, identity, source
from extract.reading.payload import printable
from extract.record import build as build_record
from extract.relations.rules import RuleError
from extract.tagger.weights import WeightsError
from extract.types import Failure, Hint, Record, Source

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

logger = logging.getLogger(__name__)

UNUSABLE = (ConfigError, RuleError, WeightsError)  # raised where a configuration names what is not there or cannot be used
BATCH = 8  # documents given to the model at once: 4 to 16 measured fastest, larger batches cost cache misses
WORDS = 20_000  # forms that stay known from one document to the next, 0.8 kB each: all words but the rare ones
USUAL = 200_000  # characters of a batch whose words may stay known


@runtime_checkable
class Model(Protocol):
    """A component that is cheaper over many documents than over one."""

    def pipe(self, stream: Iterable[Doc], *, batch_size: int) -> Iterator[Doc]:
        """Process documents together."""


class Pipeline:
    """The whole extractor, loaded once. Call it with a text, or stream many sources through `pipe`."""

    def __init__(self, config: Config | None = None) -> None:
        """Build the stages. Raises ConfigError, WeightsError or RuleError where the configuration names what is not there."""
        self.config = config or Config()
        plugins.load(self.config.plugins)
        weights = Path(self.config.weights) if self.config.weights else None
        self.nlp: Language = build_model(self.config.stages, weights=weights, rules=self.config.rules)

    def __call__(self, text: str | Source, *, reference: str | None = None, region: str | None = None) -> Record:
        """Return the record of one text.

        `reference` is the ISO date that relative dates resolve against, `region` the ISO 3166 country of phone numbers
        without prefix. Raises ReadError where the text gives no record.
        """
        made = text if isinstance(text, Source) else _plain(text, reference, region)
        (result,) = self.pipe([made])
        if isinstance(result, Failure):
            raise ReadError(result.stage, result.error, result.remedy)
        return result

    def pipe(self, sources: Iterable[str | Source | Payload | Failure]) -> Iterator[Record | Failure]:
        """Yield a record or a failure for each source, in order. A failure never touches its neighbours."""
        stream = iter(sources)
        while batch := list(islice(stream, BATCH)):
            yield from self._batch(batch)

    def _batch(self, batch: list[str | Source | Payload | Failure]) -> list[Record | Failure]:
        drafts = [self._draft(item) for item in batch]
        read = [draft for draft in drafts if isinstance(draft, Draft)]
        with self._memory(sum(len(draft.cleaned.text) for draft in read)):
            docs = self._docs(read)
            return [draft if isinstance(draft, Failure) else self._record(docs.pop(0)) for draft in drafts]

    def _memory(self, characters: int) -> AbstractContextManager[object]:
        """Let the words of the first documents stay known, those of later ones go with their batch: memory stays flat.

        spaCy's tokenizer remembers how it split a word only outside of a zone, and most words are of the first documents.
        """
        if len(self.nlp.vocab) < WORDS and characters <= USUAL:
            return nullcontext()
        return self.nlp.memory_zone()

    def _draft(self, item: str | Source | Payload | Failure) -> Draft | Failure:
        if isinstance(item, Failure):
            return item
        path = "" if isinstance(item, str) else item.path
        try:
            made = _plain(item) if isinstance(item, str) else source(item) if isinstance(item, Payload) else item
        except ReadError as error:
            return Failure(path, error.stage, error.error, error.remedy)
        if not made.text.strip():
            return Failure(path, "reading", "there is no text in it", "give a text with words")
        if len(made.text) > (most := self.config.max_characters):
            told = f"the text has {len(made.text):,} characters, more than {most:,}"
            return Failure(path, "reading", told, "split the file into documents, or raise max_characters in the configuration")
        try:
            return Draft(source=made, cleaned=clean(made))
        except Exception as defect_of_ours:  # must cost this document only, and be seen
            return defect(path, "cleaning", defect_of_ours)

    def _docs(self, drafts: list[Draft]) -> list[Doc | Failure]:
        """Run every component over the batch; a document that fails in one leaves the batch as a failure."""
        docs: list[Doc | Failure] = [attach(self.nlp.tokenizer(draft.cleaned.text), draft) for draft in drafts]
        for name, component in self.nlp.pipeline:
            if isinstance(component, Model) and _together(component, docs):
                continue
            for i, doc in enumerate(docs):
                if not isinstance(doc, Failure):
                    try:
                        docs[i] = component(doc)
                    except Exception as error:
                        docs[i] = defect(draft_of(doc).source.path, name, error)
        return docs

    def _record(self, doc: Doc | Failure) -> Record | Failure:
        if isinstance(doc, Failure):
            return doc
        draft = draft_of(doc)
        try:
            return build_record(draft, language(draft.cleaned.text, draft.source.hints))
        except Exception as error:
            return defect(draft.source.path, "record", error)


def _together(model: Model, docs: list[Doc | Failure]) -> bool:
    """Run a trained component over the whole batch at once; False where it failed and must go document by document."""
    alive = [doc for doc in docs if not isinstance(doc, Failure)]
    try:
        for _ in model.pipe(alive, batch_size=BATCH):
            pass
    except Exception as error:
        logger.warning("the model failed on a batch (%s); its documents are run one by one", error)
        return False
    return True


def load(config: Config | str | Path | None = None) -> Pipeline:
    """Return a ready pipeline; `config` is a Config or the path of a TOML file."""
    if isinstance(config, str | Path):
        config = configuration.load(Path(config))
    return Pipeline(config)


def _plain(text: str, reference: str | None = None, region: str | None = None) -> Source:
    hints = [Hint("published", reference, "column")] if reference else []
    hints += [Hint("region", region, "column")] if region else []
    payload = Payload("", text.encode("utf-8", "surrogatepass"), "text/plain", tuple(hints))
    digest = sha256(payload.data).hexdigest()
    return Source("", text, digest, encoding="utf-8", hints=payload.hints, id=identity(payload))


def defect(path: str, stage: str, error: Exception) -> Failure:
    """Return the failure of a document over which a stage raised what it should not."""
    return Failure(
        path,
        stage,
        printable(f"{type(error).__name__}: {error}"),
        "a defect of the program: please report it with the document; the others are not affected",
    )
