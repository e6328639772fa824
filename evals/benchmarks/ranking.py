"""What the benchmarks of the search share: a plain word search to compare with, tables, and a paired test."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np

from assistant.library import Library, Unit
from assistant.model import Scope
from evals.statistics import mean_interval

MEASURES = {"r5": "recall@5", "r10": "recall@10", "r20": "recall@20", "r50": "recall@50", "mrr": "mrr"}
FEWEST_QUERIES = 50
_DRAWS = 10_000


def plain_search(library: Library) -> Callable[[str, dt.date | None, str], list[str]]:
    """tantivy with its German stemmer over whole papers: what a careful evening would build."""
    papers = list(library.papers(library.paper_ids(public_only=False), public_only=False))
    first = {paper.id: min((file.date for file in paper.files if file.date), default=dt.date.max) for paper in papers}
    hits = plain_index((paper.id, f"{paper.name}\n{paper.text}") for paper in papers)

    def ranking(text: str, before: dt.date | None, own: str) -> list[str]:
        known = (paper for paper in hits(text, 1000) if before is None or first[paper] < before)
        return [paper for paper in known if paper != own][:100]

    return ranking


def plain_unit_search(library: Library) -> Callable[[str, Scope, int], list[Unit]]:
    """The same over exchanges and passages, each with its paper's title."""
    units = {str(unit.id): unit for unit in library.units_of(library.paper_ids(public_only=False))}
    hits = plain_index((key, f"{unit.title}\n{unit.question}\n{unit.text}") for key, unit in units.items())

    def ranking(text: str, scope: Scope, limit: int) -> list[Unit]:
        found = (units[key] for key in hits(text, 1000))
        return [unit for unit in found if _visible(unit, scope)][:limit]

    return ranking


def _visible(unit: Unit, scope: Scope) -> bool:
    names = {unit.paper.id, unit.paper.reference, unit.paper.oparl_id}
    return not names & scope.exclude and (scope.before is None or (unit.date is not None and unit.date < scope.before))


def plain_index(texts: Iterable[tuple[str, str]]) -> Callable[[str, int], list[str]]:
    """The keys of the texts that fit a query best, as plain tantivy ranks them."""
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", stored=True, tokenizer_name="raw")
    builder.add_text_field("text", tokenizer_name="de_stem")
    index = tantivy.Index(builder.build())
    analyser = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.lowercase())
    index.register_tokenizer("de_stem", analyser.filter(tantivy.Filter.stemmer("german")).build())
    writer = index.writer()
    for key, text in texts:
        writer.add_document(tantivy.Document(key=key, text=text))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def hits(text: str, most: int) -> list[str]:
        words = " ".join("".join(c if c.isalnum() else " " for c in text).lower().split())
        query, _ = index.parse_query_lenient(words, ["text"])
        return [str(searcher.doc(address)["key"][0]) for _, address in searcher.search(query, most).hits]

    return hits


def row(name: str, cases: Sequence[Mapping[str, float]], measures: Sequence[str] = tuple(MEASURES)) -> str:
    """One line of a table: each measure's mean with its 95 % bootstrap interval."""
    found = (mean_interval([case[measure] for case in cases]) for measure in measures)
    cells = "  ".join(f"{one.mean:.3f} ({one.low:.2f}–{one.high:.2f})" for one in found)
    return f"{name:36} {cells}"


def heading(measures: Sequence[str] = tuple(MEASURES)) -> str:
    return f"{'':36} {'  '.join(f'{MEASURES[measure]:19}' for measure in measures)}"


def paired_test(first: Sequence[float], second: Sequence[float]) -> float:
    """How often chance alone gives a mean difference as large: signs of the pairs drawn at random, both
    sides (Smucker et al. 2007, doi:10.1145/1321440.1321528)."""
    differences = np.asarray(second, float) - np.asarray(first, float)
    signs = np.random.default_rng(0).choice((-1.0, 1.0), (_DRAWS, len(differences)))
    by_chance = np.abs(signs @ differences)
    return float((1 + (by_chance >= abs(differences.sum()) - 1e-12).sum()) / (1 + _DRAWS))


def claim(measure: str, first: Sequence[float], second: Sequence[float]) -> str:
    """Whether the second is better than the first, as far as so many queries can tell."""
    if len(first) < FEWEST_QUERIES:
        return f"{measure}: no claim from {len(first)} queries (fewer than {FEWEST_QUERIES})"
    change = mean_interval([b - a for a, b in zip(first, second, strict=True)])
    return (
        f"{measure}: {change.mean:+.3f} ({change.low:+.3f} to {change.high:+.3f}), "
        f"paired randomisation p = {paired_test(first, second):.4f}"
    )
