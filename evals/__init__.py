"""Measures of answer quality, to be run before a prompt, a model or a setting changes.

Producing answers and scoring them are apart: every evaluation writes one row for each case, and the
measures are averages over these rows. A run is a folder with its configuration (`manifest.json`),
its rows (`cases.jsonl`) and its report (`report.md`).
"""

from evals.runs import EVALS, Report, Verdict, compare, run

__all__ = ["EVALS", "Report", "Verdict", "compare", "run"]
