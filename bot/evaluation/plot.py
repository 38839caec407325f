"""A picture of a report: the confusion matrix, and how sure right and wrong answers were."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bot.evaluation.messages import Outcome


def plot_outcomes(outcomes: Sequence[Outcome], path: Path) -> None:
    """Write a PNG (or what else the ending of `path` says)."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot
    from sklearn.metrics import ConfusionMatrixDisplay

    figure, (matrix, histogram) = pyplot.subplots(
        1, 2, figsize=(20, 12), gridspec_kw={"width_ratios": (3, 1)}, constrained_layout=True
    )
    truth = [o.main if o.right else o.wanted.intents[0] for o in outcomes]
    ConfusionMatrixDisplay.from_predictions(
        truth,
        [o.main for o in outcomes],
        ax=matrix,
        xticks_rotation="vertical",
        cmap="Blues",
        colorbar=False,
        values_format="d",
    )
    matrix.set_title("Main intent: wanted (rows) and understood (columns)")
    histogram.hist(
        [
            [o.got["confidence"] for o in outcomes if o.right],
            [o.got["confidence"] for o in outcomes if not o.right],
        ],
        bins=20,
        range=(0, 1),
        stacked=True,
        label=("right", "wrong"),
        color=("tab:blue", "tab:red"),
    )
    histogram.set_title("Confidence")
    histogram.set_xlabel("confidence of the main intent")
    histogram.set_ylabel("messages")
    histogram.legend()
    figure.savefig(path, dpi=80)
    pyplot.close(figure)
