"""German text: sentences, figures, amounts, dates, laws, names, words. Pure functions, no I/O."""

from assistant.german.compounds import split_compound
from assistant.german.dates import parse_date
from assistant.german.mentions import amounts, dates, figures, mentions, names, statutes
from assistant.german.splitting import TextSpan, sentences
from assistant.german.stemming import stem
from assistant.german.text import STOP_WORDS, content_words, dehyphenate, fold, fold_umlauts, join_lines, words
from assistant.german.values import DateValue, Mention, MentionKind

__all__ = [
    "STOP_WORDS",
    "DateValue",
    "Mention",
    "MentionKind",
    "TextSpan",
    "amounts",
    "content_words",
    "dates",
    "dehyphenate",
    "figures",
    "fold",
    "fold_umlauts",
    "join_lines",
    "mentions",
    "names",
    "parse_date",
    "sentences",
    "split_compound",
    "statutes",
    "stem",
    "words",
]
