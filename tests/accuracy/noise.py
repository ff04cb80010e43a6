"""Dumps as a worse scan would give them: characters misread, punctuation lost, lines broken. Same seed, same damage."""

from __future__ import annotations

import random

# What recognition confuses on Chinese newsprint, each way.
CONFUSED = dict(
    zip(
        "未末己已人入日曰土士大太天夫千干于午牛, ，。．、",
        "末未已己入人曰日士土太大夫天干千午于午，,．。，",
        strict=False,
    )
)
LOST = "，。、；：“”《》（）,:;()"
# A misread character that no table foresees becomes one of these.
STRANGERS = "口日目田由甲申一丨丶丿乙亅二亠儿"


def misread(dump: str, share: float, seed: int) -> str:
    """The dump with that share of its characters misread."""
    chance = random.Random(f"misread {seed}")
    return "".join(
        CONFUSED.get(character) or chance.choice(STRANGERS)
        if not character.isspace() and chance.random() < share
        else character
        for character in dump
    )


def without_punctuation(dump: str, share: float, seed: int) -> str:
    """The dump with that share of its punctuation lost."""
    chance = random.Random(f"punctuation {seed}")
    return "".join(character for character in dump if character not in LOST or chance.random() >= share)


def with_blank_lines(dump: str, share: float, seed: int) -> str:
    """The dump with a blank line put in after that share of its lines, and at as many places inside long lines a
    break.
    """
    chance = random.Random(f"blank {seed}")
    lines: list[str] = []
    for line in dump.split("\n"):
        if len(line) > 60 and chance.random() < share:
            middle = chance.randrange(20, len(line) - 20)
            lines += [line[:middle], line[middle:]]
        else:
            lines.append(line)
        if line and chance.random() < share:
            lines.append("")
    return "\n".join(lines)
