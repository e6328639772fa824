"""What is wrong with a page's HTML: the parser of the standard, strictly, and what may stand in what."""

from typing import Any

from html5lib import HTMLParser
from html5lib.constants import E

# What the parser of the standard mends without a word, and a validator names.
_NEVER_INSIDE = (
    "//button//a | //a//button | //a//a | //button//button | //label//label | //summary//form | //summary//input",
    "//span//div | //span//p | //span//ul | //strong//p | //em//p | //a//input | //a//select | //a//textarea",
    "//h1//p | //h2//p | //h3//p | //h1//div | //h2//div | //h3//div | //legend//p | //label//div | //label//p",
    "//p//form | //p//table | //p//section | //p//ul | //p//ol | //p//dl",
    "//p//details | //table//form[not(ancestor::td)]",
    "//ul/*[not(self::li)] | //ol/*[not(self::li)] | //li[not(parent::ul or parent::ol)]",
    "//dl/*[not(self::div or self::dt or self::dd)] | //dt[not(ancestor::dl)] | //select/*[not(self::option)]",
    "//details[not(*[1][self::summary])] | //fieldset[legend and not(*[1][self::legend])] | //summary//summary",
    "//noscript[ancestor::body]/meta | //body//style | //datalist/*[not(self::option)]",
    "//tr/*[not(self::td or self::th)]",
    "//input[@required and @type='hidden'] | //textarea[@type] | //label[@for and .//input] | //main//main",
    "//section[not(@aria-labelledby or @aria-label or .//h1 or .//h2 or .//h3)] | //a[@href='']",
)
_BOOLEAN = ("checked", "selected", "disabled", "required", "multiple", "open", "hidden", "reversed")


def mistakes(source: str, tree: Any) -> list[str]:
    parser = HTMLParser(strict=False)
    parser.parse(source)
    found = [f"line {place[0]}: {E.get(code, code) % values}" for place, code, values in parser.errors]
    for path in _NEVER_INSIDE:
        found += [f"<{one.tag}> in <{one.getparent().tag}> (line {one.sourceline})" for one in tree.xpath(path)]
    for name in _BOOLEAN:
        found += [f"{name}={one.get(name)!r}" for one in tree.xpath(f"//*[@{name}]") if one.get(name) not in ("", name)]
    return found
