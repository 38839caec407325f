"""The `rasa init` default pipeline on the same training data, for comparison."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bot.settings import PROJECT

# What `rasa init` of 3.6 writes down as its defaults.
DEFAULT_PIPELINE: list[dict[str, Any]] = [
    {"name": "WhitespaceTokenizer"},
    {"name": "RegexFeaturizer"},
    {"name": "LexicalSyntacticFeaturizer"},
    {"name": "CountVectorsFeaturizer"},
    {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
    {"name": "DIETClassifier", "epochs": 100, "constrain_similarities": True},
    {"name": "EntitySynonymMapper"},
    {"name": "ResponseSelector", "epochs": 100, "constrain_similarities": True},
    {"name": "FallbackClassifier", "threshold": 0.3, "ambiguity_threshold": 0.1},
]


def train_baseline(folder: Path) -> Path:
    """Train the default pipeline on nlu/ into `folder` (minutes); the model's path."""
    config = folder / "config.yml"
    with config.open("w", encoding="utf-8") as file:
        YAML().dump(
            {
                "recipe": "default.v1",
                "language": "en",
                "assistant_id": "baseline",
                "pipeline": DEFAULT_PIPELINE,
            },
            file,
        )
    command = [sys.executable, "-m", "rasa", "train", "nlu", "--config", str(config)]
    command += ["--nlu", "nlu", "--out", str(folder), "--fixed-model-name", "baseline"]
    subprocess.run(
        command,
        cwd=PROJECT,
        env={**os.environ, "RASA_CACHE_DIRECTORY": str(folder / "cache")},
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return folder / "baseline.tar.gz"


def parse_with_baseline(texts: Sequence[str]) -> list[dict[str, Any]]:
    """Parses of the default pipeline, trained now; a message of several requests is one to it."""
    from bot.understanding import Understanding, parse_all

    with tempfile.TemporaryDirectory() as folder:
        return parse_all(Understanding(train_baseline(Path(folder))), texts)
