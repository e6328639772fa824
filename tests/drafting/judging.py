"""One sentence against one quote, as most tests of the verifier ask it."""

import datetime as dt

from assistant.drafting.verify import judge

SOURCE, TODAY = dt.date(2020, 10, 12), dt.date(2021, 6, 1)


def follows(sentence: str, quote: str) -> bool:
    """Whether the sentence, said on TODAY, follows from a quote of the day SOURCE."""
    return judge(sentence, "", [quote], [SOURCE], TODAY).supported
