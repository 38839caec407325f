"""The widget's build: locked without naming a mirror, loud when it cannot be done."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from bot.widget_build import SOURCES, WidgetBuildError, ensure_widget, inputs_key


def test_the_lock_names_no_registry_and_holds_a_hash_of_every_package() -> None:
    packages = json.loads((SOURCES / "package-lock.json").read_text())["packages"]
    fetched = {name: package for name, package in packages.items() if name}
    assert fetched
    for name, package in fetched.items():
        assert "resolved" not in package, name
        assert "integrity" in package, name


def test_without_sources_and_bundle_it_fails_and_with_a_bundle_there_is_nothing_to_do(
    tmp_path: Path,
) -> None:
    bundle = tmp_path / "widget.js"
    with pytest.raises(WidgetBuildError, match=r"no widget\.js"):
        ensure_widget(tmp_path / "nowhere", bundle)
    bundle.write_text("built")
    assert ensure_widget(tmp_path / "nowhere", bundle) is False


def test_a_build_that_fails_says_why_and_leaves_no_bundle(tmp_path: Path) -> None:
    sources, bundle = tmp_path / "widget", tmp_path / "widget.js"
    shutil.copytree(SOURCES, sources, ignore=shutil.ignore_patterns("node_modules", "dist"))
    (sources / "package.json").write_text("{ this is no JSON")
    with pytest.raises(WidgetBuildError, match="JSON"):
        ensure_widget(sources, bundle)
    assert not bundle.exists()


def test_every_source_counts_for_whether_a_build_is_current(tmp_path: Path) -> None:
    sources = tmp_path / "widget"
    shutil.copytree(SOURCES, sources, ignore=shutil.ignore_patterns("node_modules", "dist"))
    before = inputs_key(sources)
    for name in ("src/words.ts", "src/styles/base.css", "package-lock.json", "vite.config.ts"):
        path = sources / name
        path.write_text(path.read_text() + "\n")
        after = inputs_key(sources)
        assert after != before, name
        before = after
