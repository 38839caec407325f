"""The MiniLM sentence encoder as ONNX graphs, put together from its weights.

The package that carries the weights holds no ONNX file, and torch would be two gigabytes for
one export. The architecture is BERT (Devlin et al. 2018) with six layers, followed by masked
mean pooling and L2 normalisation (sentence-transformers/all-MiniLM-L6-v2). What the layers below
the tuned ones give is an output too, so that tuned layers (tuning.py) go on from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

HIDDEN = 384
HEADS = 12
HEAD_SIZE = HIDDEN // HEADS
LAYERS = 6
SHARED_LAYERS = 4
"""The layers below stay as they were published; those above may be tuned."""
WINDOW = 4
"""So many tokens are one to the tuned layers."""
LAYER_NORM_EPSILON = 1e-12
OPSET = 17
IR_VERSION = 8

Weights = Mapping[str, npt.NDArray[np.float32]]


class _Graph:
    """Collects nodes and constants; every method returns the name of its result."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self.nodes: list[Any] = []
        self.constants: dict[str, Any] = {}

    def constant(self, name: str, value: npt.NDArray[Any]) -> str:
        if name not in self.constants:
            self.constants[name] = numpy_helper.from_array(np.ascontiguousarray(value), name)
        return name

    def weight(self, name: str, transpose: bool = False) -> str:
        value = self.weights[name]
        return self.constant(name, value.T if transpose else value)

    def node(self, operator: str, *inputs: str, **attributes: Any) -> str:
        output = f"{operator}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, list(inputs), [output], **attributes))
        return output

    def dense(self, x: str, name: str) -> str:
        product = self.node("MatMul", x, self.weight(f"{name}.weight", transpose=True))
        return self.node("Add", product, self.weight(f"{name}.bias"))

    def layer_norm(self, x: str, name: str) -> str:
        return self.node(
            "LayerNormalization",
            x,
            self.weight(f"{name}.weight"),
            self.weight(f"{name}.bias"),
            axis=-1,
            epsilon=LAYER_NORM_EPSILON,
        )

    def heads(self, x: str, order: list[int]) -> str:
        shape = self.constant("split_heads", np.array([0, 0, HEADS, HEAD_SIZE], np.int64))
        return self.node("Transpose", self.node("Reshape", x, shape), perm=order)

    def scalar(self, name: str, value: float) -> str:
        return self.constant(name, np.array(value, np.float32))

    def axes(self, *values: int) -> str:
        return self.constant("axes_" + "_".join(map(str, values)), np.array(values, np.int64))

    def embeddings(self) -> str:
        words = self.node("Gather", self.weight("embeddings.word_embeddings.weight"), "ids")
        length = self.node("Slice", self.node("Shape", "ids"), self.axes(1), self.axes(2))
        start = self.constant("zero", np.array([0], np.int64))
        positions = self.node(
            "Slice", self.weight("embeddings.position_embeddings.weight"), start, length
        )
        # Token type 0 for every token: there is never a second sentence.
        segment = self.constant(
            "segment", self.weights["embeddings.token_type_embeddings.weight"][0]
        )
        total = self.node("Add", self.node("Add", words, positions), segment)
        return self.layer_norm(total, "embeddings.LayerNorm")

    def attention(self, x: str, source: str, bias: str, layer: str) -> str:
        query = self.heads(self.dense(x, f"{layer}.self.query"), [0, 2, 1, 3])
        key = self.heads(self.dense(source, f"{layer}.self.key"), [0, 2, 3, 1])
        value = self.heads(self.dense(source, f"{layer}.self.value"), [0, 2, 1, 3])
        scores = self.node("MatMul", query, key)
        scaled = self.node("Div", scores, self.scalar("root", float(np.sqrt(HEAD_SIZE))))
        shares = self.node("Softmax", self.node("Add", scaled, bias), axis=-1)
        mixed = self.node("Transpose", self.node("MatMul", shares, value), perm=[0, 2, 1, 3])
        joined = self.node(
            "Reshape", mixed, self.constant("join_heads", np.array([0, 0, HIDDEN], np.int64))
        )
        out = self.node("Add", self.dense(joined, f"{layer}.output.dense"), x)
        return self.layer_norm(out, f"{layer}.output.LayerNorm")

    def gelu(self, x: str) -> str:
        erf = self.node("Erf", self.node("Div", x, self.scalar("root_two", float(np.sqrt(2)))))
        grown = self.node("Mul", x, self.node("Add", erf, self.scalar("one", 1.0)))
        return self.node("Mul", grown, self.scalar("half", 0.5))

    def layer(self, x: str, source: str, bias: str, index: int) -> str:
        """One layer of BERT in which `x` attends to `source`."""
        name = f"encoder.layer.{index}"
        attended = self.attention(x, source, bias, f"{name}.attention")
        inner = self.gelu(self.dense(attended, f"{name}.intermediate.dense"))
        out = self.node("Add", self.dense(inner, f"{name}.output.dense"), attended)
        return self.layer_norm(out, f"{name}.output.LayerNorm")

    def attention_bias(self, mask: str) -> str:
        absent = self.node("Sub", self.scalar("one", 1.0), mask)
        return self.node(
            "Mul",
            self.node("Unsqueeze", absent, self.axes(1, 2)),
            self.scalar("minus_infinity", -1e9),
        )

    def windows(self, hidden: str, mask: str) -> tuple[str, str]:
        """The means of every few tokens [batch, windows, 384], and how full each window is."""

        def averages(x: str) -> str:
            return self.node(
                "AveragePool", x, kernel_shape=[WINDOW], strides=[WINDOW], pads=[0, WINDOW - 1],
                count_include_pad=1,
            )  # fmt: skip

        present = self.node("Mul", hidden, self.node("Unsqueeze", mask, self.axes(2)))
        summed = averages(self.node("Transpose", present, perm=[0, 2, 1]))
        full = averages(self.node("Unsqueeze", mask, self.axes(1)))
        means = self.node("Div", summed, self.node("Max", full, self.scalar("least", 1 / WINDOW)))
        return (
            self.node("Transpose", means, perm=[0, 2, 1]),
            self.node("Squeeze", full, self.axes(1)),
        )

    def pooled(self, hidden: str, mask: str) -> tuple[str, str]:
        """The mean of `hidden`, weighted by `mask` [batch, tokens], and its length."""
        present = self.node("Unsqueeze", mask, self.axes(2))
        summed = self.node("ReduceSum", self.node("Mul", hidden, present), self.axes(1), keepdims=0)
        mean = self.node("Div", summed, self.node("ReduceSum", present, self.axes(1), keepdims=0))
        return mean, self.node("ReduceL2", mean, axes=[-1], keepdims=1)

    def name_output(self, operator: str, inputs: list[str], output: str) -> None:
        self.nodes.append(helper.make_node(operator, inputs, [output]))

    def serialise(self, name: str, inputs: list[Any], outputs: list[Any]) -> bytes:
        model = helper.make_model(
            helper.make_graph(
                self.nodes, name, inputs, outputs, initializer=list(self.constants.values())
            ),
            opset_imports=[helper.make_opsetid("", OPSET)],
            ir_version=IR_VERSION,
            producer_name="enamix-careers",
        )
        onnx.checker.check_model(model)
        return bytes(model.SerializeToString(deterministic=True))


