"""The model of the `rasa init` pipeline is trained once."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.evaluation import baseline


@pytest.fixture
def trainings(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    done: list[int] = []

    def train(folder: Path, epochs: int) -> Path:
        done.append(epochs)
        model = folder / "baseline.tar.gz"
        model.write_text(f"model {len(done)}")
        return model

    monkeypatch.setattr(baseline, "train_baseline", train)
    return done


def test_same_inputs_are_trained_once(trainings: list[int], tmp_path: Path) -> None:
    first = baseline.baseline_model(tmp_path / "baseline")
    assert first.read_text() == "model 1"
    assert baseline.baseline_model(tmp_path / "baseline") == first
    assert len(trainings) == 1
    assert [path.name for path in first.parent.iterdir()] == [first.name]


def test_another_pipeline_is_another_model(
    trainings: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = baseline.baseline_model(tmp_path)
    monkeypatch.setattr(baseline, "DEFAULT_PIPELINE", baseline.DEFAULT_PIPELINE[:-1])
    assert baseline.baseline_model(tmp_path) != first
    assert len(trainings) == 2


def test_failed_training_leaves_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def fail(folder: Path, epochs: int) -> Path:
        (folder / "half").write_text("half a model")
        raise RuntimeError("killed")

    monkeypatch.setattr(baseline, "train_baseline", fail)
    with pytest.raises(RuntimeError):
        baseline.baseline_model(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_fewer_epochs_are_another_model(trainings: list[int], tmp_path: Path) -> None:
    whole = baseline.baseline_model(tmp_path)
    assert baseline.baseline_model(tmp_path, epochs=8) != whole
    assert trainings == [baseline.EPOCHS, 8]
    few = [part["epochs"] for part in baseline.pipeline_of(8) if "epochs" in part]
    assert few == [8, 8]
