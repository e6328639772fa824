"""Flags on real papers: precision and recall on the gold places, alarms where nothing is wrong, changed values found.

    python -m evals.benchmarks.flags_on_papers [--sample 2000] [--show 5] [--part development|held_out]

Takes the library of the settings in force. The gold (`evals.real_flags`) is kept without its text; places that the
library does not hold are counted as not found. With `--show` the wrong ones are printed, to be read.

Values, on a sample of the administration's sentences: one quoted whole must raise no flag of its figures, amounts,
dates, laws and persons; with one of them changed it must. The other kinds: alarms in 1,000 sentences or questions.
"""

import argparse
import datetime as dt
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator

from assistant.drafting import flags
from assistant.german import mentions, sentences
from assistant.library import Library, Unit
from assistant.settings import load_settings
from evals.flags import KINDS, TRACED, judged
from evals.real_flags import Passages, part_of, resolved, stored_cases

PARTS = ("development", "held_out")
_Alarms = Callable[[str], list[str]]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sample", type=int, default=2000)
    parser.add_argument("--show", type=int, default=5)
    parser.add_argument("--part", choices=PARTS, help="only this part of the gold")
    options = parser.parse_args()
    with Library.open(load_settings()) as library:
        _gold(Passages(library), (options.part,) if options.part else PARTS, options.show)
        units = library.units_of(library.paper_ids())
    sample = list(_sentences([u for u in units if u.voice.speaks_for_town], options.sample))
    _changed_values(sample)
    _alarms(sample, list(_questions(units, options.sample)), options.show)


def _gold(passages: Passages, parts: tuple[str, ...], show: int) -> None:
    for kind in KINDS:
        for part in parts:
            cases = [resolved(case, passages) for case in stored_cases(kind) if part_of(case) == part]
            found = judged(kind, [case for case in cases if case])
            positives = sum(bool(case["flagged"]) for case in cases if case)
            missing = f", {cases.count(None)} not in the library" if None in cases else ""
            print(
                f"{kind:14} {part:12} {found.n:3} cases ({positives} to be flagged): "
                f"precision {found.precision:.2f}, recall {found.recall:.2f}{missing}"
            )
            for what, texts in (("missed", found.missed), ("false", found.false_alarms)):
                for text in texts[:show]:
                    print(f"    {what}: {text[:240]}")


def _changed_values(sample: list[str]) -> None:
    for kind in TRACED:
        count = Counter(_values(kind, sample))
        print(
            f"{kind:14} {count['with']} sentences, {count['false']} false alarms; "
            f"{count['found']} of {count['changed']} changed found"
        )


def _alarms(sample: list[str], questions: list[str], show: int) -> None:
    """How many of 1,000 are flagged, and which."""

    def texts_of(detect: Callable[[str], list]) -> _Alarms:
        return lambda text: [flag.text for flag in detect(text)]

    looked_at: list[tuple[str, list[str], _Alarms]] = [
        ("tone", sample, texts_of(flags.tone)),
        ("personal_data", sample, texts_of(flags.personal_data)),
        ("instruction", sample, texts_of(flags.instruction)),
        ("stale, 5 years old", sample, texts_of(lambda t: flags.stale(t, [dt.date(2015, 1, 1)], dt.date(2020, 1, 1)))),
        ("not_public", questions, lambda question: [question] if flags.not_public_question(question) else []),
    ]
    for kind, texts, detect in looked_at:
        found = [f"{'; '.join(alarm)} — {text[:200]}" for text in texts if (alarm := detect(text))]
        print(f"{kind:20} {1000 * len(found) / max(1, len(texts)):.1f} in 1,000")
        for line in found[:show]:
            print(f"    {line}")


def _sentences(units: list[Unit], most: int) -> Iterator[str]:
    """An even sample of sentences."""
    chance = random.Random(1)  # noqa: S311 - no secret
    for unit in chance.sample(units, min(most, len(units))):
        spans = [s for s in sentences(unit.text) if 40 < s.end - s.start < 400]
        if spans:
            span = chance.choice(spans)
            yield " ".join(unit.text[span.start : span.end].split())


def _questions(units: list[Unit], most: int) -> Iterator[str]:
    asked = sorted({" ".join(unit.question.split()) for unit in units if unit.question})
    yield from random.Random(1).sample(asked, min(most, len(asked)))  # noqa: S311 - no secret


def _values(kind: str, sample: list[str]) -> Iterator[str]:
    for text in sample:
        found = [m for m in mentions(text) if m.kind == kind]
        if not found:
            continue
        yield "with"
        if any(flag.kind == kind for flag in flags.untraced(text, "", [text])):
            yield "false"
        changed = _changed(kind, text, found[0].start, found[0].end)
        if changed:
            yield "changed"
            alarms = flags.untraced(changed, "", [text])
            if any(flag.start < found[0].end + 2 and found[0].start < flag.end for flag in alarms):
                yield "found"


def _changed(kind: str, text: str, start: int, end: int) -> str | None:
    """The first number of the place raised by three, or the last of a name another one; None where it stands there."""
    part = text[start:end]
    number = re.search(r"\d+", part)
    other = str(int(number[0]) + 3).zfill(len(number[0])) if number else "Quastenflosser"
    if re.search(rf"(?<!\d){other}(?!\d)", text) or not (number or kind == "person"):
        return None
    part = part[: number.start()] + other + part[number.end() :] if number else re.sub(r"[^\W\d_]+$", other, part)
    return text[:start] + part + text[end:]


if __name__ == "__main__":
    main()
