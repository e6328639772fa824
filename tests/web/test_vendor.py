"""What is vendored is what its README says, and nothing is fetched from elsewhere."""

import hashlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("folder", ["web/static/vendor", "tests/web/vendor"])
def test_every_vendored_file_is_the_one_on_record(folder: str) -> None:
    here = ROOT / folder
    recorded = {
        name.removeprefix("./"): digest
        for digest, name in re.findall(r"^    ([0-9a-f]{64})  (\S+)$", (here / "README.md").read_text(), re.M)
    }
    files = {
        str(file.relative_to(here)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in here.rglob("*")
        if file.is_file() and not file.name.startswith(("README", "LICENSE"))
    }
    assert recorded == files


def test_pages_name_no_other_host() -> None:
    for file in [*(ROOT / "web/templates").glob("*.html"), ROOT / "web/static/app.css", ROOT / "web/static/app.js"]:
        found = [url for url in re.findall(r"https?://[^\s\"')]+", file.read_text()) if "www.w3.org" not in url]
        assert not found, f"{file.name}: {found}"
