"""Retrieval: a question in, earlier answers out, with why, and how sure it is that they answer it."""

from typing import TYPE_CHECKING, Any

from assistant.retrieval.citations import citations_in
from assistant.retrieval.find import Found, find
from assistant.retrieval.langchain import as_retriever
from assistant.retrieval.search import search
from assistant.retrieval.timeline import timeline

if TYPE_CHECKING:
    from assistant.retrieval.training import TrainReport, train

__all__ = ["Found", "TrainReport", "as_retriever", "citations_in", "find", "search", "timeline", "train"]


def __getattr__(name: str) -> Any:
    if name in ("train", "TrainReport"):
        from assistant.retrieval import training  # not needed to search

        return getattr(training, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
