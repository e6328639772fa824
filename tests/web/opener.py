"""Opens pages as a person would and checks each one for what every page must keep."""

import re
from dataclasses import dataclass
from typing import Any

import httpx
from lxml import html

from tests.web.html import mistakes


@dataclass
class Page:
    """An opened page."""

    url: str
    status: int
    source: str
    tree: Any

    def text(self, path: str = "//main") -> str:
        found = self.tree.xpath(path)
        assert found, f"{self.url} has no {path}"
        return " ".join(found[0].text_content().split())

    def links(self, pattern: str) -> list[str]:
        return [a for a in self.tree.xpath("//a/@href") if re.search(pattern, a)]

    def form(self, action: str) -> dict[str, str]:
        """The values a form would send as it stands, by the end of its action."""
        forms = [f for f in self.tree.xpath("//form") if f.get("action", "").endswith(action)]
        assert forms, f"{self.url} has no form to {action}"
        return {k: v for k, v in forms[0].form_values() if v is not None}


class Browser:
    """A person's browser without JavaScript: cookies, forms, redirects, and checked pages."""

    def __init__(self, base: str) -> None:
        self.client = httpx.Client(base_url=base, follow_redirects=True, timeout=60)

    def as_person(self, login: str) -> "Browser":
        self.client.post("/person-wechseln", data={"login": login}).raise_for_status()
        return self

    def open(self, path: str, status: int = 200) -> Page:
        return checked(self.client.get(path), status)

    def send(self, path: str, status: int = 200, files: Any = None, **values: Any) -> Page:
        return checked(self.client.post(path, data=values, files=files), status)


def checked(answer: httpx.Response, status: int = 200) -> Page:
    assert answer.status_code == status, (
        f"{answer.request.method} {answer.url}: {answer.status_code} {answer.text[:2000]}"
    )
    page = read(answer)
    for problem in problems(page):
        raise AssertionError(f"{page.url}: {problem}")
    return page


def read(answer: httpx.Response) -> Page:
    return Page(str(answer.url), answer.status_code, answer.text, html.fromstring(answer.text))


def problems(page: Page) -> list[str]:
    """What is wrong with a page, whatever it is about."""
    tree, found = page.tree, mistakes(page.source, page.tree)
    ids = tree.xpath("//@id")
    doubled = {i for i in ids if ids.count(i) > 1}
    heads = [" ".join(h.text_content().split()) for h in tree.xpath("//h1")]
    title = " ".join(tree.xpath("string(//title)").split())
    checks = [
        (not page.source.startswith("<!DOCTYPE html>"), "no doctype"),
        (tree.get("lang") != "de", "language is not German"),
        (len(heads) != 1, f"{len(heads)} h1"),
        (len(heads) == 1 and not title.startswith(heads[0]), f"title „{title}“ does not begin with „{heads[:1]}“"),
        (bool(doubled), f"ids twice: {sorted(doubled)}"),
        (bool(tree.xpath("//form[not(@action)]")), "a form without action"),
        (bool(tree.xpath("//form[not(@method)]")), "a form without method"),
        (bool(tree.xpath("//*[@style] | //style | //script[not(@src)]")), "inline style or script"),
        (bool(tree.xpath("//*[starts-with(name(@*), 'on')]")), "an inline handler"),
        (bool(tree.xpath("//form//form")), "a form in a form"),
        (bool(tree.xpath("//a[not(@href)]")), "a link to nowhere"),
        (bool(tree.xpath("//img[not(@alt)]")), "an image without words"),
        (len(tree.xpath("//main")) != 1, "not exactly one main"),
    ]
    found += [words for wrong, words in checks if wrong]
    found += [f"label for unknown id {i}" for i in tree.xpath("//label/@for") if i not in ids]
    for attribute in ("aria-labelledby", "aria-describedby", "list"):
        for names in tree.xpath(f"//@{attribute}"):
            found += [f"{attribute} names unknown id {one}" for one in names.split() if one not in ids]
    found += [f"link to unknown place {a}" for a in tree.xpath("//a/@href") if a.startswith("#") and a[1:] not in ids]
    found += [f"control without label: {c.get('name')}" for c in _unlabelled(tree)]
    return found


def _unlabelled(tree: Any) -> list[Any]:
    controls = tree.xpath("//input[not(@type='hidden')] | //select | //textarea")
    named = set(tree.xpath("//label/@for"))
    return [
        c for c in controls if c.get("id") not in named and not c.get("aria-label") and not c.xpath("ancestor::label")
    ]
