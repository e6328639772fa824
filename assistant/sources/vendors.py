"""What makers of council systems do otherwise than OParl says: one class for each, chosen by what the System says.

Known from public reports of those who read these systems (the importer of Meine Stadt Transparent above all); for
other makers nothing of the kind is on record, they get `Vendor`. What any system may get wrong (values of the wrong
kind, pages, hosts, dates) is dealt with where it is read, without asking who made it.
"""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

_Json = dict[str, Any]
_EMPTY: _Json = {"data": []}


class Vendor:
    """As OParl says."""

    signs: tuple[str, ...] = ()

    @classmethod
    def made(cls, system: _Json) -> bool:
        """Whether the System names this maker, as vendor, product or contact."""
        said = " ".join(str(system.get(name) or "") for name in ("vendor", "product", "contactName")).casefold()
        return any(sign in said for sign in cls.signs)

    def item(self, item: _Json) -> _Json:
        """An object as OParl would have it."""
        return item

    def page(self, page: Any) -> Any:
        """A page of a list as OParl would have it."""
        return page

    def instead(self, url: str, body: bytes) -> Any:
        """The page that an answer „404" to a list's address stands for; None when it means what it says."""
        return None

    def query(self, values: list[tuple[str, str]]) -> str:
        return urlencode(values)

    def places(self, address: str) -> Iterator[str]:
        """Where a file may lie, most likely first."""
        yield address


class Sternberg(Vendor):
    """SD.NET RIM: „nothing new" is said as an error, a list of one body is the body itself, what is deleted has no
    type, and addresses of files have a slash too many or repeat the end of the name as its suffix."""

    signs = ("sternberg", "sd.net")
    _NOTHING_FOUND = 802

    def item(self, item: _Json) -> _Json:
        return item if item.get("type") or not item.get("deleted") else {**item, "type": "deleted"}

    def page(self, page: Any) -> Any:
        return {"data": [page]} if isinstance(page, dict) and "data" not in page and "id" in page else page

    def instead(self, url: str, body: bytes) -> Any:
        if "modified_since=" not in url:
            return None
        try:
            told = json.loads(body)
        except ValueError:
            return None
        return _EMPTY if isinstance(told, dict) and told.get("code") == self._NOTHING_FOUND else None

    def places(self, address: str) -> Iterator[str]:
        address = address.replace("files//rim", "files/rim")
        yield address
        name, *ends = address.rsplit("/", 1)[-1].split(".")
        if len(ends) > 1 and ends[-1] == ends[-2] and name:
            yield f"{address.rpartition('.')[0]}.pdf"


class CCEgov(Vendor):
    """ALLRIS: what is not known is written as „N/A" or as blanks."""

    signs = ("cc-egov", "cc e-gov", "allris")

    def item(self, item: _Json) -> _Json:
        return _known(item)


class Somacos(Vendor):
    """Session: understands a moment only where its colons and plus are written as they are."""

    signs = ("somacos",)

    def query(self, values: list[tuple[str, str]]) -> str:
        return urlencode(values, safe=":+")


def vendor_of(system: _Json) -> Vendor:
    return next((kind() for kind in (Sternberg, CCEgov, Somacos) if kind.made(system)), Vendor())


def _known(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _known(one) for name, one in value.items() if not _says_nothing(one)}
    return [_known(one) for one in value if not _says_nothing(one)] if isinstance(value, list) else value


def _says_nothing(value: Any) -> bool:
    return isinstance(value, str) and (not value.strip() or value.strip() == "N/A")
