"""Packed texts are all there, whole, apart and in room of their own."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pipeline.classifying.packing import ROW, SLOTS, batches

LENGTHS = st.lists(st.integers(1, ROW), min_size=1, max_size=400)


def states(lengths: list[int]) -> list[np.ndarray]:
    """One number a token: a thousand for each text, and the token's place."""
    return [
        np.arange(1, length + 1, dtype=np.float32)[:, None] + 1000 * text
        for text, length in enumerate(lengths)
    ]


@given(lengths=LENGTHS, step=st.sampled_from([1, 4]), random=st.randoms())
def test_every_text_is_packed_once_and_whole(lengths: list[int], step: int, random: object) -> None:
    order = list(range(len(lengths)))
    random.shuffle(order)  # type: ignore[attr-defined]
    given_states = states(lengths)
    seen = []
    for batch in batches(given_states, order, step):
        for slot, text in enumerate(batch.texts):
            where = np.argwhere(batch.slots == slot)
            if text < 0:
                assert not len(where)
                continue
            seen.append(int(text))
            np.testing.assert_array_equal(batch.hidden[batch.slots == slot], given_states[text])
            assert len({row for row, _ in where}) == 1
            assert where[0][1] % step == 0
    assert sorted(seen) == sorted(order)


def test_a_longer_text_is_cut() -> None:
    (batch,) = batches(states([ROW + 30]), [0], 4)
    assert (batch.slots == 0).sum() == ROW
    assert batch.hidden.max() == ROW


def test_rows_are_nearly_full() -> None:
    lengths = np.random.default_rng(3).integers(4, 30, 3000).tolist()
    found = list(batches(states(lengths), range(3000), 1))
    assert np.mean([(batch.slots >= 0).mean() for batch in found[:-1]]) > 0.9


@pytest.mark.parametrize("count", [SLOTS, SLOTS + 1])
def test_a_batch_has_no_more_texts_than_slots(count: int) -> None:
    found = list(batches(states([1] * count), range(count), 1))
    assert len(found) == -(-count // SLOTS)
