"""Every evaluation that is listed runs on what is on board, and keeps one row a case."""

import json
from importlib import import_module
from pathlib import Path

import pytest

from evals import EVALS, compare, run


@pytest.mark.parametrize("name", sorted(EVALS))
def test_it_has_what_a_run_needs(name):
    module = import_module(EVALS[name].module)
    assert callable(module.produce)
    assert callable(module.score)


@pytest.mark.parametrize("name", ["verify", "flags", "abstention", "retrieval"])
def test_it_runs_and_is_not_worse_than_itself(name, settings, tmp_path):
    report = run(name, settings, output=tmp_path)
    rows = [json.loads(line) for line in Path(report.per_case).read_text(encoding="utf-8").splitlines()]
    assert len(rows) == len({row["id"] for row in rows}) == report.n > 0
    assert all(field in row for row in rows for field in EVALS[name].primary)
    folder = Path(report.manifest).parent
    assert not compare(folder, folder).worse
