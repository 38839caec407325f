"""Contact forms under kill -9: are stored leads the confirmed ones, and is everything delivered?

    .venv/bin/python bench/faults.py [--forms 300] [--kills 60] [--seed 1]

Prints one line, and each broken promise; exits with 1 if there is one. Needs a trained model
(make setup). The short form of it is tests/system/test_leads_survive.py.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from bot.settings import PROJECT

sys.path.insert(0, str(PROJECT))

from tests.storm import run_storm


def main() -> int:
    """Run it and print what it came to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--forms", type=int, default=300)
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        outcome = run_storm(
            Path(folder), forms=options.forms, kills=options.kills, seed=options.seed
        )
    print(outcome.in_words())
    for problem in outcome.problems:
        print(f"  {problem}")
    return 1 if outcome.problems else 0


if __name__ == "__main__":
    sys.exit(main())
