"""`rasa data validate --fail-on-warnings`, less the noise.

Our actions say most responses themselves, so Rasa warns of each that no story
uses; tests/unit/test_words_and_topics.py checks those instead.
"""

from __future__ import annotations

import os
import subprocess
import sys

NOISE = ("is not used in any story or rule", "it/s", "DeprecationWarning", "split_arg_string")


def main() -> int:
    result = subprocess.run(
        [sys.executable, "-m", "rasa", "data", "validate", "--fail-on-warnings"]
        + ["--data", "nlu", "stories"],
        env={**os.environ, "RASA_TELEMETRY_ENABLED": "false"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    for line in result.stdout.splitlines():
        if line.strip("\x1b[0m ") and not any(noise in line for noise in NOISE):
            print(line)
    return result.returncode


if __name__ == "__main__":
    sys.exit(main())
