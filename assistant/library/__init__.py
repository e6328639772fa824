"""The library: past papers, the units of the memory in them, and the indexes over both."""

from assistant.library.ingest import IngestFailure, IngestOptions, IngestReport, ingest
from assistant.library.library import Library
from assistant.library.units import Unit

__all__ = ["IngestFailure", "IngestOptions", "IngestReport", "Library", "Unit", "ingest"]
