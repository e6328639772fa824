"""The static embedding: what is on board, and what it gives."""

import numpy as np
import pytest

from assistant.embedding import BASE, StaticEmbedder, current_model, open_embedder
from assistant.embedding.static import MODULE
from assistant.errors import MissingExtra, StoreFailed, WrongUsage
from assistant.settings import Settings


@pytest.fixture(scope="module")
def base() -> StaticEmbedder:
    return StaticEmbedder.load(BASE)


def test_vectors_have_length_one_and_the_promised_shape(base):
    vectors = base.encode(["Wie viele Kitaplätze fehlen?", "Der Radweg wird saniert."])
    assert vectors.shape == (2, base.dimensions)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_a_text_without_words_gets_a_zero_vector_and_shifts_no_other(base):
    alone = base.encode(["Spielplatz"])[0]
    vectors = base.encode(["", "Spielplatz", "   "])
    assert not vectors[0].any()
    assert not vectors[2].any()
    assert np.allclose(vectors[1], alone)


def test_many_texts_get_the_same_vectors_as_one_by_one(base):
    texts = [f"Anfrage Nummer {n} zur Schulsanierung" for n in range(600)]
    assert np.allclose(base.encode(texts)[::97], [base.encode([text])[0] for text in texts[::97]], atol=1e-5)


@pytest.mark.parametrize(
    "text",
    [
        "Straße, Straßen- und Wege­bau: 1.234,50 € (§ 8 Abs. 2)!",
        "a\u0301 ﬁ ½\u00a0km² ¨x",
        "E-Mail@stadt.de/…„ja“",
    ],
)
def test_words_cut_one_by_one_are_the_tokens_of_the_whole_text(base, text):
    whole = base.tokenizer.encode(text, add_special_tokens=False).ids
    assert base._tokens([text, "anderes", text]) == [whole, base._tokens(["anderes"])[0], whole]


def test_related_words_are_nearer_than_foreign_ones(base):
    question, near, far = base.encode(
        [
            "Wie viele Plätze fehlen in den Kindertagesstätten?",
            "In der Kinderbetreuung werden zusätzliche Gruppen eingerichtet.",
            "Die Verkehrszählung an der Kreuzung ergab keine Auffälligkeiten.",
        ]
    )
    assert question @ near > question @ far


def test_sentence_transformers_reads_the_same_model(base):
    sentence_transformers = pytest.importorskip("sentence_transformers")
    texts = ["Die Verwaltung prüft die Einrichtung eines Zebrastreifens.", "Haushalt 2020"]
    theirs = sentence_transformers.SentenceTransformer(str(BASE), device="cpu").encode(texts)
    assert np.allclose(base.encode(texts), theirs, atol=2e-3)


def test_the_base_fits_the_wheel():
    assert sum(path.stat().st_size for path in BASE.rglob("*") if path.is_file()) <= 25 * 2**20


def test_the_base_says_what_it_is():
    card = (BASE / "README.md").read_text(encoding="utf-8")
    for heading in ("Data", "Recipe", "Figures", "Limits"):
        assert f"## {heading}" in card


def test_the_towns_own_comes_before_the_base(tmp_path, base):
    own = StaticEmbedder(base.tokenizer, base.weights[:, :64])
    folder = tmp_path / "embedding" / own.fingerprint
    own.save(folder, "")
    settings = Settings(data_dir=tmp_path)
    assert current_model(tmp_path) is None
    assert open_embedder(settings).fingerprint == base.fingerprint
    (tmp_path / "embedding" / "current").write_text(own.fingerprint)
    assert open_embedder(settings).fingerprint == own.fingerprint
    named = settings.model_copy(update={"embedding_model": str(BASE)})
    assert open_embedder(named).fingerprint == base.fingerprint


def test_another_model_has_another_fingerprint(base):
    assert StaticEmbedder(base.tokenizer, base.weights[:, :64]).fingerprint != base.fingerprint


def test_a_damaged_model_is_said_to_be_damaged(tmp_path, base):
    base.save(tmp_path, "")
    weights = tmp_path / MODULE / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:1000])
    with pytest.raises(StoreFailed, match="beschädigt"):
        StaticEmbedder.load(tmp_path)


def test_a_model_that_does_not_exist_is_wrong_usage():
    with pytest.raises((WrongUsage, MissingExtra)):
        open_embedder(Settings(embedding_model="/gibt/es/nicht"))
