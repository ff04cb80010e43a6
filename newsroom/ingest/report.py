"""An outcome in words for the operator's terminal, and in the JSON structure for programs."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from newsroom.ingest.figures import Figures, unplaced_of
from newsroom.ingest.files import shown
from newsroom.ingest.matching import in_words
from newsroom.ingest.plan import IssuePlan, NewPage, SectionSource
from newsroom.ingest.run import Outcome
from newsroom.parsing.as_json import issue_as_json, page_as_json, source_as_json
from newsroom.parsing.types import SectionChoice

# How many of the files that are no dumps are named.
NAMED_FILES = 3
# A span as the JSON library sets it; no string holds line breaks as they stand.
SPAN = re.compile(r"\[\n\s*(\d+),\n\s*(\d+)\n\s*\]")


def issue_json(plan: IssuePlan) -> dict[str, Any]:
    """One issue in the structure of ``import_issue --json``: its new pages, and those the archive holds already."""
    pages = [
        (page.number, page.number_inferred, source.reading, source.sections)
        for page in plan.new
        for source in page.sources
    ]
    for again in plan.again:
        source = again.source
        pages.append((again.where.number, again.where.number_inferred, source.reading, source.sections))
    for known in plan.unchanged:
        sections = tuple(SectionChoice(article.section) for article in known.reading.page.articles)
        pages.append((known.where.number, known.where.number_inferred, known.reading, sections))
    return issue_as_json(
        newspaper=plan.title.name,
        newspaper_inferred=plan.newspaper_inferred,
        date=plan.date,
        date_inferred=plan.date_inferred,
        edition=plan.edition,
        number=plan.number,
        pages=[
            page_as_json(
                reading.page,
                number=number,
                number_inferred=inferred,
                name=reading.place.page_name,
                source=shown(reading.file),
                source_text=source_as_json(reading.source.data, reading.source.encoding, reading.source.text),
                text=reading.source.text,
                sections=sections,
                whole=not reading.source.is_article,
            )
            for number, inferred, reading, sections in sorted(pages, key=lambda page: page[0])
        ],
    )


def json_pieces(outcomes: Iterator[Outcome], *, ascii_only: bool) -> Iterator[str]:
    """The whole JSON document, issue by issue, so that no more than one issue is ever held."""
    warnings: list[str] = []
    yield '{"issues": ['
    separator = "\n"
    for outcome in outcomes:
        warnings += warnings_of(outcome)
        if outcome.plan and (outcome.plan.changes_anything or outcome.plan.unchanged):
            whole = json.dumps(issue_json(outcome.plan), ensure_ascii=ascii_only, indent=1)
            yield separator + SPAN.sub(r"[\1, \2]", whole)
            separator = ",\n"
    yield '],\n"warnings": ' + json.dumps(warnings, ensure_ascii=ascii_only, indent=1) + "}"


def warnings_of(outcome: Outcome) -> list[str]:
    """Every sentence the operator ought to read."""
    warnings = list(outcome.plan.warnings) if outcome.plan else []
    return warnings + [f"refused: {refusal}" for refusal in outcome.refused]


def issue_lines(outcome: Outcome, *, write: bool, pages: bool) -> Iterator[str]:
    """What became of one issue; with ``pages``, also of each page, its doubts and what it left unplaced."""
    plan = outcome.plan
    if plan is None:
        return
    if plan.unchanged:
        known = {known.where.number for known in plan.unchanged}
        yield f"{plan}: already imported, {counted(len(known), 'page')}"
    for again in plan.again:
        words = f"{'read' if write else 'would read'} page {again.where.number} again: {in_words(again.matches)}"
        yield f"{plan}: {words}"
    if plan.new:
        yield f"{plan}: {'imported' if write else 'would import'} {figures_in_words(outcome.figures)}"
        if proposed := Counter(choice.name for choice in _choices(plan) if choice.source == SectionSource.PROPOSED):
            yield f"  sections proposed: {', '.join(f'{name} {count}' for name, count in proposed.most_common())}"
        for page in plan.new if pages else ():
            yield from _page_lines(page)


def _choices(plan: IssuePlan) -> Iterator[SectionChoice]:
    for source in plan.new_sources:
        yield from source.sections


def _page_lines(page: NewPage) -> Iterator[str]:
    label = f"{page.number:02d} {page.name}".rstrip()
    for source in page.sources:
        reading = source.reading
        yield f"  {label} ({reading.dump}): {_yield_in_words(Figures.of(reading.page))}"
        for article, section in zip(reading.page.articles, source.sections, strict=True):
            yield f"    {shown(article.headline.text) or '(no headline)'}"
            if section.source == SectionSource.PROPOSED:
                yield f"      section? {section.name}, for {section.evidence} ({section.confidence:.2f})"
            for doubt in article.doubts:
                yield f"      {doubt.what}? {shown(doubt.why)} ({doubt.confidence:.2f})"
        waiting, furniture = unplaced_of(reading.page)
        yield from (f"    unplaced: {shown(printed.text)}" for printed in waiting)
        yield from (f"    page furniture: {shown(printed.text)}" for printed in furniture)


def figures_in_words(figures: Figures) -> str:
    return f"{counted(figures.pages, 'page')}, {_yield_in_words(figures)}"


def _yield_in_words(figures: Figures) -> str:
    return ", ".join(
        (
            counted(figures.articles, "article"),
            counted(figures.bylines, "byline"),
            counted(figures.joins, "joined column"),
            counted(figures.doubts, "doubt"),
            counted(figures.unplaced, "unplaced character"),
        )
    )


def passed_over_in_words(paths: Sequence[Path]) -> str:
    """The files that were no dumps, a few of them by name."""
    named = ", ".join(shown(path.name) for path in paths[:NAMED_FILES])
    return f"passed over {counted(len(paths), 'other file')} ({named}{', …' if len(paths) > NAMED_FILES else ''})"


def counted(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")
