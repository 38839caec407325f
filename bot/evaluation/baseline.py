"""The `rasa init` default pipeline on the same training data, for comparison."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bot.settings import PROJECT

EPOCHS = 100
# What `rasa init` of 3.6 writes down as its defaults.
DEFAULT_PIPELINE: list[dict[str, Any]] = [
    {"name": "WhitespaceTokenizer"},
    {"name": "RegexFeaturizer"},
    {"name": "LexicalSyntacticFeaturizer"},
    {"name": "CountVectorsFeaturizer"},
    {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
    {"name": "DIETClassifier", "epochs": EPOCHS, "constrain_similarities": True},
    {"name": "EntitySynonymMapper"},
    {"name": "ResponseSelector", "epochs": EPOCHS, "constrain_similarities": True},
    {"name": "FallbackClassifier", "threshold": 0.3, "ambiguity_threshold": 0.1},
]


def pipeline_of(epochs: int) -> list[dict[str, Any]]:
    """The default pipeline, trained for so many rounds over the examples."""
    return [{**part, "epochs": epochs} if "epochs" in part else part for part in DEFAULT_PIPELINE]


def baseline_model(folder: Path, epochs: int = EPOCHS) -> Path:
    """The default pipeline trained on nlu/, kept in `folder` under a hash of its inputs.

    Trained only where it is not there yet: with thirteen thousand examples an epoch takes two to
    four minutes on two cores, all hundred three to six hours.
    """
    digest = hashlib.sha256(version("rasa").encode())
    digest.update(json.dumps(pipeline_of(epochs), sort_keys=True).encode())
    for path in sorted((PROJECT / "nlu").glob("*.yml")):
        digest.update(path.name.encode() + path.read_bytes())
    model = folder / f"rasa-init-{digest.hexdigest()[:16]}.tar.gz"
    if not model.exists():
        folder.mkdir(parents=True, exist_ok=True)
        # Beside its place, so that a killed training leaves no half of a model there.
        with tempfile.TemporaryDirectory(dir=folder) as work:
            train_baseline(Path(work), epochs).replace(model)
    return model


def train_baseline(folder: Path, epochs: int = EPOCHS) -> Path:
    """Train the default pipeline on nlu/ into `folder` (hours); the model's path."""
    config = folder / "config.yml"
    with config.open("w", encoding="utf-8") as file:
        YAML().dump(
            {
                "recipe": "default.v1",
                "language": "en",
                "assistant_id": "baseline",
                "pipeline": pipeline_of(epochs),
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


def parse_with_baseline(
    texts: Sequence[str], folder: Path, epochs: int = EPOCHS
) -> list[dict[str, Any]]:
    """Parses of the default pipeline, whose model is kept in `folder`; a message of several
    requests is one to it."""
    from bot.understanding import Understanding, parse_all

    return parse_all(Understanding(baseline_model(folder, epochs)), texts)
