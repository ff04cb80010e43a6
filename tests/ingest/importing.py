"""Imports of made-up dumps, in short words, for the tests of the import."""

import datetime as dt

from newsroom.ingest.places import Options
from newsroom.ingest.run import Import
from tests.ingest.dumps import write

NOTHING_SAID = Options()
PAPER = Options(newspaper="雪岭日报")
DATED = Options(newspaper="雪岭日报", date=dt.date(2026, 1, 7))


def run(*paths, options=NOTHING_SAID, writing=True, **more):
    return list(Import(list(paths), options, write=writing, **more).outcomes())


def refusals(outcomes):
    return [str(refusal) for outcome in outcomes for refusal in outcome.refused]


def warnings(outcomes):
    return [warning for outcome in outcomes if outcome.plan for warning in outcome.plan.warnings]


def file(tmp_path, name, content):
    return write(tmp_path, {name: content}) / name
