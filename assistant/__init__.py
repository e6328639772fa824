"""Vorlagen-Assistent: earlier answers of a town for new Anfragen."""

__version__ = "0.1.0"
