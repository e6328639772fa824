"""One command on a library in a process of its own, to be killed: `python -m tests.library.actor DATA WHAT [ARG]`.

What it has acknowledged it says on stdout, at once.
"""

import sys
from pathlib import Path

from assistant.library import IngestOptions, Library, ingest
from assistant.settings import Settings
from tests.library.fakes import HashingEmbedder, SimpleReader


def act(library: Library, what: str, argument: str) -> None:
    if what == "ingest":
        ingest(library, [argument], IngestOptions(prune=True), reader=SimpleReader())
    elif what == "remove":
        library.remove(argument)
    elif what == "forget":
        library.forget(argument)
    elif what == "reindex":
        library.reindex()
    elif what == "adopt":
        library.adopt(HashingEmbedder(seed=argument), library.settings.data_dir / "embedding" / argument)
    elif what == "chroma":
        library.chroma.start()
        library.chroma.step(library.embedder.fingerprint)


def embedder_of(data: Path) -> HashingEmbedder:
    """The one that was adopted last, as the pointer says."""
    pointer = data / "embedding" / "current"
    return HashingEmbedder(seed=pointer.read_text().strip() if pointer.exists() else "")


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    with Library.open(Settings(data_dir=folder), embedder_of(folder)) as opened:
        act(opened, sys.argv[2], sys.argv[3] if len(sys.argv) > 3 else "")
        print("done", flush=True)
