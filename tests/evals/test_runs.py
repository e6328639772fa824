"""A run is a folder; two folders are compared case by case."""

import json
from pathlib import Path

import pytest

from assistant.errors import NotFound, WrongUsage
from evals import compare, run


def folder(tmp_path, name, evaluation="retrieval", **rows):
    made = tmp_path / name
    made.mkdir()
    (made / "manifest.json").write_text(json.dumps({"name": evaluation}))
    lines = [json.dumps({"id": case, "r10": r10, "mrr": mrr}) for case, (r10, mrr) in rows.items()]
    (made / "cases.jsonl").write_text("\n".join(lines))
    return made


def test_the_same_is_not_worse(tmp_path):
    a = folder(tmp_path, "a", q1=(1.0, 0.5), q2=(0.0, 0.0))
    assert not compare(a, a).worse


def test_a_fall_in_one_deciding_measure_is_worse(tmp_path):
    a = folder(tmp_path, "a", q1=(1.0, 0.5), q2=(1.0, 1.0))
    b = folder(tmp_path, "b", q1=(1.0, 0.5), q2=(1.0, 0.5))
    verdict = compare(a, b)
    assert verdict.worse
    assert verdict.measures["mrr"]["difference"] == pytest.approx(-0.25)
    assert verdict.measures["r10"]["difference"] == 0
    assert not compare(b, a).worse


def test_only_common_cases_count(tmp_path):
    a = folder(tmp_path, "a", q1=(1.0, 1.0), q2=(0.0, 0.0))
    b = folder(tmp_path, "b", q1=(1.0, 1.0))
    assert not compare(a, b).worse
    with pytest.raises(WrongUsage, match="gemeinsamen Fall"):
        compare(a, folder(tmp_path, "c", q9=(1.0, 1.0)))


def test_different_evaluations_are_not_compared(tmp_path):
    with pytest.raises(WrongUsage, match="nicht vergleichbar"):
        compare(folder(tmp_path, "a", q1=(1, 1)), folder(tmp_path, "b", evaluation="drafting", q1=(1, 1)))


def test_what_is_no_run_is_said(tmp_path):
    with pytest.raises(NotFound, match="kein Lauf"):
        compare(tmp_path, tmp_path)


def test_an_unknown_evaluation_is_wrong_usage(tmp_path, settings):
    with pytest.raises(WrongUsage, match="gibt es nicht"):
        run("schönheit", settings, output=tmp_path)


def test_a_run_keeps_rows_measures_and_configuration(tmp_path, settings):
    report = run("german", settings, output=tmp_path)
    rows = [json.loads(line) for line in Path(report.per_case).read_text(encoding="utf-8").splitlines()]
    manifest = json.loads(Path(report.manifest).read_text(encoding="utf-8"))
    assert report.n == len(rows) == 12
    assert manifest["name"] == "german"
    assert manifest["measures"] == report.measures
