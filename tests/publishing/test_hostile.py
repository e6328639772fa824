"""Documents are data: whatever a text holds, it shows as text in every format, or not at all."""

import io
import zipfile
from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from assistant.publishing import export
from tests.publishing.papers import READ, draft, item, squeezed

HOSTILE = [
    '#panic("x") #import "evil.typ" $x^2$ @label <label>',
    "{{ 7*7 }} {% for x in y %} {% endfor %} {# weg #}",
    "<script>alert(1)</script> <img src=x onerror=alert(1)> &lt;b&gt; &amp;",
    "</w:t></w:r><w:r><w:t>eingeschleust",
    "[klick](javascript:alert(1)) ![bild](http://x.example/y.png) <http://x.example>",
    "# Überschrift",
    "1. Punkt",
    "- Punkt",
    "> Zitat",
    "    Code",
    "| a | b\n|---|---",
    "*fett* **fett** __fett__ `code` ~~weg~~",
    "\\ \\n \\\\ \\u{41}",
    'sys.inputs.at("data") #read("/etc/passwd")',
    "漢字 😀 مرحبا שלום",
]
INVISIBLE = "a\x00b\x07c\u202ed\u2066e\u200bf\ufeffg\ue000h\U000e0041i\ud800j"


@pytest.mark.parametrize("format", ["docx", "pdf", "txt"])
@pytest.mark.parametrize("text", HOSTILE[:-1])
def test_hostile_text_is_printed_as_it_is(format, text, town):
    data = export(draft(item(text, question=f"Frage {text}")), format, town)
    assert squeezed(READ[format](data)).count(squeezed(text)) >= 2


@pytest.mark.parametrize("format", READ)
def test_nothing_is_computed(format, town):
    text = READ[format](export(draft(item("{{ 7*7 }} #(7*7) $7*7$")), format, town))
    assert "49" not in text


@pytest.mark.parametrize("format", READ)
def test_invisible_and_directing_characters_are_left_out(format, town):
    text = READ[format](export(draft(item(INVISIBLE)), format, town))
    assert "abcdefghij" in text
    assert not set(INVISIBLE) - set("abcdefghij") & set(text)


@pytest.mark.parametrize("text", HOSTILE)
def test_markdown_shows_no_markup_of_others(text, town):
    document = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    opened = {
        token.tag for token in _tokens(document.parse(export(draft(item(text, question=text)), "md", town).decode()))
    }
    # What the paper itself uses: headings, bold, paragraphs, the list of its head.
    assert opened <= {"", "h1", "h2", "p", "ul", "li", "strong", "br"}


def _tokens(tokens):
    for token in tokens:
        assert token.type not in ("html_block", "html_inline")
        yield token
        yield from _tokens(token.children or ())


class _Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.seen, self.text = set(), ""

    def handle_starttag(self, tag, attrs):
        self.seen.add((tag, *(name for name, _ in attrs)))

    def handle_data(self, data):
        self.text += data


@pytest.mark.parametrize("text", HOSTILE)
def test_html_holds_no_tag_of_others(text, town):
    tags = _Tags()
    tags.feed(export(draft(item(text, question=text)), "html", town).decode())
    assert tags.seen <= {("article", "lang"), ("h1",), ("h2",), ("p",), ("strong",), ("br",)}
    assert squeezed(text) in squeezed(tags.text)


@pytest.mark.parametrize("format", READ)
def test_a_word_of_ten_thousand_letters_breaks_nothing(format, town):
    text = READ[format](export(draft(item("ß" * 10_000)), format, town))
    assert text.count("ß") == 10_000


def test_word_stays_well_formed_with_markup_in_every_field(town, imprint):
    evil = "<w:p/>&{{ x }}\"'"
    named = imprint.model_copy(update={"department": evil, "clerk": evil, "reference": evil})
    data = export(draft(item(evil, question=evil)), "docx", town, "footnotes", imprint=named)
    assert READ["docx"](data).count(evil) >= 5
    assert evil.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") in (
        zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    )


def test_characters_no_font_has_are_shown_as_boxes(town):
    text = READ["pdf"](export(draft(item("Herr 李 und Frau Đorđević.")), "pdf", town))
    assert "Herr □ und Frau Đorđević." in text


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=80), question=st.text(max_size=80))
def test_every_text_can_be_published(text, question, town):
    paper = draft(item(text, question=question))
    for format in ("docx", "pdf", "md", "txt", "html", "json"):
        assert export(paper, format, town, "footnotes")
