"""The word index: one tantivy document for each exchange and passage, derived from SQL.

A document holds no text, only what finding needs; SQL is the one truth. Every filter stands inside
the query and fails closed: what carries no date is not known before any day, what is not marked
public is not public.

Words are folded, stemmed and split by our own analyser (`terms`) before tantivy sees them, so the
query passes through exactly what the text passed through. One process writes at a time; any number
read. A batch commits whole or not at all. The directory is named after the version of schema and
analyser: a newer program starts with an empty index, which `ids()` shows and a reindex mends.
"""

import math
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, Protocol

import tantivy

from assistant.errors import Conflict, StoreFailed
from assistant.library.terms import exact_terms, terms
from assistant.model import FoundPaper, Scope

VERSION = "1"
TEXT_FIELDS = ("title", "question", "answer", "body")
_RAW_FIELDS = ("paper", "reference", "public", "paper_type", "organization", "department", "voice", "hash")
_LOCK_PATIENCE = 30.0


class Indexed(Protocol):
    """What the index needs to know of a unit (an exchange or a passage)."""

    @property
    def id(self) -> int: ...
    @property
    def paper(self) -> FoundPaper: ...
    @property
    def kind(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def topic(self) -> str: ...
    @property
    def question(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def voice(self) -> str: ...
    @property
    def date(self) -> date | None: ...
    @property
    def organizations(self) -> tuple[str, ...]: ...
    @property
    def content_hash(self) -> str: ...


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("unit", stored=True, indexed=True, fast=True)
    builder.add_integer_field("day", indexed=True, fast=True)
    for name in _RAW_FIELDS:
        builder.add_text_field(name, stored=name == "hash", tokenizer_name="raw", index_option="basic")
    for name in (*TEXT_FIELDS, "exact"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


class Batch:
    """Changes that become visible together."""

    def __init__(self, writer: tantivy.IndexWriter) -> None:
        self._writer = writer

    def replace(self, paper_id: str, units: Iterable[Indexed]) -> None:
        self.delete(paper_id)
        for unit in units:
            self._writer.add_document(_document(unit))

    def delete(self, paper_id: str) -> None:
        self._writer.delete_documents_by_term("paper", paper_id)


def _document(unit: Indexed) -> tantivy.Document:
    paper, heading = unit.paper, f"{unit.title}\n{unit.topic}"
    document = tantivy.Document()
    document.add_integer("unit", unit.id)
    if unit.date:
        document.add_integer("day", unit.date.toordinal())
    raw = {
        "paper": [paper.id],
        "reference": [paper.reference, paper.oparl_id],
        "public": ["1" if paper.public else "0"],
        "paper_type": [paper.paper_type],
        "organization": unit.organizations,
        "department": [paper.department],
        "voice": [str(unit.voice)],
        "hash": [unit.content_hash],
    }
    for name, values in raw.items():
        for value in filter(None, values):
            document.add_text(name, value)
    document.add_text("title", " ".join(terms(heading)))
    document.add_text("question", " ".join(terms(unit.question)))
    document.add_text("answer" if unit.kind == "exchange" else "body", " ".join(terms(unit.text)))
    document.add_text("exact", " ".join(exact_terms(f"{heading}\n{unit.question}\n{unit.text}")))
    return document


class WordIndex:
    """The index under `path`; made when missing."""

    def __init__(self, path: Path) -> None:
        self.path = path / f"v{VERSION}"
        self._index: tantivy.Index | None = None
        self._seen: tuple[int, int] | None = None

    @contextmanager
    def writing(self) -> Iterator[Batch]:
        """A batch that is committed at the end, or rolled back when anything goes wrong."""
        writer = self._writer()
        try:
            yield Batch(writer)
            writer.commit()
        except BaseException:
            writer.rollback()
            raise
        finally:
            writer.wait_merging_threads()

    def clear(self) -> None:
        """Empty the index, before it is built anew from SQL."""
        writer = self._writer()
        writer.delete_all_documents()
        writer.commit()
        writer.wait_merging_threads()

    def search(
        self, query: str, scope: Scope, limit: int = 50, weights: dict[str, float] | None = None
    ) -> list[tuple[int, float]]:
        """The best units for the words of `query`, best first; ties in the order of their ids."""
        words = list(dict.fromkeys(terms(query)))
        fields = weights or dict.fromkeys(TEXT_FIELDS, 1.0)
        schema = self._open().schema
        clauses = [
            (tantivy.Occur.Should, _boosted(tantivy.Query.term_query(schema, field, word, "freq"), weight))
            for field, weight in fields.items()
            for word in words
        ]
        if not clauses or limit < 1:
            return []
        return self._run(
            tantivy.Query.boolean_query(
                [(tantivy.Occur.Must, tantivy.Query.boolean_query(clauses)), *self._filters(scope)]
            ),
            limit,
        )

    def ids(self) -> dict[int, str]:
        """Every unit in the index with its content hash, to compare with SQL item by item."""
        searcher = self._searcher()
        if not searcher.num_docs:
            return {}
        hits = searcher.search(tantivy.Query.all_query(), limit=searcher.num_docs, count=False).hits
        documents = (searcher.doc(address) for _, address in hits)
        return {document.get_first("unit"): document.get_first("hash") or "" for document in documents}

    def rarity(self, word: str) -> float:
        """How rare the word is in this town's papers: its idf, by the rarest of its terms."""
        searcher = self._searcher()
        counts = [max(searcher.doc_freq(field, term) for field in TEXT_FIELDS) for term in terms(word)]
        return max((math.log(1 + (searcher.num_docs - n + 0.5) / (n + 0.5)) for n in counts), default=0.0)

    def _filters(self, scope: Scope) -> list[tuple[tantivy.Occur, tantivy.Query]]:
        schema, must, must_not = self._open().schema, tantivy.Occur.Must, tantivy.Occur.MustNot
        wanted = {
            "public": "1" if scope.public_only else None,
            "paper_type": scope.paper_type,
            "organization": scope.organization,
            "department": scope.department,
        }
        filters = [(must, _silent(tantivy.Query.term_query(schema, f, v, "basic"))) for f, v in wanted.items() if v]
        if scope.before:
            last = scope.before.toordinal() - 1
            known = tantivy.Query.range_query(schema, "day", tantivy.FieldType.Integer, 0, last)
            filters.append((must, _silent(known)))
        hidden = [
            tantivy.Query.term_query(schema, f, v, "basic")
            for v in sorted(scope.exclude)
            for f in ("paper", "reference")
        ]
        return filters + [(must_not, query) for query in hidden]

    def _run(self, query: tantivy.Query, limit: int) -> list[tuple[int, float]]:
        searcher = self._searcher()
        hits = searcher.search(query, limit=limit, count=False).hits
        units = searcher.fast_field_values("unit", [address for _, address in hits])
        found = [(int(unit), float(score)) for unit, (score, _) in zip(units, hits, strict=True)]
        return sorted(found, key=lambda hit: (-hit[1], hit[0]))

    def _searcher(self) -> tantivy.Searcher:
        """A view of the newest commit, whichever process made it."""
        index, stamp = self._open(), _stamp(self.path)
        if stamp != self._seen:
            index.reload()
            self._seen = stamp
        return index.searcher()

    def _open(self) -> tantivy.Index:
        if self._index is None:
            with _translated(self.path):
                self.path.mkdir(parents=True, exist_ok=True)
                self._index = tantivy.Index(_schema(), path=str(self.path), reuse=True)
                self._index.register_tokenizer("whitespace", _whitespace())
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


def _whitespace() -> Any:
    return tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()


def _boosted(query: tantivy.Query, weight: float) -> tantivy.Query:
    return query if weight == 1.0 else tantivy.Query.boost_query(query, weight)


def _silent(query: tantivy.Query) -> tantivy.Query:
    """A condition that decides but does not score."""
    return tantivy.Query.const_score_query(query, 0.0)


def _stamp(path: Path) -> tuple[int, int] | None:
    """What changes with each commit: tantivy swaps in a new meta.json."""
    try:
        found = (path / "meta.json").stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    try:
        yield
    except (ValueError, OSError) as error:
        raise StoreFailed(
            f"Der Wortindex {path} kann nicht geöffnet werden. Bitte mit „vorlagen reindex“ neu aufbauen."
        ) from error


__all__ = ["TEXT_FIELDS", "VERSION", "Batch", "Indexed", "WordIndex"]
