"""Tuned layers: what is run is what was tuned, and training separates intents."""

from __future__ import annotations

import jax
import numpy as np
import pytest
from safetensors.numpy import load_file

from bot.pipeline.classifying import onnx_graph, tuning
from bot.pipeline.classifying.encoder import Encoder, model_folder, open_session, states_of
from bot.pipeline.classifying.onnx_graph import build_tuned_graph
from bot.pipeline.classifying.packing import batches

TEXTS = ["how tall is it", "the weather in spring is mild and the evenings are long", "no"]


def shares(encoder: Encoder, graph: bytes, texts: list[str], classes: int) -> np.ndarray:
    session = open_session(graph)
    found = np.zeros((len(texts), classes), np.float32)
    for batch in encoder.batches(texts):
        inputs = {"hidden": batch.hidden, "mask": batch.mask}
        found[batch.places] = session.run(["shares"], inputs)[0]
    return found


@pytest.fixture
def weights() -> dict[str, np.ndarray]:
    head = np.random.default_rng(1).normal(size=(4, 384)).astype(np.float32)
    published = load_file(model_folder() / "model.safetensors")
    return {**published, "head.weight": head, "head.bias": np.arange(4, dtype=np.float32)}


def test_with_windows_of_one_token_the_layers_are_the_published_ones(
    encoder: Encoder, weights: dict[str, np.ndarray], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(onnx_graph, "WINDOW", 1)
    logits = encoder.encode(TEXTS) @ weights["head.weight"].T + weights["head.bias"]
    expected = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    found = shares(encoder, build_tuned_graph(weights), TEXTS, 4)
    np.testing.assert_allclose(found, expected, atol=1e-4)


def test_the_graph_computes_what_was_tuned(
    encoder: Encoder, weights: dict[str, np.ndarray], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tuning, "DROPOUT", 0.0)
    states = states_of(list(encoder.batches(TEXTS)))
    (batch,) = batches(states, [2, 0, 1], tuning.WINDOW)
    params = {**weights, "head.scale": np.float32(1.0)}
    logits = tuning._logits(params, batch.hidden, batch.slots, jax.random.PRNGKey(0))
    expected = np.asarray(jax.nn.softmax(logits))[np.argsort(batch.texts[:3])]
    found = shares(encoder, build_tuned_graph(weights), TEXTS, 4)
    np.testing.assert_allclose(found, expected, atol=1e-4)


@pytest.mark.slow
def test_tuning_separates_what_the_examples_separate(encoder: Encoder) -> None:
    colours = ["red", "blue", "green", "yellow", "a dark brown", "light grey", "white as snow"]
    animals = ["a dog", "two cats", "some horse", "the cow", "a tiny mouse", "sheep", "wild boar"]
    labels = np.array([0] * len(colours) + [1] * len(animals))
    tuned = tuning.tune(list(encoder.batches(colours + animals)), labels, 2)
    found = shares(encoder, build_tuned_graph(tuned), ["purple", "a pig", "orange", "the goat"], 2)
    assert found.argmax(axis=1).tolist() == [0, 1, 0, 1]
