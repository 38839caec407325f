"""What must be there before the assistant can run: tables, knowledge, a trained model."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from rich.console import Console

from bot.database import get_database
from bot.knowledge.importing import KnowledgeImportError, import_folder
from bot.migrate import upgrade
from bot.settings import PROJECT, Settings
from bot.widget_build import WidgetBuildError, ensure_widget

KNOWLEDGE_FOLDER = PROJECT / "data"
_MODEL_INPUTS = ("config.yml", "domain.yml", "nlu", "stories", "bot/pipeline", "data/*s.csv")
_KEPT_MODELS = 2

console = Console(stderr=True, highlight=False)


class PreparationError(Exception):
    """Something that the assistant needs could not be made; the text says what to do."""


def prepare(settings: Settings) -> Path:
    """Make everything that is missing; the path of the trained model.

    Each step says what it does. What is there already is left alone, so a
    second call takes a second.
    """
    ensure_knowledge(settings)
    ensure_website()
    return ensure_model(settings)


def ensure_knowledge(settings: Settings) -> None:
    """Create or upgrade the tables and import the knowledge folder if it has changed."""
    with console.status("Preparing the database"):
        upgrade(settings.resolved_database_url)
    with console.status("Importing the knowledge table"):
        database = get_database(settings.resolved_database_url)
        try:
            report = import_folder(database, KNOWLEDGE_FOLDER)
        except KnowledgeImportError as error:
            raise PreparationError(f"The knowledge table was not imported.\n{error}") from None
    state = "is up to date" if report.unchanged else "was imported"
    console.print(f"[green]✓[/] The knowledge table {state}")


def ensure_website() -> None:
    """Build the website widget if its sources have changed."""
    with console.status("Building the website widget"):
        try:
            built = ensure_widget()
        except WidgetBuildError as error:
            raise PreparationError(str(error)) from None
    console.print(f"[green]✓[/] The website widget {'was built' if built else 'is up to date'}")


def ensure_model(settings: Settings) -> Path:
    """The model trained from the present files, trained now if there is none."""
    models = settings.data_dir / "models"
    path = models / f"{model_key()}.tar.gz"
    if path.exists():
        console.print("[green]✓[/] The model is up to date")
        return path
    models.mkdir(parents=True, exist_ok=True)
    log = settings.data_dir / "logs" / "train.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with console.status("Training the model (a minute or two)"), log.open("wb") as output:
        status = subprocess.run(
            _train_command(models, path), cwd=PROJECT, env=_environment(settings), stdout=output,
            stderr=subprocess.STDOUT, check=False,
        ).returncode  # fmt: skip
    if status != 0 or not path.exists():
        tail = "\n".join(log.read_text(errors="replace").splitlines()[-15:])
        raise PreparationError(f"Training failed; the end of {log}:\n{tail}")
    console.print("[green]✓[/] The model was trained")
    _forget_old_models(models)
    return path


def model_key() -> str:
    """A hash of everything that the model is made from."""
    digest = hashlib.sha256(version("rasa").encode())
    for path in _model_inputs():
        digest.update(path.relative_to(PROJECT).as_posix().encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


def _model_inputs() -> Iterator[Path]:
    for name in _MODEL_INPUTS:
        for found in sorted(PROJECT.glob(name)):
            if found.is_file():
                yield found
            else:
                yield from sorted(
                    path for path in found.rglob("*") if path.suffix in (".yml", ".py")
                )


def _train_command(models: Path, path: Path) -> list[str]:
    name = path.name.removesuffix(".tar.gz")
    # The validation reads all files once more; tests/validate_training_data.py does it.
    return [
        sys.executable, "-m", "rasa", "train", "--config", "config.yml", "--domain", "domain.yml",
        "--data", "nlu", "stories", "--out", str(models), "--fixed-model-name", name,
        "--skip-validation",
    ]  # fmt: skip


def _environment(settings: Settings) -> dict[str, str]:
    return {
        **os.environ,
        "CAREERS_DATA_DIR": str(settings.data_dir.resolve()),
        "RASA_CACHE_DIRECTORY": str(_rasa_cache(settings).resolve()),
        # glibc gives large arrays back at once and takes them anew at every step: a fifth of the
        # tuning would be page faults.
        "MALLOC_MMAP_THRESHOLD_": str(1 << 30),
        "MALLOC_TRIM_THRESHOLD_": str(1 << 32),
    }


def _rasa_cache(settings: Settings) -> Path:
    """Rasa's cache of trained components, one for each state of our own components.

    Rasa knows when a component's configuration or examples change, but not when the modules
    change that a component is made of: it would mix old weights with new code.
    """
    digest = hashlib.sha256()
    for path in sorted((PROJECT / "bot" / "pipeline").rglob("*.py")):
        digest.update(path.read_bytes())
    caches = settings.data_dir / "cache" / "rasa"
    current = caches / digest.hexdigest()[:16]
    for old in caches.glob("*"):
        if old != current:
            shutil.rmtree(old, ignore_errors=True)
    return current


def _forget_old_models(models: Path) -> None:
    newest_first = sorted(models.glob("*.tar.gz"), key=lambda p: p.stat().st_mtime, reverse=True)
    for old in newest_first[_KEPT_MODELS:]:
        old.unlink(missing_ok=True)
