"""The encoder agrees with the original model and refuses anything else."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from bot.pipeline.classifying import encoder as encoder_module
from bot.pipeline.classifying.encoder import (
    Encoder,
    EncoderError,
    checked,
    graph_file,
    model_folder,
)

REFERENCE = Path(__file__).parents[2] / "data" / "reference_vectors.json"


def test_vectors_agree_with_the_original_model(encoder: Encoder) -> None:
    reference = json.loads(REFERENCE.read_text())
    vectors = encoder.encode([row["text"] for row in reference])
    expected = np.array([row["vector"] for row in reference], np.float32)
    expected /= np.linalg.norm(expected, axis=1, keepdims=True)
    assert np.all((vectors * expected).sum(axis=1) >= 0.9999)


def test_a_vector_does_not_depend_on_its_batch_mates(encoder: Encoder) -> None:
    alone = encoder.encode(["pay of a nurse"])[0]
    crowd = encoder.encode(["word " * 200, "pay of a nurse", "", "hello"])
    np.testing.assert_allclose(crowd[1], alone, atol=1e-5)


@pytest.mark.parametrize("text", ["", " ", "\n"])
def test_blank_text_gives_zeros(encoder: Encoder, text: str) -> None:
    vector = encoder.encode([text])
    assert vector.shape == (1, 384)
    assert not vector.any()


def test_no_text_gives_no_vector(encoder: Encoder) -> None:
    assert encoder.encode([]).shape == (0, 384)


def test_long_and_strange_texts_have_unit_vectors(encoder: Encoder) -> None:
    vectors = encoder.encode(["x" * 4000, "\u0000\ufffd", "😀😀", "data " * 4000])
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-4)


def test_a_changed_file_is_refused_with_its_hash(tmp_path: Path) -> None:
    path = tmp_path / "model.safetensors"
    path.write_bytes(b"other")
    with pytest.raises(EncoderError, match="expected 53aa"):
        checked(path, encoder_module.WEIGHTS_SHA256)


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoder_module, "PACKAGE", "no_such_package_anywhere")
    with pytest.raises(EncoderError, match="make setup"):
        model_folder()


def test_two_builds_at_once_leave_one_equal_file(tmp_path: Path) -> None:
    weights = model_folder() / "model.safetensors"
    with ThreadPoolExecutor(2) as pool:
        files = list(pool.map(lambda _: graph_file(weights, tmp_path), range(2)))
    assert files[0] == files[1]
    assert list(tmp_path.iterdir()) == [files[0]]
    first = files[0].read_bytes()
    files[0].unlink()
    assert graph_file(weights, tmp_path).read_bytes() == first
