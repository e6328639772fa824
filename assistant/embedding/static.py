"""A static embedding: one vector a token, averaged; needs only tokenizers and numpy.

The format is sentence-transformers' own `StaticEmbedding`
(https://sbert.net/docs/package_reference/sentence_transformer/models.html), so that
`SentenceTransformer(folder)` loads it too. Weights are kept as float16.
"""

import hashlib
import json
from collections.abc import Sequence
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from assistant.errors import StoreFailed

if TYPE_CHECKING:
    from tokenizers import Tokenizer

MODULE = "0_StaticEmbedding"
_TEXTS_AT_ONCE = 256  # bounds memory: 256 passages of 300 tokens of 256 floats are about 80 MB


class Embedder(Protocol):
    """Anything that turns texts into vectors of length one."""

    @property
    def fingerprint(self) -> str:
        """Changes whenever the same text would get another vector."""
        ...

    @property
    def dimensions(self) -> int: ...

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """float32 of shape (len(texts), dimensions), each row of length one, or zero where a text has no word."""
        ...


class StaticEmbedder:
    """A static embedding held in memory: `weights` float16 of shape (vocabulary, dimensions)."""

    def __init__(self, tokenizer: "Tokenizer", weights: np.ndarray, fingerprint: str = "") -> None:
        tokenizer.no_padding()
        tokenizer.no_truncation()
        self.tokenizer = tokenizer
        self.weights = weights.astype(np.float16, copy=False)
        self.fingerprint = fingerprint or _fingerprint(tokenizer, self.weights)

    @property
    def dimensions(self) -> int:
        return self.weights.shape[1]

    @cached_property
    def _wide(self) -> np.ndarray:
        """The weights as float32, for many texts at once: widening row by row takes three times as long."""
        return self.weights.astype(np.float32)

    @classmethod
    def load(cls, folder: Path) -> "StaticEmbedder":
        """Raises StoreFailed when the folder holds no whole static embedding."""
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        try:
            tokenizer = Tokenizer.from_file(str(folder / MODULE / "tokenizer.json"))
            weights = load_file(folder / MODULE / "model.safetensors")["embedding.weight"]
            stamp = folder / "fingerprint.txt"
            fingerprint = stamp.read_text(encoding="ascii").strip() if stamp.exists() else ""
        except Exception as error:  # tokenizers and safetensors raise bare exceptions
            raise StoreFailed(
                f"Das Sprachmaß (Embedding) in „{folder}“ ist unvollständig oder beschädigt. "
                "Bitte den Ordner löschen und „vorlagen train“ erneut ausführen."
            ) from error
        return cls(tokenizer, weights, fingerprint)

    def save(self, folder: Path, card: str) -> None:
        """Writes the model in sentence-transformers' format with its model card."""
        from safetensors.numpy import save_file

        (folder / MODULE).mkdir(parents=True, exist_ok=True)
        save_file({"embedding.weight": self.weights}, folder / MODULE / "model.safetensors")
        self.tokenizer.save(str(folder / MODULE / "tokenizer.json"), pretty=False)
        modules = [
            {"idx": 0, "name": "0", "path": MODULE, "type": "sentence_transformers.models.StaticEmbedding"},
            {"idx": 1, "name": "1", "path": "1_Normalize", "type": "sentence_transformers.models.Normalize"},
        ]
        (folder / "1_Normalize").mkdir(exist_ok=True)
        (folder / "1_Normalize" / "config.json").write_text("{}\n", encoding="utf-8")
        (folder / "modules.json").write_text(json.dumps(modules, indent=1) + "\n", encoding="utf-8")
        config = {"model_type": "SentenceTransformer", "prompts": {}, "similarity_fn_name": "cosine"}
        (folder / "config_sentence_transformers.json").write_text(json.dumps(config) + "\n", encoding="utf-8")
        (folder / "README.md").write_text(card, encoding="utf-8")
        (folder / "fingerprint.txt").write_text(self.fingerprint + "\n", encoding="ascii")

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        vectors = np.zeros((len(texts), self.dimensions), np.float32)
        for start in range(0, len(texts), _TEXTS_AT_ONCE):
            batch = list(texts[start : start + _TEXTS_AT_ONCE])
            encoded = self.tokenizer.encode_batch_fast(batch, add_special_tokens=False)
            self._mean(vectors[start : start + len(batch)], [e.ids for e in encoded])
        return vectors

    def _mean(self, out: np.ndarray, ids: list[list[int]]) -> None:
        """Fills `out` with the length-one means of each text's token vectors.

        A mean and a sum point the same way, so the sum is normalised.
        """
        counts = np.fromiter(map(len, ids), np.int64, len(ids))
        filled = np.flatnonzero(counts)
        if not len(filled):
            return
        flat = np.fromiter(chain.from_iterable(ids), np.int64, int(counts.sum()))
        starts = np.concatenate(([0], np.cumsum(counts[filled])[:-1]))
        tokens = self._wide[flat] if len(ids) > 8 else self.weights[flat].astype(np.float32)
        sums = np.add.reduceat(tokens, starts, axis=0)
        norms = np.linalg.norm(sums, axis=1, keepdims=True)
        out[filled] = sums / np.maximum(norms, 1e-9)


def _fingerprint(tokenizer: "Tokenizer", weights: np.ndarray) -> str:
    digest = hashlib.sha256(tokenizer.to_str().encode())
    digest.update(np.ascontiguousarray(weights).tobytes())
    return f"static-{digest.hexdigest()[:16]}"
