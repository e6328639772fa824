"""Of what use is a draft, beside what a careful evening would build? Systems on the same inquiries, in one run.

    python -m evals.benchmarks.drafting_usefulness DATA [--reuse reuse.jsonl.gz] [--model M] [--limit N]
        [--embedding town|minilm] [--no-abstention] [--output drafts.jsonl] [--json]

With `--output` what each system said is kept case by case, and a run that was stopped goes on where it stood when it
is started again with the same file. A model that fails or takes longer than `VORLAGEN_CHAT_TIMEOUT` has said nothing.

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
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from assistant.drafting import draft, open_model
from assistant.german import content_words, mentions, stem
from assistant.library import IngestOptions, Library, ingest
from assistant.model import DraftItem, Inquiry, ItemStatus, Scope
from assistant.reading import read_inquiry
from assistant.settings import load_settings
from evals.benchmarks.drafting_systems import Answer, Asked, systems
from evals.data_files import jsonl, known_before
from evals.statistics import mean_interval, paired_difference

SYSTEMS = ("ours", "shown", "pasted", "chain")
_SAME = 92.0


@dataclass(frozen=True)
class Answered:
    """What a system says to one inquiry; empty where it keeps silent."""

    texts: tuple[str, ...]

    @property
    def text(self) -> str:
        return " ".join(text for text in self.texts if text)


class Record:
    """What was said in a run, part by part and case by case, in a file that a later run goes on from.

    Raises SystemExit when the file holds a run with another model or embedding.
    """

    def __init__(self, path: Path | None, model: str | None, embedding: str) -> None:
        self._path = path
        self._run = {"model": model, "embedding": embedding}
        self._rows: dict[tuple[str, str], Any] = {}
        for line in path.read_text(encoding="utf-8").split("\n") if path and path.exists() else ():
            row = json.loads(line) if line.strip() else None
            if row and {key: row[key] for key in self._run} != self._run:
                raise SystemExit(f"{path} is of another run: {row['model']}, {row['embedding']}")
            if row:
                self._rows[row["part"], row["id"]] = row["said"]

    def said(self, part: str, case: str, say: Callable[[], Any]) -> Any:
        """What the file holds of the case, else what `say` gives, which is kept."""
        if (part, case) not in self._rows:
            self._rows[part, case] = say()
            if self._path:
                row = {**self._run, "part": part, "id": case, "said": self._rows[part, case]}
                with self._path.open("a", encoding="utf-8") as out:
                    out.write(json.dumps(row, ensure_ascii=False) + "\n")
        return self._rows[part, case]


def main() -> None:
    options = _options()
    record = Record(options.output, options.model, options.embedding)
    with Library.open(load_settings()) as library, contextlib.ExitStack() as stack:
        answer = systems(library, options.model, options.embedding, stack)
        result: dict[str, Any] = {"model": options.model, "embedding": options.embedding}
        cases = jsonl(options.data / "inquiries.jsonl", ("id", "text"))[: options.limit]
        result["official answers"] = _official(_Said(library, answer, options.model, record, "official"), cases)
        if options.reuse:
            reused = _reuse_cases(options.reuse)[: options.limit]
            result["reused sentences"] = _reused(_Said(library, answer, options.model, record, "reused"), reused)
    if not options.no_abstention:
        result["abstention on the demo corpus"] = _abstention(options, record)
    print(json.dumps(result, ensure_ascii=False, indent=None if options.json else 1))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--reuse", type=Path)
    parser.add_argument("--model")
    parser.add_argument("--limit", type=int)
    parser.add_argument("--embedding", choices=("town", "minilm"), default="town")
    parser.add_argument("--no-abstention", action="store_true")
    parser.add_argument("--output", type=Path, help="where to keep what each system said, and to go on from")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


# --- What they say ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Said:
    """What each system says to one inquiry, question by question; for one part of the run."""

    library: Library
    others: dict[str, Answer]
    model: str | None
    record: Record
    part: str

    def __call__(self, case: dict) -> dict[str, Answered]:
        said = self.record.said(self.part, str(case["id"]), lambda: self._say(case))
        return {name: Answered(tuple(said[name])) for name in SYSTEMS}

    def _say(self, case: dict) -> dict[str, list[str]]:
        inquiry = read_inquiry(case["text"].encode(), "anfrage.txt")
        before = known_before(case)
        paper = self.library.paper(str(case["id"]), public_only=False)
        own = paper.id if paper else ""
        scope = Scope(before=before, public_only=inquiry.public, exclude=frozenset({own} - {""}))
        made = draft(inquiry, self.library, scope=scope, model=open_model(self.library.settings, self.model))
        said = {"ours": [item.text for item in made.items], "shown": [_shown(item) for item in made.items]}
        for name, system in self.others.items():
            said[name] = [system(Asked(_full(q.text, inquiry), before, own)) for q in inquiry.questions]
        return said


def _shown(item: DraftItem) -> str:
    return " ".join([item.text, *item.open_points]) if item.status != ItemStatus.no_precedent else ""


def _full(question: str, inquiry: Inquiry) -> str:
    return f"{inquiry.topic}: {question}" if inquiry.topic else question


# --- Beside the official answer --------------------------------------------------------------------


def _official(says: _Said, cases: list[dict]) -> dict:
    common = Counter(w for case in cases for a in case.get("answers", ()) for w in set(_words(a["answer"])))
    rows: dict[str, list[dict[str, float]]] = {name: [] for name in SYSTEMS}
    for number, case in enumerate(cases, 1):
        said = says(case)
        official = " ".join(a["answer"] for a in case.get("answers", ()))
        for name in SYSTEMS:
            rows[name].append(_compared(said[name], official, common))
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


def _reused(says: _Said, cases: list[dict]) -> dict:
    rows: dict[str, list[dict[str, float]]] = {name: [] for name in SYSTEMS}
    for number, case in enumerate(cases, 1):
        said = says(case)
        for name in SYSTEMS:
            held = [_holds(said[name].text, r["sentence"]) for r in case["reused"]]
            share = sum(held) / max(1, len(held))
            length = len(said[name].text) / max(1, len(said[name].texts))
            rows[name].append({"reused sentences contained": share, "characters a question": length})
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


def _abstention(options: argparse.Namespace, record: Record) -> dict:
    """False answers and false refusals on the demo corpus's own questions."""
    from corpus import gold_dir, papers_dir

    cases = jsonl(gold_dir() / "abstention" / "questions.jsonl", ("id", "text", "answerable"))
    with tempfile.TemporaryDirectory(prefix="vorlagen-benchmark-") as folder, contextlib.ExitStack() as stack:
        settings = load_settings().model_copy(update={"data_dir": Path(folder), "database_url": ""})
        library = stack.enter_context(Library.open(settings))
        ingest(library, [str(papers_dir())], IngestOptions())
        answer = systems(library, options.model, options.embedding, stack)
        speaks = {name: {True: [], False: []} for name in SYSTEMS}
        for case in cases:
            spoken = partial(_speaks, library, case, answer, options.model)
            for name, spoke in record.said("abstention", str(case["id"]), spoken).items():
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
