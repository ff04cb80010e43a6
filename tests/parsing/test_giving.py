"""Headlines are given out at the least cost there is, and the same whether divisions are asked about one by one."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import product

import pytest

from newsroom.parsing import weights
from newsroom.parsing.arrange import Arranger, Division
from newsroom.parsing.displays import score_displays
from newsroom.parsing.fragments import Kind, pieces_of
from newsroom.parsing.giving import HEADLESS, HEADLESS_PICTURE, LEFT_INSIDE, LEFT_OVER
from newsroom.parsing.headlines import starts_of
from newsroom.parsing.joins import find_joins
from newsroom.parsing.layout import fragments_of
from newsroom.parsing.sheet import Sheet
from newsroom.parsing.units import units_of

PAGE = (
    "县里商定今年的为民实事\n\n"
    "本报讯（记者 赵明）1月5日，云杉县召开会议，商定今年的十件为民实事，其中有三条牧道和两处饮水点。\n\n"
    "三条牧道先动工\n\n"
    "会上商定，三条牧道开春就动工，两处饮水点六月通水，经费由县里和苏木各出一半。\n\n"
    "本报讯（记者 王小雨）1月5日晚，河滨夜市搬进滨河路新址，首晚有一百二十个摊位开张。\n\n"
    "夜市管理处说，摊位费三年不涨，垃圾由摊主自己带走。\n\n"
    "图为摊主在河滨夜市新址支起炉子。  孙立 摄\n\n"
    "滨河路上\n河滨夜市搬进新家\n\n"
    "粮站付清余款\n"
)


@cache
def sheet() -> Sheet:
    learned = weights.load()
    pieces = pieces_of(fragments_of(PAGE))
    found = Sheet(units_of(pieces, find_joins(pieces, learned)))
    score_displays(found, learned)
    return found


def all_cuts() -> list[tuple[bool, ...]]:
    return list(product((False, True), repeat=len(sheet().bodies) - 1))


def cost_of_leaving(lines: set[int], division: Division) -> float:
    """What it costs that these lines head nothing."""
    page, starts = sheet(), {first for first, _ in division.stretches}
    cost = 0.0
    for line in lines:
        after = page.number_after(line)
        inside = after < len(page.bodies) and after not in starts
        cost += LEFT_INSIDE * max(0.0, page.headline_scores[line]) if inside else LEFT_OVER
    return cost


def every_way(division: Division, options: list[tuple[tuple[int, ...], int, float]]) -> Iterator[float]:
    """What every way of giving groups of lines to stories costs."""
    page = sheet()
    costs = {}
    for first, last in division.stretches:
        kinds = {page.units[index].kind for index in page.bodies[first:last]}
        costs[first] = HEADLESS_PICTURE if kinds == {Kind.CAPTION} else HEADLESS

    def ways(rest: list[tuple[tuple[int, ...], int, float]], lines: set[int], stories: set[int]) -> Iterator[float]:
        if not rest:
            yield cost_of_leaving(lines, division) + sum(costs[story] for story in stories)
            return
        (group, story, fit), *others = rest
        yield from ways(others, lines, stories)
        if story in stories and lines.issuperset(group):
            for cost in ways(others, lines.difference(group), stories - {story}):
                yield cost - fit

    yield from ways(options, set(page.lines), set(costs))


@pytest.mark.parametrize("cuts", all_cuts())
def test_no_other_way_of_giving_the_headlines_costs_less(cuts: tuple[bool, ...]) -> None:
    arranger = Arranger(sheet(), weights.load())
    division = arranger.divide(cuts)
    fits = arranger.headlines.fits(starts_of(division.stretches))
    groups = list(arranger.headlines.groups.values())
    pairs = zip(fits.groups.tolist(), fits.first.tolist(), fits.odds.tolist(), strict=True)
    options = [(groups[group].lines, first, odds) for group, first, odds in pairs]
    assert -division.worth == pytest.approx(min(every_way(division, options)))


def test_divisions_that_are_looked_at_together_come_out_as_each_alone() -> None:
    together = Arranger(sheet(), weights.load())
    together._prepare(all_cuts())
    for cuts in all_cuts():
        alone = Arranger(sheet(), weights.load()).divide(cuts)
        found = together.divide(cuts)
        assert (found.stretches, found.given) == (alone.stretches, alone.given)
        assert found.worth == pytest.approx(alone.worth)
