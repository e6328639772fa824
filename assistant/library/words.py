"""The word index, derived from SQL: one tantivy document for each unit, and one for each file.

Units (exchanges and passages) are what is found; files, with all of their text, tell best which
paper is meant. A document holds no text, only what finding needs. Every filter stands inside the
query and fails closed: what carries no date is not known before any day, what is not marked public
is not public.

Words are folded, stemmed and split by our own analyser (`terms`) before tantivy sees them, so a
query passes through exactly what the text passed through. One process writes at a time; any number
read. A batch of units commits whole or not at all. The directory is named after the version of
schema and analyser: a newer program starts with an empty index, which `ids()` shows and a reindex
mends.
"""

import itertools
import math
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol

import tantivy

from assistant.errors import Conflict, StoreFailed
from assistant.library.terms import analysed, common_idf, terms
from assistant.library.units import filter_key, short_hash
from assistant.model import FoundPaper, PassageKind, Scope

VERSION = "5"
_RAW_FIELDS = ("public", "paper_type", "organization", "department", "name", "voice")
_TEXT_FIELDS = ("title", "question", "text", "exact")
_NEVER_FOUND = (PassageKind.box, PassageKind.vote)
_LOCK_PATIENCE = 30.0
_FEW_FILES = 500
_MUST, _MUST_NOT, _SHOULD = tantivy.Occur.Must, tantivy.Occur.MustNot, tantivy.Occur.Should


