"""The last layers of the encoder, tuned on the examples, with a classifier of intents on top.

The published encoder knows what sentences are about in general; tuned on some ten thousand
examples, its upper layers learn what tells these intents apart (docs/understanding.md has the
gain). The lower layers stay as they are and run once. The tuned ones see windows of a few tokens
instead of every token (Funnel-Transformer, Dai et al. 2020), and after the first round only the
examples that are still unsure are gone through again: both keep the training short.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import numpy.typing as npt
from safetensors.numpy import load_file

from bot.pipeline.classifying.encoder import Encoded, model_folder, states_of, vectors_of
from bot.pipeline.classifying.onnx_graph import (
    HEAD_SIZE,
    HEADS,
    HIDDEN,
    LAYER_NORM_EPSILON,
    LAYERS,
    SHARED_LAYERS,
    WINDOW,
)  # fmt: skip
from bot.pipeline.classifying.packing import SLOTS, batches
from bot.settings import get_settings

# Of all examples: the first round takes them all, a later one those that are least sure.
ROUNDS = (1.0, 0.6, 0.5)
LEARNING_RATE = 5e-4
HEAD_LEARNING_RATE = 2e-3
SCALE_LEARNING_RATE = 1e-2
WEIGHT_DECAY = 0.01
DROPOUT = 0.1
SMOOTHING = 0.1
WARM_UP = 0.1
FIRST_PACE = 0.02
MOMENTS = (0.9, 0.99)
START_SCALE = 12.0
_NAME = "encoder.layer.{}."

_CONFIG = {
    # Dropout draws more random numbers than all else; this generator draws them faster.
    "jax_default_prng_impl": "rbg",
    # The step takes ten seconds to compile, and is the same in every training.
    "jax_compilation_cache_dir": str(get_settings().data_dir / "cache" / "jax"),
}
for _name, _value in _CONFIG.items():
    jax.config.update(_name, _value)  # type: ignore[no-untyped-call]

Floats = npt.NDArray[np.float32]
Params = dict[str, Any]


def tune(
    encoded: Sequence[Encoded], labels: npt.NDArray[np.int64], classes: int
) -> dict[str, Floats]:
    """Tune on texts after the encoder and the numbers of their intents [texts].

    The result holds the tensors of the tuned layers under their published names, and
    `head.weight` [classes, 384] and `head.bias`: what onnx_graph.build_tuned_graph takes.
    """
    states = states_of(encoded)
    params = _start(vectors_of(encoded), labels, classes)
    weights = np.sqrt(len(labels) / classes / np.bincount(labels, minlength=classes))
    moments = jax.tree_util.tree_map(jnp.zeros_like, (params, params))
    random = np.random.default_rng(0)
    sureness = np.zeros(len(labels), np.float32)
    step = 0
    for number, share in enumerate(ROUNDS):
        chosen = np.argsort(sureness, kind="stable")[: round(share * len(labels))]
        found = list(batches(states, random.permutation(chosen), WINDOW))
        for place, batch in enumerate(found):
            step += 1
            done = (sum(ROUNDS[:number]) + share * place / len(found)) / sum(ROUNDS)
            pace = min(1.0, done / WARM_UP + FIRST_PACE) * (1 - done)
            there = batch.texts >= 0
            wanted = np.where(there, labels[batch.texts], 0)
            params, moments, sure = _step(
                params, moments, batch.hidden, batch.slots, wanted,
                np.where(there, weights[wanted], 0.0), step, pace,
            )  # fmt: skip
            sureness[batch.texts[there]] = np.asarray(sure)[there]
    tuned = {name: np.asarray(value) for name, value in params.items()}
    tuned["head.weight"] = tuned.pop("head.weight") * tuned.pop("head.scale")
    return tuned


def _start(vectors: Floats, labels: npt.NDArray[np.int64], classes: int) -> Params:
    """The published upper layers, and each intent's mean vector as its first weights."""
    published = load_file(model_folder() / "model.safetensors")
    upper = tuple(_NAME.format(index) for index in range(SHARED_LAYERS, LAYERS))
    params: Params = {n: jnp.asarray(v) for n, v in published.items() if n.startswith(upper)}
    means = np.stack([vectors[labels == each].mean(axis=0) for each in range(classes)])
    params["head.weight"] = jnp.asarray(means / np.linalg.norm(means, axis=1, keepdims=True))
    # Of a fixed type, or all is compiled a second time after the first step.
    params["head.scale"] = jnp.asarray(START_SCALE, jnp.float32)
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
    slots: Any,
    labels: Any,
    weights: Any,
    step: Any,
    pace: Any,
) -> tuple[Params, tuple[Params, Params], Any]:
    """One step of AdamW (Loshchilov and Hutter 2019) with clipped gradients.

    The last of the results is the share that the right intent of each text got.
    """
    key = jax.random.PRNGKey(step)
    gradients, sureness = jax.grad(_loss, has_aux=True)(params, hidden, slots, labels, weights, key)
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
    return changed, (first, second), sureness


