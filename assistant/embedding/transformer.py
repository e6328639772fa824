"""Any sentence-transformers model, by name or path; needs the extra `train`."""

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from assistant.errors import MissingExtra, WrongUsage

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer


class TransformerEmbedder:
    """Wraps a loaded model; vectors are normalised, so that a dot product is the cosine."""

    def __init__(self, model: "SentenceTransformer", name: str) -> None:
        self._model = model
        self.fingerprint = f"{name}-{_weights_hash(model)}"

    @classmethod
    def load(cls, name: str) -> "TransformerEmbedder":
        try:
            from sentence_transformers import SentenceTransformer
        except ImportError as error:
            raise MissingExtra(
                f"Für das Embedding „{name}“ fehlt die Erweiterung „train“. "
                'Bitte „pip install "vorlagen-assistent[train]"“ ausführen.'
            ) from error
        try:
            return cls(SentenceTransformer(name, device="cpu"), name)
        except (OSError, ValueError, RuntimeError) as error:
            raise WrongUsage(
                f"Das Embedding „{name}“ lässt sich nicht laden. Bitte VORLAGEN_EMBEDDING_MODEL prüfen "
                "(Ordner vorhanden? Name richtig? Ohne Netz nur lokale Ordner)."
            ) from error

    @property
    def dimensions(self) -> int:
        return int(self._model.get_embedding_dimension() or 0)

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        vectors = self._model.encode(
            list(texts), batch_size=32, normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False
        )
        return np.asarray(vectors, np.float32).reshape(len(texts), -1)


def _weights_hash(model: "SentenceTransformer") -> str:
    digest = hashlib.sha256()
    for name, tensor in sorted(model.state_dict().items()):
        digest.update(name.encode())
        digest.update(tensor.detach().cpu().numpy().tobytes())
    return digest.hexdigest()[:16]
