"""The calendar's months and gaps."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from newsroom.reader.ledger import Gap, PrintedDay, PrintedIssue, gaps, gaps_in_year, months

DAY = dt.date(2026, 1, 6)


def day(after: int) -> dt.date:
    return DAY + dt.timedelta(days=after)


def test_serial_numbers_tell_how_many_issues_are_lacking():
    held = [PrintedIssue(day(0), 100), PrintedIssue(day(1), 101), PrintedIssue(day(5), 104)]
    assert gaps(held) == [Gap(day(2), day(4), missing=2)]


def test_days_on_which_nothing_was_printed_are_no_gap():
    assert gaps([PrintedIssue(day(0), 100), PrintedIssue(day(3), 101)]) == []


def test_without_serial_numbers_a_gap_says_that_nothing_is_known():
    assert gaps([PrintedIssue(day(0)), PrintedIssue(day(3), 7)]) == [Gap(day(1), day(2), missing=None)]


def test_serial_numbers_that_run_backwards_say_nothing():
    assert gaps([PrintedIssue(day(0), 9000), PrintedIssue(day(2), 1)]) == [Gap(day(1), day(1), missing=None)]


def test_two_editions_of_a_day_are_one_day():
    held = [PrintedIssue(day(0), 7), PrintedIssue(day(2), 9), PrintedIssue(day(0), 8)]
    assert gaps(held) == []


def test_a_gap_over_new_year_belongs_to_both_years():
    gap = Gap(dt.date(2025, 12, 30), dt.date(2026, 1, 2), None)
    assert [gaps_in_year([gap], year) for year in (2024, 2025, 2026, 2027)] == [[], [gap], [gap], []]


@given(st.sets(st.integers(0, 400), min_size=1))
def test_every_day_between_first_and_last_is_printed_or_in_one_gap(printed):
    found = gaps(PrintedIssue(day(number)) for number in printed)
    lacking = [day(number) for number in range(min(printed), max(printed) + 1) if number not in printed]
    assert [gap.first + dt.timedelta(days=n) for gap in found for n in range(gap.days)] == lacking


@given(st.integers(1815, 2100))
def test_a_year_has_each_of_its_days_once_under_its_weekday(year):
    seen = []
    for month in months(year, {}):
        for week in month.weeks:
            assert len(week) == 7
            for column, square in enumerate(week):
                if square:
                    assert square.date.weekday() == column
                    seen.append(square.date)
    assert seen == [dt.date(year, 1, 1) + dt.timedelta(days=n) for n in range(len(seen))]
    assert seen[-1] == dt.date(year, 12, 31)


def test_a_printed_day_leads_to_its_issue_and_is_shaded_by_what_it_holds():
    january = months(
        2026, {DAY: PrintedDay(30, "/paper/2026-01-06/")}, [Gap(day(1), day(1), 1), Gap(day(2), day(2), None)]
    )[0]
    squares = {square.date: square for week in january.weeks for square in week if square}
    assert (squares[DAY].url, squares[DAY].density) == ("/paper/2026-01-06/", 3)
    assert january.printed == 1
    assert [squares[day(n)].lacking for n in range(4)] == [False, True, False, False]
