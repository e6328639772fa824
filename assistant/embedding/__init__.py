"""Text to vectors.

The embedding is chosen in this order: the one that `VORLAGEN_EMBEDDING_MODEL` names, the one the
town has learned from its own papers (`vorlagen train`), the base embedding on board.
"""

from assistant.embedding.base import BASE, current_model, open_embedder
from assistant.embedding.static import Embedder, StaticEmbedder

__all__ = ["BASE", "Embedder", "StaticEmbedder", "current_model", "open_embedder"]