class Indexed(Protocol):
    """What the index needs to know of a unit (an exchange or a passage)."""

    @property
    def id(self) -> int: ...
    @property
    def paper(self) -> FoundPaper: ...
    @property
    def title(self) -> str: ...
    @property
    def topic(self) -> str: ...
    @property
    def question(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def file(self) -> int: ...
    @property
    def voice(self) -> str: ...
    @property
    def passage_kind(self) -> str: ...
    @property
    def date(self) -> date | None: ...
    @property
    def organizations(self) -> tuple[str, ...]: ...
    @property
    def content_hash(self) -> str: ...


Weights = Mapping[str, float]


class PaperHit(NamedTuple):
    """How well a paper's best file fits, and the day from which that file was known."""

    score: float
    day: date | None


class WordIndex:
    """The index under `path`; made when missing."""

    def __init__(self, path: Path) -> None:
        self.path = path / f"v{VERSION}"
        self._units = _Part(self.path / "units")
        self._files = _Part(self.path / "files")

    @contextmanager
    def writing(self) -> Iterator["Batch"]:
        """A batch that is committed at the end, or dropped when anything goes wrong."""
        with self._units.writing() as units, self._files.writing() as files:
            yield Batch(units, files)

    def clear(self) -> None:
        """Empty the index, before it is built anew from SQL."""
        with self._units.writing() as units, self._files.writing() as files:
            units.delete_all_documents()
            files.delete_all_documents()

    def search(
        self,
        query: str | Mapping[str, Weights],
        scope: Scope,
        limit: int = 50,
        within: Collection[str] = (),
        voices: Collection[str] = (),
    ) -> list[tuple[int, float]]:
        """The best units, best first, ties by id; `query` as text, or weights of terms for each field.

        `within`: only of these papers; `voices`: only in these.
        """
        weights = query if isinstance(query, Mapping) else self._plain(query)
        hits = self._units.search(weights, scope, limit, {"paper": within, "voice": voices})
        found = [(int(_one(document, "unit")), score) for document, score in hits]
        return sorted(found, key=lambda hit: (-hit[1], hit[0]))

    def search_papers(self, weights: Mapping[str, Weights], scope: Scope, limit: int = 50) -> dict[str, PaperHit]:
        """The papers with the best files, each by its best one; best first."""
        found: dict[str, PaperHit] = {}
        for document, score in self._files.search(weights, scope, limit):
            day = document.get_first("day")
            hit = PaperHit(score, date.fromordinal(day) if day else None)
            found.setdefault(str(_one(document, "paper")), hit)
        return found

    def ids(self) -> dict[int, str]:
        """Every unit in the index with its content hash, to compare with SQL item by item."""
        return {int(_one(document, "unit")): str(_one(document, "hash")) for document in self._units.all()}

    def files(self) -> dict[tuple[str, int], str]:
        """Every file in the index, by paper and number, with the hash of its units' hashes."""
        found = self._files.all()
        return {(str(_one(one, "paper")), int(_one(one, "unit"))): str(_one(one, "hash")) for one in found}

    def rarities(self, words: Iterable[str], field: str = "text") -> dict[str, float]:
        """How rare each term is among the town's files (words as printed: among its units): its idf, mixed
        with that in council papers at large as long as the town has few."""
        searcher = (self._units if field == "exact" else self._files).searcher()
        own = searcher.num_docs / (searcher.num_docs + _FEW_FILES)
        return {
            word: own * _idf(searcher.num_docs, searcher.doc_freq(field, word)) + (1 - own) * common_idf(word)
            for word in words
        }

    def rarity(self, word: str) -> float:
        """How rare a word is among the town's files, by the rarest of its terms."""
        return max(self.rarities(terms(word)).values(), default=0.0)

    def _plain(self, query: str) -> dict[str, Weights]:
        words = dict.fromkeys(terms(query), 1.0)
        return {"title": words, "question": words, "text": words}


def _one(document: tantivy.Document, field: str) -> Any:
    """A stored value that every document has."""
    return document.get_first(field)


def _idf(documents: int, containing: int) -> float:
    return math.log(1 + (documents - containing + 0.5) / (containing + 0.5))


class Batch:
    """Changes that become visible together."""

    def __init__(self, units: tantivy.IndexWriter, files: tantivy.IndexWriter) -> None:
        self._units, self._files = units, files

    def replace(self, paper_id: str, units: Iterable[Indexed]) -> None:
        self.delete(paper_id)
        by_file = itertools.groupby(sorted(units, key=lambda unit: (unit.file, unit.id)), key=lambda unit: unit.file)
        for _, group in by_file:
            self._add(list(group))

    def _add(self, in_file: list[Indexed]) -> None:
        """The units of one file, and the file itself; each text is analysed once for both."""
        heading = " ".join(terms(_heading(in_file[0])))
        whole = _head(in_file[0])
        whole.add_integer("unit", in_file[0].file)
        whole.add_text("hash", short_hash(*(unit.content_hash for unit in in_file)))
        whole.add_text("title", heading)
        for unit in in_file:
            document = _unit_document(unit)
            if unit.passage_kind not in _NEVER_FOUND:
                question, text = analysed(unit.question), analysed(unit.text)
                document.add_text("title", heading)
                document.add_text("question", question.terms)
                document.add_text("text", text.terms)
                document.add_text("exact", f"{question.exact} {text.exact}")
                whole.add_text("text", f"{question.terms} {text.terms}")
            self._units.add_document(document)
        self._files.add_document(whole)

    def delete(self, paper_id: str) -> None:
        for writer in (self._units, self._files):
            writer.delete_documents_by_term("paper", paper_id)


def _unit_document(unit: Indexed) -> tantivy.Document:
    """What a unit is known by; its words come from its file's turn."""
    document = _head(unit)
    document.add_integer("unit", unit.id)
    document.add_text("hash", unit.content_hash)
    return document


def _heading(unit: Indexed) -> str:
    return unit.title if unit.topic in unit.title else f"{unit.title}\n{unit.topic}"


def _head(unit: Indexed) -> tantivy.Document:
    """What the filters need."""
    paper = unit.paper
    document = tantivy.Document()
    document.add_text("paper", paper.id)
    if unit.date:
        document.add_integer("day", unit.date.toordinal())
    raw = {
        "public": ["1" if paper.public is True else "0"],
        "paper_type": [filter_key(paper.paper_type)],
        "organization": map(filter_key, unit.organizations),
        "department": [filter_key(paper.department)],
        "name": [paper.id, paper.reference, paper.oparl_id],
        "voice": [str(unit.voice)],
    }
    for field, values in raw.items():
        for value in filter(None, values):
            document.add_text(field, value)
    return document


class _Part:
    """One tantivy index on disk."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._index: tantivy.Index | None = None
        self._seen: tuple[int, int] | None = None

    def search(
        self,
        weights: Mapping[str, Weights],
        scope: Scope,
        limit: int,
        only: Mapping[str, Collection[str]] = MappingProxyType({}),
    ) -> list[tuple[tantivy.Document, float]]:
        schema = self._open().schema
        wanted = [
            (_SHOULD, tantivy.Query.boost_query(tantivy.Query.term_query(schema, field, term, "freq"), weight))
            for field, words in weights.items()
            for term, weight in words.items()
            if weight > 0
        ]
        if not wanted or limit < 1:
            return []
        filters = [*_filters(schema, scope), *_one_of(schema, only)]
        query = tantivy.Query.boolean_query([(_MUST, tantivy.Query.boolean_query(wanted)), *filters])
        searcher = self.searcher()
        return [(searcher.doc(at), float(score)) for score, at in searcher.search(query, limit, count=False).hits]

    def all(self) -> Iterator[tantivy.Document]:
        searcher = self.searcher()
        if searcher.num_docs:
            for _, at in searcher.search(tantivy.Query.all_query(), searcher.num_docs, count=False).hits:
                yield searcher.doc(at)

    def searcher(self) -> tantivy.Searcher:
        """A view of the newest commit, whichever process made it."""
        index, stamp = self._open(), _stamp(self.path)
        if stamp != self._seen:
            index.reload()
            self._seen = stamp
        return index.searcher()

    @contextmanager
    def writing(self) -> Iterator[tantivy.IndexWriter]:
        writer = self._writer()
        try:
            yield writer
            writer.commit()
        except BaseException:
            writer.rollback()
            raise
        finally:
            writer.wait_merging_threads()

    def _open(self) -> tantivy.Index:
        if self._index is None:
            try:
                self.path.mkdir(parents=True, exist_ok=True)
                self._index = tantivy.Index(_schema(), path=str(self.path), reuse=True)
            except (ValueError, OSError) as error:
                raise StoreFailed(
                    f"Der Wortindex {self.path} kann nicht geöffnet werden. Bitte mit „vorlagen reindex“ neu aufbauen."
                ) from error
            spaces = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
            self._index.register_tokenizer("whitespace", spaces)
            self._index.config_reader("manual")
        return self._index

    def _writer(self) -> tantivy.IndexWriter:
        """The one writer; waits a while for another process to finish."""
        index, end = self._open(), time.monotonic() + _LOCK_PATIENCE
        while True:
            try:
                return index.writer(heap_size=64_000_000, num_threads=1)
            except ValueError as error:
                if "lock" not in str(error).lower():
                    raise StoreFailed(
                        f"In den Wortindex {self.path} kann nicht geschrieben werden: {error}."
                    ) from error
                if time.monotonic() > end:
                    raise Conflict(
                        f"In den Wortindex {self.path} schreibt ein anderer Vorgang. Bitte später erneut versuchen."
                    ) from error
                time.sleep(0.05)


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("unit", stored=True, indexed=True, fast=True)
    builder.add_integer_field("day", stored=True, indexed=True, fast=True)
    builder.add_text_field("paper", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("hash", stored=True, tokenizer_name="raw", index_option="basic")
    for name in _RAW_FIELDS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in _TEXT_FIELDS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


def _filters(schema: tantivy.Schema, scope: Scope) -> list[tuple[tantivy.Occur, tantivy.Query]]:
    def term(field: str, value: str) -> tantivy.Query:
        return tantivy.Query.const_score_query(tantivy.Query.term_query(schema, field, value, "basic"), 0.0)

    wanted = {
        "public": "1" if scope.public_only else "",
        "paper_type": filter_key(scope.paper_type),
        "organization": filter_key(scope.organization),
        "department": filter_key(scope.department),
    }
    filters = [(_MUST, term(field, value)) for field, value in wanted.items() if value]
    if scope.before:
        last = scope.before.toordinal() - 1
        known = tantivy.Query.range_query(schema, "day", tantivy.FieldType.Integer, 0, last)
        filters.append((_MUST, tantivy.Query.const_score_query(known, 0.0)))
    return filters + [(_MUST_NOT, term("name", name)) for name in sorted(scope.exclude)]


def _one_of(
    schema: tantivy.Schema, only: Mapping[str, Collection[str]]
) -> Iterator[tuple[tantivy.Occur, tantivy.Query]]:
    for field, values in only.items():
        if values:
            chosen = tantivy.Query.term_set_query(schema, field, sorted(map(str, values)))
            yield _MUST, tantivy.Query.const_score_query(chosen, 0.0)


def _stamp(path: Path) -> tuple[int, int] | None:
    """What changes with each commit: tantivy swaps in a new meta.json."""
    try:
        found = (path / "meta.json").stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns
