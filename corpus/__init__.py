"""The demo corpus: council papers of the fictional town of Auenrade, and where they lie.

`quellen/` holds what was written, `vorlagen/` and `anfragen/` the documents made from it, `gold/`
what must be read and found in them. `python -m corpus.build` makes the last three from the first.
"""

from importlib.resources import files
from pathlib import Path


def _here(name: str) -> Path:
    return Path(str(files(__name__).joinpath(name)))


def papers_dir() -> Path:
    """The folder of published papers, ready for `vorlagen ingest`."""
    return _here("vorlagen")


def inquiries_dir() -> Path:
    """New Anfragen to try, none of them answered in the papers."""
    return _here("anfragen")


def gold_dir() -> Path:
    """Datasets for `vorlagen eval run`, one folder a kind of evaluation."""
    return _here("gold")


def town_profile_path() -> Path:
    """The town profile of Auenrade."""
    return _here("stadt.toml")
