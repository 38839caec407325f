"""Texts of any length side by side in rows of one length: no padding, one compiled shape."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

ROW = 64
"""Tokens in a row; a longer text is cut."""
ROWS = 16
"""Rows in a batch."""
SLOTS = 160
"""At most so many texts in a batch."""
# A text that finds no room waits for the next batch; so many may wait before this one is closed.
_WAITING = 8

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Batch:
    """Some texts in rows."""

    hidden: Floats
    """[rows, tokens, size]: the hidden states of the texts, zeros between them."""
    slots: npt.NDArray[np.int32]
    """[rows, tokens]: to which of the batch's texts a token belongs, -1 to none."""
    texts: npt.NDArray[np.int64]
    """[slots]: which text a slot holds, -1 none."""


def batches(states: Sequence[Floats], order: Iterable[int], step: int) -> Iterator[Batch]:
    """All texts of `order` once, from their hidden states [tokens, size], in about that order.

    Every text begins at a multiple of `step` tokens. The same order gives the same batches.
    """
    left = [int(text) for text in order][::-1]
    while left:
        room = [0] * ROWS
        placed: list[tuple[int, int, int]] = []
        waiting: list[int] = []
        while left and len(waiting) < _WAITING and len(placed) < SLOTS:
            text = left.pop()
            length = min(len(states[text]), ROW)
            fitting = [row for row in range(ROWS) if room[row] + length <= ROW]
            if not fitting:
                waiting.append(text)
                continue
            row = max(fitting, key=lambda each: room[each])
            placed.append((text, row, room[row]))
            room[row] += -(-length // step) * step
        left += reversed(waiting)
        yield _batch(states, placed)


def _batch(states: Sequence[Floats], placed: Sequence[tuple[int, int, int]]) -> Batch:
    hidden = np.zeros((ROWS, ROW, states[placed[0][0]].shape[1]), np.float32)
    slots = np.full((ROWS, ROW), -1, np.int32)
    texts = np.full(SLOTS, -1, np.int64)
    for slot, (text, row, start) in enumerate(placed):
        state = states[text][:ROW]
        hidden[row, start : start + len(state)] = state
        slots[row, start : start + len(state)] = slot
        texts[slot] = text
    return Batch(hidden, slots, texts)
