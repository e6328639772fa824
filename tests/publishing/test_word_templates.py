"""The Word template on board, and one that a town brings."""

import io
import zipfile

import docx
import pytest

from assistant.errors import WrongUsage
from assistant.publishing import export
from assistant.publishing.word_template import TEMPLATE, make
from tests.publishing.papers import QUOTE, READ, draft, item


def _parts(data: bytes) -> list[bytes]:
    archive = zipfile.ZipFile(io.BytesIO(data))
    return [archive.read(f"word/{name}.xml") for name in ("document", "styles", "header1", "footer1")]


def test_the_template_on_board_is_the_one_its_script_makes():
    assert _parts(TEMPLATE.read_bytes()) == _parts(make())


def _own(tmp_path, *lines: str):
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    document.save(str(tmp_path / "haus.docx"))
    return tmp_path / "haus.docx"


def test_a_town_brings_its_own_template(tmp_path, town):
    template = _own(
        tmp_path,
        "Unser Haus: {{ titel }}",
        "{%p for antwort in antworten %}",
        "{{ antwort.frage }}",
        "{%p for absatz in antwort.absaetze %}",
        "{{r absatz }}",
        "{%p endfor %}",
        "{%p endfor %}",
    )
    town = town.model_copy(update={"word_template": template})
    text = READ["docx"](export(draft(item(QUOTE)), "docx", town, "footnotes"))
    assert "Unser Haus: Beantwortung der Anfrage von Herrn Ochsenfurth" in text
    assert QUOTE in text


@pytest.mark.parametrize("line", ["{{ titel", "{% for x in antworten %}", "{{ titel.__class__.__mro__ }}"])
def test_a_template_with_a_mistake_is_named(tmp_path, town, line):
    town = town.model_copy(update={"word_template": _own(tmp_path, line)})
    with pytest.raises(WrongUsage, match=r"haus\.docx"):
        export(draft(item(QUOTE)), "docx", town)


def test_a_template_that_is_no_word_file_is_named(tmp_path, town):
    (tmp_path / "haus.docx").write_text("kein Word")
    town = town.model_copy(update={"word_template": tmp_path / "haus.docx"})
    with pytest.raises(WrongUsage, match=r"haus\.docx"):
        export(draft(item(QUOTE)), "docx", town)


def test_a_logo_stands_in_the_pdf_with_a_text_for_those_who_cannot_see_it(tmp_path, town):
    from PIL import Image

    Image.new("RGB", (60, 40), "navy").save(tmp_path / "wappen.png")
    with_logo = export(draft(item(QUOTE)), "pdf", town.model_copy(update={"logo": tmp_path / "wappen.png"}))
    assert b"/Image" in with_logo
    (tmp_path / "wappen.png").write_text("kein Bild")
    with pytest.raises(WrongUsage, match=r"wappen\.png"):
        export(draft(item(QUOTE)), "pdf", town.model_copy(update={"logo": tmp_path / "wappen.png"}))
