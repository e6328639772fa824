"""The command as a user runs it: exit codes, streams, and nothing heavy before it is needed."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import delete
from typer.testing import CliRunner

from assistant.cli.app import app
from assistant.library import Library, vectors
from assistant.library.tables import VectorRow
from assistant.settings import load_settings

COMMANDS = ["ingest", "parse", "search", "draft", "verify", "train", "serve", "eval", "reindex", "check", "backup"]
COMMANDS += ["restore", "forget", "user"]

ANFRAGE = """Fraktion Bürgerforum
Anfrage zur Straßenreinigung

1. Wie oft wird die Lindenstraße gereinigt?
2. Wer ist für den Gehweg zuständig?
"""


def vorlagen(*arguments: str, data: Path | None = None, stdin: str = "") -> subprocess.CompletedProcess[str]:
    code = "from assistant.cli import main; main()"
    environment = {"PATH": "/usr/bin:/bin", "VORLAGEN_DATA_DIR": str(data or "data"), "PYTHONIOENCODING": "utf-8"}
    environment["PYTHONPATH"] = str(Path(__file__).parents[2])
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        input=stdin,
        env=environment,
        timeout=120,
        check=False,
    )


def test_help_names_every_command():
    result = vorlagen("--help")
    assert result.returncode == 0
    for command in COMMANDS:
        assert f" {command} " in result.stdout


@pytest.mark.parametrize("command", [[], *([name] for name in COMMANDS), ["eval", "run"], ["user", "add"]])
def test_help_is_german(command):
    said = CliRunner().invoke(app, [*command, "--help"]).stdout
    assert "Aufruf: " in said
    assert "Diese Hilfe zeigen." in said
    assert not re.search(r"Usage|\b(?:Options|OPTIONS|Arguments|Commands|COMMAND|required|default|Show this)\b", said)


def test_help_loads_nothing_heavy():
    code = (
        "import sys, assistant.cli.app; "
        "heavy = {'torch', 'chromadb', 'langchain', 'sqlalchemy', 'numpy', 'fastapi', 'pydantic', 'rich.progress'}; "
        "print(sorted(heavy & set(sys.modules)))"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


@pytest.mark.parametrize(
    "arguments",
    [
        ("gibtesnicht",),
        ("search",),
        ("search", "Radweg", "--before", "gestern irgendwann"),
        ("draft", "-", "--output", "entwurf.xls"),
        ("eval", "run", "schönheit"),
        ("serve", "--demo", "--host", "0.0.0.0"),  # noqa: S104 - must be refused
    ],
)
def test_wrong_usage_ends_with_2_and_one_message(arguments, tmp_path):
    result = vorlagen(*arguments, data=tmp_path)
    assert result.returncode == 2
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    assert result.stderr.strip()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("gibtesnicht",), "Den Befehl „gibtesnicht“ gibt es nicht."),
        (("search",), "Es fehlt die Angabe TEXT."),
        (("search", "a", "b", "c"), "Zu viel angegeben: „b c“."),
        (("search", "a", "--nix"), "Die Option „--nix“ gibt es nicht."),
        (("search", "a", "--limit", "0"), "Der Wert für --limit ist nicht gültig."),
        (("search", "a", "--limit"), "Die Option „--limit“ ist so nicht richtig angegeben"),
        (("parse", "a.txt", "--as", "brief"), "Möglich sind: paper, inquiry."),
        (("eval", "run"), "Es fehlt die Angabe NAME."),
    ],
)
def test_wrong_usage_is_said_in_german(arguments, said, tmp_path):
    result = vorlagen(*arguments, data=tmp_path)
    assert result.returncode == 2
    assert said in result.stderr
    assert "Error" not in result.stderr


def test_a_password_may_come_from_a_pipe(tmp_path):
    added = vorlagen("user", "add", "anna", data=tmp_path, stdin="ein langes Kennwort\n")
    assert (added.returncode, added.stderr) == (0, "")
    none = vorlagen("user", "add", "bert", data=tmp_path)
    assert none.returncode == 2
    assert "Kennwort" in none.stderr
    listed = vorlagen("user", "list", "--json", data=tmp_path)
    assert [person["login"] for person in json.loads(listed.stdout)] == ["anna"]


def test_a_missing_file_is_named(tmp_path):
    result = vorlagen("parse", "fehlt.pdf", data=tmp_path)
    assert result.returncode == 1
    assert "fehlt.pdf" in result.stderr
    assert "Traceback" not in result.stderr


def test_parse_gives_one_json_document(tmp_path):
    (tmp_path / "anfrage.txt").write_text(ANFRAGE, encoding="utf-8")
    result = vorlagen("parse", str(tmp_path / "anfrage.txt"), "--as", "inquiry", "--json", data=tmp_path / "data")
    inquiry = json.loads(result.stdout)
    assert result.returncode == 0
    assert [question["number"] for question in inquiry["questions"]] == ["1", "2"]
    assert not (tmp_path / "data").exists()


def test_an_empty_library_finds_nothing_and_drafts_nothing(tmp_path):
    found = vorlagen("search", "Radweg", "--json", data=tmp_path)
    assert (found.returncode, json.loads(found.stdout)) == (0, [])
    drafted = vorlagen("draft", "-", "--json", data=tmp_path, stdin=ANFRAGE)
    draft = json.loads(drafted.stdout)
    assert drafted.returncode == 0
    assert {item["status"] for item in draft["items"]} == {"no_precedent"}
    assert not any(item["sentences"] for item in draft["items"])


def test_a_search_that_is_not_whole_says_so(monkeypatch, tmp_path):
    """On stderr, so that nobody takes a gap in the index for a gap in the stock."""
    monkeypatch.setattr(vectors, "_FILL_AT_ONCE", 0)  # more than this waits for `reindex`
    monkeypatch.setenv("VORLAGEN_DATA_DIR", str(tmp_path / "data"))
    (tmp_path / "anfrage.txt").write_text(ANFRAGE, encoding="utf-8")
    paper = tmp_path / "v.txt"
    paper.write_text("Vorlage: 2020/1\n\nDie Lindenstraße wird wöchentlich gereinigt.", encoding="utf-8")
    runner = CliRunner()
    assert runner.invoke(app, ["ingest", str(paper)]).exit_code == 0
    assert "Hinweis" not in runner.invoke(app, ["search", "Lindenstraße"]).stderr
    with Library.open(load_settings()) as library, library.session() as session:
        session.execute(delete(VectorRow))
    for command in (["search", "Lindenstraße"], ["draft", str(tmp_path / "anfrage.txt")]):
        result = runner.invoke(app, command)
        assert result.exit_code == 0
        assert re.search(r"Hinweis: \d+ Abschnitte .*vorlagen reindex", result.stderr)
        assert "Hinweis" not in result.stdout


def test_verify_judges_a_list(tmp_path):
    case = {
        "id": "1",
        "question": "Was hat der Radweg gekostet?",
        "sentence": "Der Radweg kostete 480.000 Euro.",
        "quotes": ["Die Kosten des Radwegs betrugen 408.000 Euro."],
        "source_dates": ["2021-05-04"],
        "today": "2024-01-01",
    }
    result = vorlagen("verify", "-", "--json", data=tmp_path, stdin=json.dumps([case]))
    assert result.returncode == 0
    assert [one["supported"] for one in json.loads(result.stdout)] == [False]


def test_verify_refuses_what_is_no_json(tmp_path):
    result = vorlagen("verify", "-", data=tmp_path, stdin="kein JSON")
    assert result.returncode == 1
    assert "JSON" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_wrong_setting_is_named_but_not_repeated(tmp_path, monkeypatch):
    (tmp_path / "vorlagen.toml").write_text('chat_timeout = "geheim"\n', encoding="utf-8")
    result = vorlagen("search", "Radweg", data=tmp_path / "data")
    assert result.returncode == 2
    assert "VORLAGEN_CHAT_TIMEOUT" in result.stderr
    assert "geheim" not in result.stderr
