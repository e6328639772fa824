"""Our search as a LangChain retriever, for those who build on it."""

from typing import TYPE_CHECKING, Any

from assistant.library import Library
from assistant.model import Precedent, Scope
from assistant.retrieval.search import search

if TYPE_CHECKING:
    from langchain_core.retrievers import BaseRetriever


def as_retriever(library: Library, scope: Scope, limit: int = 10) -> "BaseRetriever":
    """A retriever whose documents carry the whole search result as metadata."""
    from langchain_core.callbacks import CallbackManagerForRetrieverRun
    from langchain_core.documents import Document
    from langchain_core.retrievers import BaseRetriever

    class EarlierAnswers(BaseRetriever):
        def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
            return [Document(**_document(hit)) for hit in search(library, query, scope, limit)]

    return EarlierAnswers()


def _document(hit: Precedent) -> dict[str, Any]:
    return {"page_content": hit.text, "metadata": hit.model_dump(mode="json")}
