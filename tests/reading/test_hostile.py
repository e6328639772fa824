"""A sample of the campaign in `evals.campaigns.reading`: whatever the file, text or one sentence."""

import itertools

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.errors import BadInput
from assistant.reading import Limits
from assistant.reading.formats import document_from_bytes
from evals.campaigns import hostile, reading


def test_bombs_and_broken_copies_end_as_text_or_as_one_sentence() -> None:
    tally = reading.run(itertools.chain(hostile.broken_copies(60, seed=7), hostile.quick_bombs()), Limits())
    assert tally.wrong == []
    assert tally.grown_mb < 64
    assert tally.outcomes["text"] > 10
    assert tally.outcomes["refused"] > 10


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from([b"", b"PK\x03\x04", b"From: a\nTo: b\n", b"<html>", b"\xff\xfe"]), st.binary(max_size=400))
def test_no_bytes_end_otherwise_than_as_text_or_as_a_sentence(start: bytes, rest: bytes) -> None:
    assert ended(start + rest) in ("text", "none", "said so")


def ended(data: bytes) -> str:
    try:
        return document_from_bytes(data, "zufall.bin").text_from
    except BadInput as error:
        return "said so" if "zufall.bin" in str(error) else str(error)
