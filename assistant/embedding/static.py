"""A static embedding: one vector a token, averaged; needs only tokenizers and numpy.

The format is sentence-transformers' own `StaticEmbedding`
(https://sbert.net/docs/package_reference/sentence_transformer/models.html), so that
`SentenceTransformer(folder)` loads it too. Weights are kept as float16.
"""

import hashlib
import json
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from assistant.errors import StoreFailed

if TYPE_CHECKING:
    from tokenizers import Tokenizer

MODULE = "0_StaticEmbedding"
_PARTED_BY_BLANKS = ("BertPreTokenizer", "Whitespace", "WhitespaceSplit")
_WORDS_KEPT = 200_000  # about 50 MB
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
        self._by_word = type(tokenizer.pre_tokenizer).__name__ in _PARTED_BY_BLANKS
        self._known: dict[str, list[int]] = {}

    @property
    def dimensions(self) -> int:
        return self.weights.shape[1]

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
            self._mean(vectors[start : start + len(batch)], self._tokens(batch))
        return vectors

    def _tokens(self, texts: list[str]) -> list[list[int]]:
        """The texts' tokens. Where none reaches over a blank, each word is cut into its tokens only once."""
        if not self._by_word:
            return [encoded.ids for encoded in self.tokenizer.encode_batch_fast(texts, add_special_tokens=False)]
        words = [text.split() for text in texts]
        known = self._known if len(self._known) < _WORDS_KEPT else {}
        missing = list(set().union(*words) - known.keys())
        encoded = self.tokenizer.encode_batch_fast(missing, add_special_tokens=False)
        known.update(zip(missing, (one.ids for one in encoded), strict=True))
        self._known = known
        return [list(chain.from_iterable(map(known.__getitem__, some))) for some in words]

    def _mean(self, out: np.ndarray, ids: list[list[int]]) -> None:
        """Fills `out` with the length-one means of each text's token vectors.

        A mean and a sum point the same way, so the sum is normalised. Each token that occurs is widened once
        for all texts; how often it stands in which is a small matrix.
        """
        lengths = np.fromiter(map(len, ids), np.int64, len(ids))
        tokens, at = np.unique(np.fromiter(chain.from_iterable(ids), np.int64, int(lengths.sum())), return_inverse=True)
        cells = np.repeat(np.arange(len(ids)), lengths) * len(tokens) + at
        counts = np.bincount(cells, minlength=len(ids) * len(tokens)).reshape(len(ids), len(tokens))
        sums = counts.astype(np.float32) @ self.weights[tokens].astype(np.float32)
        norms = np.linalg.norm(sums, axis=1, keepdims=True)
        out[:] = sums / np.maximum(norms, 1e-9)


def _fingerprint(tokenizer: "Tokenizer", weights: np.ndarray) -> str:
    digest = hashlib.sha256(tokenizer.to_str().encode())
    digest.update(np.ascontiguousarray(weights).tobytes())
    return f"static-{digest.hexdigest()[:16]}"
