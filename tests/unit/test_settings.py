"""Every setting is documented, with its default and its meaning."""

from __future__ import annotations

import re

from bot.settings import PROJECT, Settings

ROW = re.compile(r"^\| `(?P<variable>[A-Z_]+)` \| (?P<default>.+?) \| (?P<meaning>.+?) \|$", re.M)


def test_settings_page_lists_every_setting_and_no_other() -> None:
    page = (PROJECT / "docs" / "settings.md").read_text(encoding="utf-8")
    documented = {row["variable"]: (row["default"], row["meaning"]) for row in ROW.finditer(page)}
    expected = {}
    for field in Settings.__fields__.values():
        (variable,) = field.field_info.extra["env_names"]
        default = str(field.default if field.default is not None else "")
        shown = default.replace(f"{PROJECT}/", "")
        expected[variable.upper()] = f"`{shown}`" if shown else "(empty)"
        meaning = documented[variable.upper()][1]
        # The page may say more than the list of `careers doctor`.
        assert meaning.startswith(field.field_info.description or "missing"), variable
    assert {variable: default for variable, (default, _) in documented.items()} == expected
