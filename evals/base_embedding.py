"""Make the base embedding on board from a library: `python -m evals.base_embedding --output FOLDER`.

The library is that of the settings in force (`VORLAGEN_DATA_DIR`). `--before DATE` learns only from
what was known before that day, for honest figures on later papers.
"""

import argparse
import datetime as dt
from pathlib import Path

from assistant.embedding import StaticEmbedder
from assistant.embedding.training import Recipe, learn
from assistant.library import Library
from assistant.retrieval.training import lessons
from assistant.settings import load_settings

CARD = """# Base embedding of Vorlagen-Assistent

A static embedding for German council papers: one vector of {dimensions} float16 a token, averaged, in
sentence-transformers' format (`SentenceTransformer(folder)` loads it). Licence: EUPL-1.2.

## Data

{papers} public council papers of one large German town, published through its OParl interface, {years}. Only
public texts were used. No labels: what stands together in a paper is what belongs together.

## Recipe

`assistant/embedding/training.py`: byte pairs ({vocabulary} tokens, lower-cased, ß as ss), pairs of a title and a
passage, a question and its answer, passages of two files of one paper, and neighbouring passages; in-batch
negatives, {steps} steps of {batch} pairs, Adam at {rate} falling to 0, {dropped:.0%} of the tokens dropped at each
look, cosines times {scale}, Matryoshka prefixes of 256, 128 and 64 dimensions, seed {seed}.

## Figures

Recall in 10 and MRR on the officials' own citations in papers since 2018 are measured with a model trained by the
same recipe on papers before 2018; see `docs/evaluation.md`.

## Limits

It knows the words of one town's papers; names of other towns' streets and offices are put together from parts. It
averages words and knows no order or negation: the search joins it with a word index, and no sentence is ever
taken as supported because vectors are near. `vorlagen train` learns a town's own.
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--before", type=dt.date.fromisoformat)
    options = parser.parse_args()
    recipe = Recipe()
    with Library.open(load_settings()) as library:
        papers = lessons(library, options.before)
        model = learn(papers, recipe, progress=_tell)
        _save(model, options.output, recipe, len(papers), _years(library, options.before))
    print(model.fingerprint)


def _save(model: StaticEmbedder, folder: Path, recipe: Recipe, papers: int, years: str) -> None:
    model.save(folder, CARD.format(papers=papers, years=years, **vars(recipe)))


def _years(library: Library, before: dt.date | None) -> str:
    days = [unit.date for unit in library.units_of(library.paper_ids()) if unit.date]
    known = [day for day in days if before is None or day < before]
    return f"{min(known):%Y} to {max(known):%Y}" if known else "without dates"


def _tell(done: int, total: int) -> None:
    if done % 50 == 0 or done == total:
        print(f"{done}/{total}", flush=True)


if __name__ == "__main__":
    main()
