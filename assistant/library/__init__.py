"""The library: past papers, the units of the memory in them, and the indexes over both."""

from assistant.library.ingest import ingest
from assistant.library.library import Library
from assistant.library.tally import IngestFailure, IngestOptions, IngestReport
from assistant.library.units import Unit

__all__ = ["IngestFailure", "IngestOptions", "IngestReport", "Library", "Unit", "ingest"]
