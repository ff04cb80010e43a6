"""Models of many small trees: fitted with scikit-learn on all cores, and put down as the reader's weights are."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier

Table = dict[str, Any]
# Deep enough for four cues to speak together, few enough cuts to read.
DEPTH = 4
SMALLEST_LEAF = 20
# Share of the cues that each cut of a tree chooses from, and how much leaves of few cases are drawn towards nothing.
CHOICE = 0.4
DRAW = 4.0
# A leaf that answers one way only has no finite odds; it may not outshout the other trees.
LOUDEST_LEAF = 6.0
# No part: what is learned from every page.
ALL = -1


class Plan(NamedTuple):
    """How a question is learned: how many trees, how much each says, and the seed of which cues cuts choose from."""

    trees: int = 220
    pace: float = 0.1
    chance: int = 0


def learn_by_parts(
    count: int,
    parts: NDArray[Any],
    names: list[str],
    matrix: NDArray[np.float32],
    answers: NDArray[np.bool_],
    plan: Plan,
) -> tuple[Table, list[tuple[Table, NDArray[np.float64]]]]:
    """What all cases teach; and for each of ``count`` parts what the others do, with the odds that gives to its own."""
    *without, (whole, _) = Parallel(n_jobs=-1)(
        delayed(learned_without)(part, parts, names, matrix, answers, plan) for part in [*range(count), ALL]
    )
    return whole, without


def learned_without(
    part: int,
    parts: NDArray[Any],
    names: list[str],
    matrix: NDArray[np.float32],
    answers: NDArray[np.bool_],
    plan: Plan,
) -> tuple[Table, NDArray[np.float64]]:
    """What all cases but those of one part teach, and the log odds that it gives to those."""
    inside = parts == part
    model = fit(matrix[~inside], answers[~inside], plan)
    odds = model.decision_function(matrix[inside]) if inside.any() else np.zeros(0)
    return table_of(model, names), odds


def fit(matrix: NDArray[np.float32], answers: NDArray[np.bool_], plan: Plan) -> Any:
    """Gradient boosting on the log loss: what the cues, up to four together, add to the log odds of yes."""
    return HistGradientBoostingClassifier(
        max_iter=plan.trees,
        max_depth=DEPTH,
        max_leaf_nodes=None,
        learning_rate=plan.pace,
        min_samples_leaf=SMALLEST_LEAF,
        max_features=CHOICE,
        l2_regularization=DRAW,
        early_stopping=False,
        random_state=plan.chance,
    ).fit(matrix, answers)


def table_of(model: Any, names: list[str]) -> Table:
    """A model as the reader's weights hold it."""
    return {
        "start": round(float(model._baseline_prediction[0, 0]), 3),
        "trees": [_as_lists(predictors[0].nodes, 0, names) for predictors in model._predictors],
    }


def _as_lists(nodes: Any, at: int, names: list[str]) -> Any:
    node = nodes[at]
    if node["is_leaf"]:
        return round(max(-LOUDEST_LEAF, min(LOUDEST_LEAF, float(node["value"]))), 3)
    below, above = (_as_lists(nodes, node[side], names) for side in ("left", "right"))
    if below == above:
        return below
    return [names[node["feature_idx"]], float(f"{node['num_threshold']:.4g}"), below, above]
