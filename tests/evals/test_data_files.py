"""Datasets as others write them: odd separators, byte order marks, and what is wrong named by its place."""

import datetime as dt
import json

import pytest

from assistant.errors import BadInput, NotFound
from evals import compare, run
from evals.data_files import jsonl, known_before, qrels


def test_a_line_ends_only_at_a_line_feed(tmp_path):
    path = tmp_path / "queries.jsonl"
    rows = [{"id": "1", "text": "Radweg\u2028Lange Reihe\x85Ende"}, {"id": "2", "text": "zwei"}]
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n", encoding="utf-8-sig")
    assert jsonl(path, ("id", "text")) == rows


def test_a_run_with_such_lines_can_be_compared(tmp_path):
    made = tmp_path / "a"
    made.mkdir()
    (made / "manifest.json").write_text('{"name": "retrieval"}')
    row = {"id": "q1", "r10": 1.0, "mrr": 1.0, "note": "eins\u2028zwei"}
    (made / "cases.jsonl").write_text(json.dumps(row, ensure_ascii=False) + "\n", encoding="utf-8")
    assert not compare(made, made).worse


@pytest.mark.parametrize("read", [lambda path: jsonl(path, ("id",)), qrels])
def test_what_is_no_text_is_said(tmp_path, read):
    (tmp_path / "daten").write_bytes(b"\xff\xfe{}")
    with pytest.raises(BadInput, match="UTF-8"):
        read(tmp_path / "daten")


def test_a_day_that_is_none_names_its_case():
    assert known_before({"id": "a", "before": "2024-02-01"}) == dt.date(2024, 2, 1)
    assert known_before({"id": "a"}) is None
    for wrong in ("gestern", 2024):
        with pytest.raises(BadInput, match="Fall „a“"):
            known_before({"id": "a", "before": wrong})


def test_prompts_that_are_not_there_are_not_ignored(tmp_path, settings):
    with pytest.raises(NotFound, match="Prompts"):
        run("drafting", settings, output=tmp_path, prompts=tmp_path / "fehlt")
