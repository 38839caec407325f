"""One encoder for all tests of the pipeline."""

from __future__ import annotations

import pytest

from bot.pipeline.encoder import Encoder


@pytest.fixture(scope="session")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> Encoder:
    """The real encoder, its graph built in a folder of this test run."""
    return Encoder(tmp_path_factory.mktemp("encoder"))
