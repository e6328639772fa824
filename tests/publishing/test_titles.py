import datetime as dt

import pytest

from assistant.model import Inquiry
from assistant.publishing import title

CASES = [
    ("Herr Pauli", None, "Beantwortung der Anfrage von Herrn Pauli"),
    ("Frau Dr. Kern", None, "Beantwortung der Anfrage von Frau Dr. Kern"),
    ("Fraktion Stadtwald", None, "Beantwortung der Anfrage der Fraktion Stadtwald"),
    ("Grüne Liste Wernsee", None, "Beantwortung der Anfrage der Grüne Liste Wernsee"),
    ("Ortsbeirat Nord", None, "Beantwortung der Anfrage vom Ortsbeirat Nord"),
    ("Stadtvertreterin Kern", "Fraktion Stadtwald", "Beantwortung der Anfrage von Stadtvertreterin Kern"),
    (None, "Seniorenbeirat", "Beantwortung der Anfrage vom Seniorenbeirat"),
    (None, None, "Beantwortung der Anfrage"),
]


@pytest.mark.parametrize(("asked_by", "organization", "expected"), CASES)
def test_the_asker_stands_in_the_right_case(asked_by, organization, expected):
    assert title(Inquiry(id="a", asked_by=asked_by, organization=organization)) == expected


def test_topic_and_date_follow():
    inquiry = Inquiry(id="a", asked_by="Herr Pauli", topic="Bäder", date=dt.date(2024, 2, 1))
    assert title(inquiry) == "Beantwortung der Anfrage von Herrn Pauli zum Thema Bäder vom 01.02.2024"


def test_the_kind_of_the_anfrage_is_kept():
    assert title(Inquiry(id="a", kind="Kleine Anfrage")) == "Beantwortung der Kleinen Anfrage"
    assert title(Inquiry(id="a", kind="Einwohnerfrage")) == "Beantwortung der Einwohnerfrage"
    assert title(Inquiry(id="a", kind="Schreiben")) == "Beantwortung der Anfrage"
