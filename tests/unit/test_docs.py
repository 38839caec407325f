"""What the documentation names exists: links, files, commands, make targets."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from bot.cli import main
from bot.settings import PROJECT

LINK = re.compile(r"\]\((?!https?://|mailto:|#)(?P<target>[^)\s#]+)")
CODE = re.compile(r"`([^`\n]+)`")
FILE = re.compile(r"(?![A-Z]+\.)[\w./-]*\w\.(?:py|ts|js|yml|csv|md|html)|(?:\w[\w.-]*/)+")
IN_PROSE = re.compile(r"(?<![\w/`*.-])((?:bot|data|docs|nlu|stories|tests|widget)/[\w./-]*[\w/])")
COMMAND = re.compile(r"(?:\.venv/bin/|`)careers ((?:--data \S+ )?[a-z][^`#|\n]*)")
TARGET = re.compile(r"(?:`|^)make ([a-z]+)", re.M)
MADE_ON_THE_MACHINE = frozenset({"var", "node_modules", "dist", "__pycache__"})


def everything(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name.startswith(".") or path.name in MADE_ON_THE_MACHINE:
            continue
        yield path
        if path.is_dir():
            yield from everything(path)


PATHS = list(everything(PROJECT))
NAMES = {name for path in PATHS for name in (path.name, str(path.relative_to(PROJECT)))}
PAGES = sorted(path for path in PATHS if path.suffix == ".md")


@pytest.fixture(params=PAGES, ids=lambda page: str(page.relative_to(PROJECT)))
def page(request: pytest.FixtureRequest) -> Path:
    found: Path = request.param
    return found


def test_links_lead_somewhere(page: Path) -> None:
    targets = [match["target"] for match in LINK.finditer(page.read_text(encoding="utf-8"))]
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_named_files_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    words = [word.strip(",;:") for code in CODE.findall(text) for word in code.split()]
    named = {word for word in words if FILE.fullmatch(word)} | set(IN_PROSE.findall(text))
    ours = {name.rstrip("/") for name in named if not name.startswith(("/", "var/"))}
    assert ours - NAMES == set()


def test_named_commands_exist(page: Path) -> None:
    for match in COMMAND.finditer(page.read_text(encoding="utf-8")):
        command: click.Command = main
        words = shlex.split(match[1])
        if words[0] == "--data":
            del words[:2]
        while isinstance(command, click.Group) and words and not words[0].startswith("-"):
            found = command.get_command(click.Context(command), words.pop(0))
            assert found is not None, match[0]
            command = found
        options = {option for parameter in command.params for option in parameter.opts}
        assert {word for word in words if word.startswith("--")} <= options, match[0]


def test_named_make_targets_exist(page: Path) -> None:
    targets = re.findall(r"^([a-z]+):", (PROJECT / "Makefile").read_text(encoding="utf-8"), re.M)
    assert set(TARGET.findall(page.read_text(encoding="utf-8"))) <= set(targets)
