"""`vorlagen verify` with a case that cannot be judged among others."""

import json

from tests.cli.test_command_line import vorlagen


def test_a_wrong_case_is_reported_and_the_others_are_judged(tmp_path):
    right = {"id": "a", "question": "Wie viele?", "sentence": "Es sind 5.", "quotes": ["Es sind 5."]}
    cases = json.dumps([right, {"id": "b", "sentence": 7, "quotes": []}])
    result = vorlagen("verify", "-", "--json", data=tmp_path, stdin=cases)
    assert result.returncode == 1
    assert "Fall 2, Feld sentence" in result.stderr
    assert [one["supported"] for one in json.loads(result.stdout)] == [True, False]


def test_without_a_model_there_is_nothing_to_preview(tmp_path):
    result = vorlagen("draft", "-", "--preview", data=tmp_path, stdin="1. Wie viele Bänke gibt es?")
    assert result.returncode == 2
    assert "kein Sprachmodell gewählt" in result.stderr
