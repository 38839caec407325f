"""The Chromium of the browser tests: the one that is there, else one is installed.

As a script it installs one where there is none, and fails with the reason where
that does not work.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    # Without these it looks up its maker's hosts at every start.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find() -> str | None:
    """The path of a Chromium: the system's, or Playwright's own."""
    for name in NAMES:
        if path := shutil.which(name):
            return path
    cache = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH", Path.home() / ".cache/ms-playwright"))
    found = sorted(cache.glob("chromium-*/chrome-linux*/chrome"))
    return str(found[-1]) if found else None


def install() -> str:
    """Download Playwright's, or take Debian's package; the path, or SystemExit with the reason."""
    attempts = [[[sys.executable, "-m", "playwright", "install", "chromium"]]]
    if os.geteuid() == 0 and shutil.which("apt-get"):
        apt = ["apt-get", "-qq", "-o", "Dpkg::Use-Pty=0"]
        attempts.append(
            [[*apt, "update"], [*apt, "install", "-y", "--no-install-recommends", "chromium"]]
        )
    reasons = []
    for commands in attempts:
        for command in commands:
            result = subprocess.run(command, capture_output=True, text=True, check=False)
            if result.returncode != 0:
                tail = "\n".join((result.stdout + result.stderr).splitlines()[-4:])
                reasons.append(f"{' '.join(command)}:\n{tail}")
                break
        if path := find():
            return path
    raise SystemExit(
        "The browser tests need Chromium, and it could not be installed.\n" + "\n".join(reasons)
    )


if __name__ == "__main__":
    print(f"Chromium: {find() or install()}")
