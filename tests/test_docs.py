"""What the documentation must not forget: every command and every setting."""

import re
from pathlib import Path

import pytest
from typer.main import get_command

from assistant.cli.app import app
from assistant.settings import Settings

ROOT = Path(__file__).parents[1]
OPERATIONS = (ROOT / "docs" / "betrieb.md").read_text(encoding="utf-8")


def test_every_setting_is_documented_and_no_other():
    documented = set(re.findall(r"^\| `(VORLAGEN_[A-Z_]+)`", OPERATIONS, re.MULTILINE))
    assert documented == {f"VORLAGEN_{name.upper()}" for name in Settings.model_fields}


def test_every_command_is_documented_and_no_other():
    documented = set(re.findall(r"^\| `vorlagen ([a-z]+)", OPERATIONS, re.MULTILINE))
    assert documented == set(get_command(app).commands)


@pytest.mark.parametrize("page", [*sorted(ROOT.glob("docs/**/*.md")), ROOT / "README.md"], ids=lambda p: p.name)
def test_links_between_pages_lead_somewhere(page):
    for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), f"{page.name}: {target}"
