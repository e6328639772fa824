"""Flags on real sentences: false alarms where nothing is wrong, and what is found where one value was changed.

    python -m evals.benchmarks.flags_on_papers [--sample 2000] [--show 5]

Takes sentences of the administration from the library of the settings in force. Values: a sentence quoted whole must
raise no flag of its figures, amounts, dates, laws and persons; with one of them changed it must. Tone, personal data
and instructions: how many of 1,000 sentences are flagged, and which (`--show`), to be judged by a person.
"""

import argparse
import datetime as dt
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from assistant.drafting import flags
from assistant.german import mentions, sentences
from assistant.library import Library
from assistant.settings import load_settings

VALUES = ("figure", "amount", "date", "law", "person")
WORDS = {"tone": flags.tone, "personal_data": flags.personal_data, "instruction": flags.instruction}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sample", type=int, default=2000)
    parser.add_argument("--show", type=int, default=5)
    options = parser.parse_args()
    with Library.open(load_settings()) as library:
        sample = list(_sentences(library, options.sample))
    for kind in VALUES:
        count = Counter(_values(kind, sample))
        print(
            f"{kind:14} {count['with']} sentences, {count['false']} false alarms; "
            f"{count['found']} of {count['changed']} changed found"
        )
    shown: dict[str, list[str]] = defaultdict(list)
    for kind, detect in WORDS.items():
        for text in sample:
            shown[kind] += [f"{flag.text} — {text[:200]}" for flag in detect(text)]
        print(f"{kind:14} {1000 * len(shown[kind]) / len(sample):.1f} in 1,000 sentences")
        for line in shown[kind][: options.show]:
            print(f"    {line}")
    old = [text for text in sample if flags.stale(text, [dt.date(2015, 1, 1)], dt.date(2020, 1, 1))]
    print(f"stale          {1000 * len(old) / len(sample):.1f} in 1,000 sentences, were they five years old")
    for line in old[: options.show]:
        print(f"    {line[:200]}")


def _sentences(library: Library, most: int) -> Iterator[str]:
    """An even sample of the administration's sentences."""
    units = [u for u in library.units_of(library.paper_ids()) if u.voice.speaks_for_town]
    chance = random.Random(1)  # noqa: S311 - no secret
    for unit in chance.sample(units, min(most, len(units))):
        spans = [s for s in sentences(unit.text) if 40 < s.end - s.start < 400]
        if spans:
            span = chance.choice(spans)
            yield " ".join(unit.text[span.start : span.end].split())


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
