"""The last layers of the encoder, tuned on the examples, with a classifier of intents on top.

The published encoder knows what sentences are about in general; tuned on some ten thousand
examples, its upper layers learn what tells these intents apart (docs/understanding.md has the
gain). The lower layers stay as they are and run once, which keeps the training short.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import numpy.typing as npt
from safetensors.numpy import load_file

from bot.pipeline.encoder import Encoded, model_folder, vectors_of
from bot.pipeline.onnx_graph import (
    HEAD_SIZE,
    HEADS,
    HIDDEN,
    LAYER_NORM_EPSILON,
    LAYERS,
    SHARED_LAYERS,
)  # fmt: skip

EPOCHS = 3
BATCH_SIZE = 32
# Few lengths, because each is compiled anew; a longer example is cut.
LENGTHS = (12, 24, 40, 64)
LEARNING_RATE = 4e-4
HEAD_LEARNING_RATE = 2e-3
SCALE_LEARNING_RATE = 1e-2
WEIGHT_DECAY = 0.01
DROPOUT = 0.1
SMOOTHING = 0.1
WARM_UP = 0.1
MOMENTS = (0.9, 0.99)
START_SCALE = 12.0
_NAME = "encoder.layer.{}."

# Dropout draws more random numbers than all else; this generator draws them faster.
jax.config.update("jax_default_prng_impl", "rbg")  # type: ignore[no-untyped-call]

Floats = npt.NDArray[np.float32]
Params = dict[str, Any]


def tune(
    encoded: Sequence[Encoded], labels: npt.NDArray[np.int64], classes: int
) -> dict[str, Floats]:
    """Tune on texts after the encoder and the numbers of their intents [texts].

    The result holds the tensors of the tuned layers under their published names, and
    `head.weight` [classes, 384] and `head.bias`: what onnx_graph.build_tuned_graph takes.
    """
    groups = _by_length(encoded)
    params = _start(vectors_of(encoded), labels, classes)
    weights = np.sqrt(len(labels) / classes / np.bincount(labels, minlength=classes))
    moments = jax.tree_util.tree_map(jnp.zeros_like, (params, params))
    random = np.random.default_rng(0)
    steps = EPOCHS * sum(-(-len(places) // BATCH_SIZE) for places, _, _ in groups)
    step = 0
    for _ in range(EPOCHS):
        for places, hidden, mask in _shuffled(groups, random):
            step += 1
            pace = min(1.0, step / (WARM_UP * steps)) * (steps - step) / steps
            params, moments = _step(
                params, moments, hidden, mask, labels[places], weights[labels[places]], step, pace
            )
    tuned = {name: np.asarray(value) for name, value in params.items()}
    tuned["head.weight"] = tuned.pop("head.weight") * tuned.pop("head.scale")
    return tuned


def _by_length(encoded: Sequence[Encoded]) -> list[tuple[list[int], Floats, Floats]]:
    """Groups of texts of about one length: their places, hidden states and masks."""
    rows: dict[int, list[tuple[int, Floats, Floats]]] = {length: [] for length in LENGTHS}
    for batch in encoded:
        tokens = min(batch.mask.shape[1], LENGTHS[-1])
        length = next(each for each in LENGTHS if each >= tokens)
        room = (0, length - tokens)
        hidden = np.pad(batch.hidden[:, :tokens], ((0, 0), room, (0, 0)))
        mask = np.pad(batch.mask[:, :tokens].astype(np.float32), ((0, 0), room))
        rows[length] += zip(batch.places, hidden, mask, strict=True)
    return [
        ([place for place, _, _ in found], np.stack([h for _, h, _ in found]),
         np.stack([m for _, _, m in found]))
        for found in rows.values() if found
    ]  # fmt: skip


def _shuffled(
    groups: Sequence[tuple[list[int], Floats, Floats]], random: np.random.Generator
) -> Iterator[tuple[npt.NDArray[np.int64], Floats, Floats]]:
    batches = []
    for places, hidden, mask in groups:
        order = random.permutation(len(places))
        # A short last batch is filled up from the others: every batch has the compiled size.
        order = np.concatenate([order, order[: -len(order) % BATCH_SIZE]])
        for first in range(0, len(order) - BATCH_SIZE + 1, BATCH_SIZE):
            batches.append((places, hidden, mask, order[first : first + BATCH_SIZE]))
    for number in random.permutation(len(batches)):
        places, hidden, mask, rows = batches[number]
        yield np.asarray(places)[rows], hidden[rows], mask[rows]


def _start(vectors: Floats, labels: npt.NDArray[np.int64], classes: int) -> Params:
    """The published upper layers, and each intent's mean vector as its first weights."""
    published = load_file(model_folder() / "model.safetensors")
    upper = tuple(_NAME.format(index) for index in range(SHARED_LAYERS, LAYERS))
    params: Params = {n: jnp.asarray(v) for n, v in published.items() if n.startswith(upper)}
    means = np.stack([vectors[labels == each].mean(axis=0) for each in range(classes)])
    params["head.weight"] = jnp.asarray(means / np.linalg.norm(means, axis=1, keepdims=True))
    params["head.scale"] = jnp.asarray(START_SCALE)
    params["head.bias"] = jnp.zeros(classes)
    return params