def _loss(
    params: Params, hidden: Any, slots: Any, labels: Any, weights: Any, key: Any
) -> tuple[Any, Any]:
    """Weighted cross-entropy with smoothed labels, and each text's share of the right intent."""
    shares = jax.nn.log_softmax(_logits(params, hidden, slots, key))
    classes = shares.shape[1]
    right = jax.nn.one_hot(labels, classes)
    losses = -((right * (1 - SMOOTHING) + SMOOTHING / classes) * shares).sum(axis=1)
    return (losses * weights).sum() / weights.sum(), jnp.exp((right * shares).sum(axis=1))


def _logits(params: Params, hidden: Any, slots: Any, key: Any) -> Any:
    """Of every slot's text, from rows of tokens [rows, tokens, 384] and their slots."""
    rows = len(hidden)
    present = (slots >= 0).astype(jnp.float32).reshape(rows, -1, WINDOW)
    sizes = present.sum(axis=2)
    x = hidden.reshape(rows, -1, WINDOW, HIDDEN).sum(axis=2) / jnp.maximum(sizes, 1)[:, :, None]
    windows = slots.reshape(rows, -1, WINDOW)[:, :, 0]
    keys = jax.random.split(key, LAYERS - SHARED_LAYERS + 1)
    source, owners = hidden, slots
    for number, index in enumerate(range(SHARED_LAYERS, LAYERS)):
        bias = jnp.where(windows[:, :, None] == owners[:, None, :], 0.0, -1e9)[:, None]
        x = _layer(params, _NAME.format(index), x, source, bias, keys[number])
        source, owners = x, windows
    member = (jnp.arange(SLOTS)[:, None] == windows.reshape(1, -1)) * sizes.reshape(1, -1)
    mean = member @ x.reshape(-1, HIDDEN) / jnp.maximum(member.sum(axis=1, keepdims=True), 1)
    # An empty slot has the length zero, whose root has no derivative.
    vectors = mean / jnp.sqrt((mean**2).sum(axis=1, keepdims=True) + 1e-9)
    vectors = _drop(vectors, keys[-1])
    return vectors @ params["head.weight"].T * params["head.scale"] + params["head.bias"]


def _layer(params: Mapping[str, Any], layer: str, x: Any, source: Any, bias: Any, key: Any) -> Any:
    """One layer of BERT, as in onnx_graph, with dropout: `x` attends to `source`."""

    def dense(x: Any, name: str) -> Any:
        return x @ params[f"{layer}{name}.weight"].T + params[f"{layer}{name}.bias"]

    def norm(x: Any, name: str) -> Any:
        centred = x - x.mean(axis=-1, keepdims=True)
        spread = jnp.sqrt((centred**2).mean(axis=-1, keepdims=True) + LAYER_NORM_EPSILON)
        return centred / spread * params[f"{layer}{name}.weight"] + params[f"{layer}{name}.bias"]

    def heads(x: Any, name: str) -> Any:
        return dense(x, name).reshape(*x.shape[:2], HEADS, HEAD_SIZE).transpose(0, 2, 1, 3)

    query = heads(x, "attention.self.query")
    keys, values = (heads(source, f"attention.self.{name}") for name in ("key", "value"))
    scores = query @ keys.transpose(0, 1, 3, 2) / np.sqrt(HEAD_SIZE) + bias
    mixed = (jax.nn.softmax(scores) @ values).transpose(0, 2, 1, 3).reshape(x.shape)
    one, two = jax.random.split(key)
    attended = norm(
        _drop(dense(mixed, "attention.output.dense"), one) + x, "attention.output.LayerNorm"
    )
    inner = jax.nn.gelu(dense(attended, "intermediate.dense"), approximate=False)
    return norm(_drop(dense(inner, "output.dense"), two) + attended, "output.LayerNorm")


def _drop(x: Any, key: Any) -> Any:
    return jnp.where(jax.random.bernoulli(key, 1 - DROPOUT, x.shape), x / (1 - DROPOUT), 0.0)
