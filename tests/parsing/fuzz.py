"""Feed the page reader generated texts by the thousand: ``python -m tests.parsing.fuzz --inputs 100000``.

Each text is put together by chance from what pages are made of, from damaged sample pages or from noise. A crash, a
lost or doubled character, or a page that takes over two seconds stops the run with the seed that brought it about.
"""

from __future__ import annotations

import argparse
import random
import time

from newsroom.parsing import read_page
from tests.accuracy.noise import misread, with_broken_lines, without_punctuation
from tests.accuracy.render import gold_pages, render
from tests.parsing.test_reader_properties import PARTS, SEPARATORS_OF_LINES, parts_of

LONGEST_SECONDS = 2.0
MARKS = "“”《》（）()「」『』。，：；、！？—…·图记者本报讯电摄第版上接下转一二三 \n\u3000年月日0123Ab\x00\x85𠮷⼭"


def text_of(seed: int, samples: list[str]) -> str:
    """A text to read, the same for the same seed."""
    chance = random.Random(seed)
    match seed % 4:
        case 0:
            return "".join(
                chance.choice(PARTS) + chance.choice(SEPARATORS_OF_LINES) for _ in range(chance.randrange(30))
            )
        case 1:
            return "".join(chance.choices(MARKS, k=chance.randrange(400)))
        case 2:
            return "".join(
                chr(chance.randrange(0x3000) if chance.random() < 0.5 else chance.randrange(0x4E00, 0x9FFF))
                for _ in range(chance.randrange(300))
            )
        case _:
            sample = chance.choice(samples)
            start = chance.randrange(len(sample))
            piece = sample[start : start + chance.randrange(1500)]
            thinned = without_punctuation(piece, chance.random() / 4, seed).text
            return with_broken_lines(misread(thinned, chance.random() / 10, seed).text, chance.random() / 4, seed).text


def check(source: str) -> float:
    """Read a text, hold the page to the promise that nothing is lost, give the seconds it took the processor."""
    start = time.process_time()
    page = read_page(source)
    taken = time.process_time() - start
    placed = [0] * len(source)
    for part in parts_of(page):
        for span in part.spans:
            for position in range(span.start, span.end):
                placed[position] += 1
    wrong = [at for at, character in enumerate(source) if not character.isspace() and placed[at] != 1]
    if wrong:
        raise AssertionError(f"{source[wrong[0]]!r} at {wrong[0]} stands in {placed[wrong[0]]} parts")
    if taken > LONGEST_SECONDS:
        raise AssertionError(f"took {taken:.1f} s")
    return taken


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--first", type=int, default=0, help="the seed to start from")
    options = parser.parse_args()
    samples = [render(page) for page in gold_pages()]
    read_page(samples[0])
    slowest = 0.0
    for seed in range(options.first, options.first + options.inputs):
        try:
            slowest = max(slowest, check(text_of(seed, samples)))
        except Exception as error:
            raise SystemExit(f"seed {seed}: {type(error).__name__}: {error}") from error
    print(f"{options.inputs} texts read, none lost a character, the slowest took {slowest:.2f} s")


if __name__ == "__main__":
    main()