def build_graph(weights: Weights) -> bytes:
    """Serialise the encoder.

    Inputs `ids` and `mask` are int64 [batch, tokens]; output `vectors` is float32 [batch, 384]
    of length one, output `hidden` float32 [batch, tokens, 384] what the shared layers give.
    The bytes are the same at every build.
    """
    graph = _Graph(weights)
    mask = graph.node("Cast", "mask", to=TensorProto.FLOAT)
    bias = graph.attention_bias(mask)
    hidden = graph.embeddings()
    for index in range(LAYERS):
        if index == SHARED_LAYERS:
            graph.name_output("Identity", [hidden], "hidden")
        hidden = graph.layer(hidden, hidden, bias, index)
    graph.name_output("Div", list(graph.pooled(hidden, mask)), "vectors")
    integers = [
        helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "tokens"])
        for name in ("ids", "mask")
    ]
    return graph.serialise(
        "minilm", integers, [_floats("vectors", "batch", HIDDEN), _hidden_states()]
    )


def build_tuned_graph(weights: Weights) -> bytes:
    """Serialise tuned layers with a classifier on top, the tensors `head.weight` and `head.bias`.

    Inputs `hidden` float32 [batch, tokens, 384] and `mask` int64 [batch, tokens]; output
    `shares` float32 [batch, classes], each row with the sum one.
    """
    graph = _Graph(weights)
    mask = graph.node("Cast", "mask", to=TensorProto.FLOAT)
    source, bias = "hidden", graph.attention_bias(mask)
    x, full = graph.windows("hidden", mask)
    for index in range(SHARED_LAYERS, LAYERS):
        x = graph.layer(x, source, bias, index)
        source, bias = x, graph.attention_bias(graph.node("Sign", full))
    vectors = graph.node("Div", *graph.pooled(x, full))
    graph.name_output("Softmax", [graph.dense(vectors, "head")], "shares")
    present = helper.make_tensor_value_info("mask", TensorProto.INT64, ["batch", "tokens"])
    return graph.serialise(
        "tuned", [_hidden_states(), present], [_floats("shares", "batch", "classes")]
    )


def _floats(name: str, *shape: str | int) -> Any:
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, list(shape))


def _hidden_states() -> Any:
    return _floats("hidden", "batch", "tokens", HIDDEN)
