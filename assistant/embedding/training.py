"""Learning a static embedding from papers alone, without labels.

Two texts that belong together (a title and a passage, a question and its answer, passages of two
files of one paper, neighbours) are pulled together, all other texts of the batch pushed away
(in-batch negatives, multiple negatives ranking loss: Henderson et al. 2017, arXiv:1705.00652), for
nested prefixes of the vector at once (Matryoshka: Kusupati et al. 2022, arXiv:2205.13147). Token
vectors start random, scaled by the token's rarity, or from an earlier embedding. A third of the
tokens is dropped at each look, which keeps the vectors from learning the papers by heart.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from assistant.embedding.static import StaticEmbedder
from assistant.errors import MissingExtra

if TYPE_CHECKING:
    from tokenizers import Tokenizer

MATRYOSHKA = (256, 128, 64)
Pair = tuple[np.ndarray, np.ndarray]


@dataclass(frozen=True)
class TrainingPaper:
    """One paper as texts: its title, the passages of each of its files in order, and its exchanges."""

    title: str
    files: tuple[tuple[str, ...], ...]
    exchanges: tuple[tuple[str, str], ...] = ()

    def texts(self) -> Iterator[str]:
        yield self.title
        for passages in self.files:
            yield from passages
        for question, answer in self.exchanges:
            yield from (question, answer)


@dataclass(frozen=True)
class Recipe:
    """How to learn. `steps` batches of `batch` pairs; `scale` multiplies the cosines (1/temperature)."""

    dimensions: int = 256
    vocabulary: int = 40_000
    steps: int = 500
    batch: int = 1024
    dropped: float = 0.3
    rate: float = 0.02
    scale: float = 20.0
    seed: int = 1


@dataclass(frozen=True)
class _Encoded:
    title: np.ndarray
    files: list[list[np.ndarray]] = field(default_factory=list)
    exchanges: list[Pair] = field(default_factory=list)


def learn(
    papers: Sequence[TrainingPaper],
    recipe: Recipe,
    start: StaticEmbedder | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> StaticEmbedder:
    """A static embedding learned from `papers`; the same papers, recipe and machine give the same one.

    Raises MissingExtra without torch.
    """
    try:
        import torch
    except ImportError as error:
        raise MissingExtra(
            "Zum Lernen fehlt die Erweiterung „train“. "
            'Bitte „pip install "vorlagen-assistent[train]"“ ausführen; bis dahin gilt das bisherige Embedding.'
        ) from error
    torch.manual_seed(recipe.seed)
    chance = np.random.default_rng(recipe.seed)
    tokenizer = learn_tokenizer(papers, recipe.vocabulary)
    encoded = [paper for paper in (_encode(tokenizer, paper) for paper in papers) if paper.files or paper.exchanges]
    weights = _first_weights(tokenizer, encoded, recipe, chance, start)
    bag = torch.nn.EmbeddingBag.from_pretrained(torch.from_numpy(weights), freeze=False, mode="mean")
    optimizer = torch.optim.Adam(bag.parameters(), lr=recipe.rate)
    sampler = _Sampler(encoded, recipe, random.Random(recipe.seed), chance)  # noqa: S311 - no secret
    for step in range(recipe.steps):
        for group in optimizer.param_groups:
            group["lr"] = recipe.rate * (1 - step / recipe.steps)
        left, right = sampler.batch()
        loss = _loss(torch, bag(*map(torch.from_numpy, left)), bag(*map(torch.from_numpy, right)), recipe.scale)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if progress:
            progress(step + 1, recipe.steps)
    return StaticEmbedder(tokenizer, bag.weight.detach().numpy())


def learn_tokenizer(papers: Sequence[TrainingPaper], size: int) -> "Tokenizer":
    """Byte pairs of the papers' own words (Sennrich et al. 2016, arXiv:1508.07909), lower-cased, ß as ss.

    A part inside a word is the same token as the word itself, so a compound unknown to the papers
    still shares vectors with its parts. Unlike WordPiece's, this training gives the same result each time.
    """
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers

    tokenizer = Tokenizer(models.BPE(unk_token="[UNK]", fuse_unk=True))  # noqa: S106 - a token, no password
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.Lowercase(), normalizers.Replace("ß", "ss")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    trainer = trainers.BpeTrainer(vocab_size=size, special_tokens=["[UNK]"], min_frequency=3, show_progress=False)
    tokenizer.train_from_iterator((text for paper in papers for text in paper.texts()), trainer)
    return tokenizer


def _encode(tokenizer: "Tokenizer", paper: TrainingPaper) -> _Encoded:
    def ids(texts: Sequence[str]) -> list[np.ndarray]:
        found = tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        return [np.asarray(e.ids, np.int32) for e in found]

    files = [[p for p in ids(passages) if len(p)] for passages in paper.files]
    exchanges = [
        (question, answer)
        for question, answer in zip(
            ids([q for q, _ in paper.exchanges]), ids([a for _, a in paper.exchanges]), strict=True
        )
        if len(question) and len(answer)
    ]
    return _Encoded(ids([paper.title])[0], [f for f in files if f], exchanges)


def _first_weights(
    tokenizer: "Tokenizer",
    papers: Sequence[_Encoded],
    recipe: Recipe,
    chance: np.random.Generator,
    start: StaticEmbedder | None,
) -> np.ndarray:
    """float32 (vocabulary, dimensions): random, longer for rarer tokens; known tokens as in `start`."""
    size = tokenizer.get_vocab_size()
    seen, passages = np.ones(size), 1
    for paper in papers:
        for passage in (p for file in paper.files for p in file):
            seen[np.unique(passage)] += 1
            passages += 1
    rarity = np.log(passages / seen) / 5
    weights = chance.normal(0, 0.1, (size, recipe.dimensions)) * rarity[:, None]
    if start is not None and start.dimensions == recipe.dimensions:
        known = start.tokenizer.get_vocab()
        for token, index in tokenizer.get_vocab().items():
            if token in known:
                weights[index] = start.weights[known[token]]
    return weights.astype(np.float32)


class _Sampler:
    """Draws batches of pairs that belong together, with tokens dropped."""

    def __init__(
        self, papers: Sequence[_Encoded], recipe: Recipe, chance: random.Random, drops: np.random.Generator
    ) -> None:
        self._papers, self._recipe, self._chance, self._drops = papers, recipe, chance, drops

    def batch(self) -> tuple[Pair, Pair]:
        pairs = [self._pair(self._chance.choice(self._papers)) for _ in range(self._recipe.batch)]
        return self._bag([left for left, _ in pairs]), self._bag([right for _, right in pairs])

    def _pair(self, paper: _Encoded) -> Pair:
        chance = self._chance
        kind = chance.random()
        if paper.exchanges and (kind < 0.2 or not paper.files):
            return chance.choice(paper.exchanges)
        if kind < 0.45 and len(paper.title):
            return paper.title, chance.choice(chance.choice(paper.files))
        if kind < 0.7 and len(paper.files) > 1:
            first, second = chance.sample(paper.files, 2)
            return chance.choice(first), chance.choice(second)
        file = chance.choice(paper.files)
        if len(file) == 1:
            return (paper.title if len(paper.title) else file[0]), file[0]
        here = chance.randrange(len(file) - 1)
        return file[here], file[min(len(file) - 1, here + chance.choice((1, 2)))]

    def _bag(self, texts: list[np.ndarray]) -> Pair:
        """Token ids of all texts in a row, and where each text begins."""
        kept = []
        for text in texts:
            some = text[self._drops.random(len(text)) > self._recipe.dropped]
            kept.append(some if len(some) else text)
        starts = np.concatenate(([0], np.cumsum([len(text) for text in kept])[:-1]))
        return np.concatenate(kept), starts.astype(np.int32)


def _loss(torch, left, right, scale: float):
    total = torch.zeros(())
    for dimensions in MATRYOSHKA:
        a = torch.nn.functional.normalize(left[:, :dimensions])
        b = torch.nn.functional.normalize(right[:, :dimensions])
        cosines = a @ b.T * scale
        own = torch.arange(len(cosines))
        cross = torch.nn.functional.cross_entropy
        total = total + (cross(cosines, own) + cross(cosines.T, own)) / 2
    return total
