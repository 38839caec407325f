"""Tuned layers: the graph computes what the encoder computes, and training separates intents."""

from __future__ import annotations

import numpy as np
import pytest
from safetensors.numpy import load_file

from bot.pipeline import tuning
from bot.pipeline.encoder import Encoder, model_folder, open_session
from bot.pipeline.onnx_graph import build_tuned_graph

TEXTS = ["how tall is it", "the weather in spring is mild and the evenings are long", "no"]


def shares(encoder: Encoder, graph: bytes, texts: list[str], classes: int) -> np.ndarray:
    session = open_session(graph)
    found = np.zeros((len(texts), classes), np.float32)
    for batch in encoder.batches(texts):
        inputs = {"hidden": batch.hidden, "mask": batch.mask}
        found[batch.places] = session.run(["shares"], inputs)[0]
    return found


def test_untuned_layers_go_on_where_the_shared_ones_end(encoder: Encoder) -> None:
    head = np.random.default_rng(1).normal(size=(4, 384)).astype(np.float32)
    bias = np.arange(4, dtype=np.float32)
    weights = load_file(model_folder() / "model.safetensors")
    graph = build_tuned_graph({**weights, "head.weight": head, "head.bias": bias})
    logits = encoder.encode(TEXTS) @ head.T + bias
    expected = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    np.testing.assert_allclose(shares(encoder, graph, TEXTS, 4), expected, atol=1e-4)


@pytest.mark.slow
def test_tuning_separates_what_the_examples_separate(
    encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tuning, "LENGTHS", (16,))
    colours = ["red", "blue", "green", "yellow", "a dark brown", "light grey", "white as snow"]
    animals = ["a dog", "two cats", "some horse", "the cow", "a tiny mouse", "sheep", "wild boar"]
    labels = np.array([0] * len(colours) + [1] * len(animals))
    tuned = tuning.tune(list(encoder.batches(colours + animals)), labels, 2)
    found = shares(encoder, build_tuned_graph(tuned), ["purple", "a pig", "orange", "the goat"], 2)
    assert found.argmax(axis=1).tolist() == [0, 1, 0, 1]
