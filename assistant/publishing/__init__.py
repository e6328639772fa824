"""Publish a draft: the paper in each format, and, once released, back into the library."""

from assistant.publishing.formats import Format, export
from assistant.publishing.release import release
from assistant.publishing.sheet import Imprint, Signature, Sources
from assistant.publishing.title import title

__all__ = ["Format", "Imprint", "Signature", "Sources", "export", "release", "title"]
