"""Which embedding this installation uses."""

from pathlib import Path

from assistant.embedding.static import MODULE, Embedder, StaticEmbedder
from assistant.settings import Settings

BASE = Path(__file__).parent / "model"


def open_embedder(settings: Settings) -> Embedder:
    """The embedding in force.

    Raises MissingExtra or WrongUsage when the settings name one that cannot be had, StoreFailed
    when the town's own is damaged.
    """
    if settings.embedding_model:
        return _named(settings.embedding_model)
    return StaticEmbedder.load(current_model(settings.data_dir) or BASE)


def current_model(data_dir: Path) -> Path | None:
    """The folder of the town's own embedding, or None while it has learned none.

    The file `current` names it, so that switching is one atomic rename.
    """
    pointer = data_dir / "embedding" / "current"
    if not pointer.is_file():
        return None
    return pointer.parent / Path(pointer.read_text(encoding="utf-8").strip()).name


def _named(name: str) -> Embedder:
    folder = Path(name)
    if (folder / MODULE / "model.safetensors").is_file():
        return StaticEmbedder.load(folder)
    from assistant.embedding.transformer import TransformerEmbedder  # imports torch

    return TransformerEmbedder.load(name)
