"""How well the desk suspects what is misread: ``python -m tests.accuracy.suspects``.

The articles of the sample pages are damaged as a bad scan would damage them, and what is suspected is compared with
what was damaged. Precision: how many of the suspected places hold damage. Recall: how much of the damage is marked; of
it all, a look-alike that makes another word cannot be told by anybody who sees the text alone. Clean articles say how
often nothing is suspected wrongly.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import django

from tests.accuracy.noise import CONFUSED, misread
from tests.accuracy.render import gold_pages

SEEDS = (1, 2, 3)
SHARES = (0.005, 0.01, 0.03)


@dataclass
class Suspected:
    """Places ``suspected``, of them ``right``; characters ``damaged``, of them ``marked``, and ``mended`` rightly."""

    suspected: int = 0
    right: int = 0
    damaged: int = 0
    marked: int = 0
    mended: int = 0

    @property
    def precision(self) -> float:
        return self.right / self.suspected if self.suspected else 1.0

    @property
    def recall(self) -> float:
        return self.marked / self.damaged if self.damaged else 1.0


def clean_bodies() -> Iterator[str]:
    """The articles of the sample pages, as their newspaper meant them."""
    for page in gold_pages():
        for article in page["articles"]:
            yield "\n".join(paragraph["text"] for paragraph in article["paragraphs"] if paragraph["kind"] == "text")


def measure(share: float, seeds: tuple[int, ...] = SEEDS, *, look_alikes_only: bool = False) -> Suspected:
    """That share of the characters misread; of these only those that became a look-alike, or all."""
    from newsroom.desk.snapshots import Snapshot
    from newsroom.desk.suspects import suspects

    total = Suspected()
    for seed in seeds:
        for clean in clean_bodies():
            body = misread(clean, share, seed).text
            if look_alikes_only:
                body = "".join(new if CONFUSED.get(old) == new else old for old, new in zip(clean, body, strict=True))
            damaged = {at for at, (old, new) in enumerate(zip(clean, body, strict=True)) if old != new}
            total.damaged += len(damaged)
            for suspect in suspects(Snapshot(body=body)):
                here = damaged & set(range(suspect.start, suspect.end))
                total.suspected += 1
                total.right += bool(here)
                total.marked += len(here)
                total.mended += len(here) * (suspect.suggestion == clean[suspect.start : suspect.end])
    return total


def on_clean_text() -> Counter[str]:
    """What is suspected where nothing is wrong, by rule."""
    from newsroom.desk.snapshots import Snapshot
    from newsroom.desk.suspects import suspects

    return Counter(suspect.rule.value for body in clean_bodies() for suspect in suspects(Snapshot(body=body)))


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    django.setup()
    clean = sum(map(len, clean_bodies()))
    print(f"clean text of {clean:,} characters: suspected {dict(on_clean_text()) or 'nothing'}")
    print(f"{'':36}{'suspected':>10}{'precision':>10}{'damaged':>10}{'recall':>10}{'mended':>10}")
    for share in SHARES:
        for look_alikes_only in (False, True):
            found = measure(share, look_alikes_only=look_alikes_only)
            label = f"{share:.1%} misread" + (", look-alikes only" if look_alikes_only else "")
            print(
                f"{label:36}{found.suspected:>10}{found.precision:>10.3f}{found.damaged:>10}{found.recall:>10.3f}"
                f"{found.mended / max(found.damaged, 1):>10.3f}"
            )


if __name__ == "__main__":
    main()