def _learning_rate(name: str) -> float:
    if name == "head.scale":
        return SCALE_LEARNING_RATE
    return HEAD_LEARNING_RATE if name.startswith("head.") else LEARNING_RATE


@jax.jit
def _step(
    params: Params,
    moments: tuple[Params, Params],
    hidden: Any,
    mask: Any,
    labels: Any,
    weights: Any,
    step: Any,
    pace: Any,
) -> tuple[Params, tuple[Params, Params]]:
    """One step of AdamW (Loshchilov and Hutter 2019) with clipped gradients."""
    gradients = jax.grad(_loss)(params, hidden, mask, labels, weights, jax.random.PRNGKey(step))
    norm = jnp.sqrt(sum((g**2).sum() for g in gradients.values()))
    first, second = {}, {}
    changed = {}
    for name, value in params.items():
        gradient = gradients[name] * jnp.minimum(1.0, 1.0 / norm)
        first[name] = MOMENTS[0] * moments[0][name] + (1 - MOMENTS[0]) * gradient
        second[name] = MOMENTS[1] * moments[1][name] + (1 - MOMENTS[1]) * gradient**2
        change = (first[name] / (1 - MOMENTS[0] ** step)) / (
            jnp.sqrt(second[name] / (1 - MOMENTS[1] ** step)) + 1e-8
        )
        decay = WEIGHT_DECAY * value if value.ndim > 1 else 0.0
        changed[name] = value - pace * _learning_rate(name) * (change + decay)
    return changed, (first, second)


def _loss(params: Params, hidden: Any, mask: Any, labels: Any, weights: Any, key: Any) -> Any:
    """Weighted cross-entropy with smoothed labels."""
    logits = _logits(params, hidden, mask, key)
    classes = logits.shape[1]
    wanted = jax.nn.one_hot(labels, classes) * (1 - SMOOTHING) + SMOOTHING / classes
    losses = -(wanted * jax.nn.log_softmax(logits)).sum(axis=1)
    return (losses * weights).sum() / weights.sum()


def _logits(params: Params, hidden: Any, mask: Any, key: Any) -> Any:
    bias = ((1 - mask) * -1e9)[:, None, None, :]
    keys = jax.random.split(key, LAYERS - SHARED_LAYERS + 1)
    for number, index in enumerate(range(SHARED_LAYERS, LAYERS)):
        hidden = _layer(params, _NAME.format(index), hidden, bias, keys[number])
    mean = (hidden * mask[:, :, None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)
    vectors = mean / jnp.linalg.norm(mean, axis=1, keepdims=True)
    vectors = _drop(vectors, keys[-1])
    return vectors @ params["head.weight"].T * params["head.scale"] + params["head.bias"]


def _layer(params: Mapping[str, Any], layer: str, x: Any, bias: Any, key: Any) -> Any:
    """One layer of BERT, as in onnx_graph, with dropout."""

    def dense(x: Any, name: str) -> Any:
        return x @ params[f"{layer}{name}.weight"].T + params[f"{layer}{name}.bias"]

    def norm(x: Any, name: str) -> Any:
        centred = x - x.mean(axis=-1, keepdims=True)
        spread = jnp.sqrt((centred**2).mean(axis=-1, keepdims=True) + LAYER_NORM_EPSILON)
        return centred / spread * params[f"{layer}{name}.weight"] + params[f"{layer}{name}.bias"]

    def heads(x: Any, name: str) -> Any:
        return dense(x, name).reshape(*x.shape[:2], HEADS, HEAD_SIZE).transpose(0, 2, 1, 3)

    query, keys, values = (heads(x, f"attention.self.{n}") for n in ("query", "key", "value"))
    scores = query @ keys.transpose(0, 1, 3, 2) / np.sqrt(HEAD_SIZE) + bias
    mixed = (jax.nn.softmax(scores) @ values).transpose(0, 2, 1, 3).reshape(*x.shape[:2], HIDDEN)
    one, two = jax.random.split(key)
    attended = norm(
        _drop(dense(mixed, "attention.output.dense"), one) + x, "attention.output.LayerNorm"
    )
    inner = jax.nn.gelu(dense(attended, "intermediate.dense"), approximate=False)
    return norm(_drop(dense(inner, "output.dense"), two) + attended, "output.LayerNorm")


def _drop(x: Any, key: Any) -> Any:
    return jnp.where(jax.random.bernoulli(key, 1 - DROPOUT, x.shape), x / (1 - DROPOUT), 0.0)
