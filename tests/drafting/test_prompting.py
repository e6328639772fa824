"""Prompts are files, and their inputs are declared."""

import pytest

from assistant.drafting.prompting import PACKAGED, load_prompt
from assistant.errors import BadInput

TEXT = "---\nname: {name}\nversion: 7\ninputs: [frage, anfang, ende]\n---\nSystem.\n=====\n$anfang $frage $ende\n"


@pytest.mark.parametrize("path", sorted(PACKAGED.glob("*.md")), ids=lambda p: p.stem)
def test_every_prompt_on_board_declares_what_it_uses(path):
    prompt = load_prompt(path.stem)
    assert prompt.stamp.name == path.stem
    assert prompt.stamp.version
    assert len(prompt.stamp.sha256) == 64


@pytest.mark.parametrize("path", sorted(PACKAGED.glob("*.md")), ids=lambda p: p.stem)
def test_everything_from_documents_stands_between_the_marks(path):
    prompt = load_prompt(path.stem)
    values = {name: f"<{name}>" for name in prompt.inputs}
    system, user = prompt.filled(**values)
    assert "<quellen>" not in system
    for name in prompt.inputs - {"anfang", "ende"}:
        before, after = user.split(f"<{name}>")
        assert before.rfind("<anfang>") > before.rfind("<ende>")
        assert -1 < after.find("<ende>") < (after.find("<anfang>") % len(user))


def test_what_an_input_holds_is_never_read_as_a_template(tmp_path):
    (tmp_path / "eigen.md").write_text(TEXT.format(name="eigen"), encoding="utf-8")
    _, user = load_prompt("eigen", tmp_path).filled(frage="kostet $ende 5 $$", anfang="A", ende="E")
    assert user.strip() == "A kostet $ende 5 $$ E"


def test_a_town_replaces_a_prompt_and_its_stamp_says_so(tmp_path):
    (tmp_path / "entwurf.md").write_text(TEXT.format(name="entwurf"), encoding="utf-8")
    own, packaged = load_prompt("entwurf", tmp_path), load_prompt("entwurf")
    assert own.stamp.version == "7"
    assert own.stamp.sha256 != packaged.stamp.sha256
    assert load_prompt("reparatur", tmp_path).stamp == load_prompt("reparatur").stamp


@pytest.mark.parametrize("text", ["ohne Kopf", TEXT.replace("frage, ", ""), TEXT.replace("$frage", "$frage $ 5"), ""])
def test_a_file_that_is_no_prompt_is_named(tmp_path, text):
    (tmp_path / "entwurf.md").write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match=r"entwurf\.md"):
        load_prompt("entwurf", tmp_path)


def test_an_input_that_nobody_supplies_is_named(tmp_path):
    text = TEXT.format(name="entwurf").replace("[frage,", "[frage, wetter,").replace("$frage", "$frage $wetter")
    (tmp_path / "entwurf.md").write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match="wetter"):
        load_prompt("entwurf", tmp_path).filled(frage="f", anfang="a", ende="e")
