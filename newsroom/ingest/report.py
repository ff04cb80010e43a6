"""An outcome in words for the operator's terminal, and in the JSON structure for programs."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy, override

from newsroom.ingest.figures import Figures, unplaced_of
from newsroom.ingest.files import Refusal, shown
from newsroom.ingest.matching import MISSING, NEW, counts_of
from newsroom.ingest.phrases import in_their_language
from newsroom.ingest.plan import IssuePlan, NewPage, SectionSource
from newsroom.ingest.run import Outcome
from newsroom.parsing.as_json import issue_as_json, page_as_json, source_as_json
from newsroom.parsing.types import SectionChoice

COUNTED: dict[str, Promise] = {
    "issue": ngettext_lazy("%(count)d issue", "%(count)d issues", "count"),
    "page": ngettext_lazy("%(count)d page", "%(count)d pages", "count"),
    "article": ngettext_lazy("%(count)d article", "%(count)d articles", "count"),
    "byline": ngettext_lazy("%(count)d byline", "%(count)d bylines", "count"),
    "joined column": ngettext_lazy("%(count)d joined column", "%(count)d joined columns", "count"),
    "doubt": ngettext_lazy("%(count)d doubt", "%(count)d doubts", "count"),
    "unplaced character": ngettext_lazy("%(count)d unplaced character", "%(count)d unplaced characters", "count"),
    "dump": ngettext_lazy("%(count)d dump", "%(count)d dumps", "count"),
    "input": ngettext_lazy("%(count)d input", "%(count)d inputs", "count"),
    "other file": ngettext_lazy("%(count)d other file", "%(count)d other files", "count"),
    "unchanged": ngettext_lazy("%(count)d unchanged", "%(count)d unchanged", "count"),
    "taken in": ngettext_lazy("%(count)d taken in", "%(count)d taken in", "count"),
    "merged": ngettext_lazy("%(count)d merged", "%(count)d merged", "count"),
    "conflict": ngettext_lazy("%(count)d conflict", "%(count)d conflict", "count"),
    NEW: ngettext_lazy("%(count)d new", "%(count)d new", "count"),
    MISSING: ngettext_lazy("%(count)d missing from it", "%(count)d missing from it", "count"),
}
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
        with override("en"):  # programs are told the same everywhere
            warnings += warnings_of(outcome)
        if outcome.plan and (outcome.plan.changes_anything or outcome.plan.unchanged):
            whole = json.dumps(issue_json(outcome.plan), ensure_ascii=ascii_only, indent=1)
            yield separator + SPAN.sub(r"[\1, \2]", whole)
            separator = ",\n"
    yield '],\n"warnings": ' + json.dumps(warnings, ensure_ascii=ascii_only, indent=1) + "}"


def warnings_of(outcome: Outcome) -> list[str]:
    """Every sentence the operator ought to read."""
    warnings = [_after_its_file(warning) for warning in (outcome.plan.warnings if outcome.plan else ())]
    return warnings + [refused_in_words(refusal) for refusal in outcome.refused]


def refused_in_words(refusal: Refusal) -> str:
    return _("refused: %(what)s") % {"what": f"{shown(refusal.path)}: {in_their_language(refusal.why)}"}


def _after_its_file(warning: str) -> str:
    file, colon, sentence = warning.partition(": ")
    return f"{file}{colon}{in_their_language(sentence)}"


def issue_lines(outcome: Outcome, *, write: bool, pages: bool) -> Iterator[str]:
    """What became of one issue; with ``pages``, also of each page, its doubts and what it left unplaced."""
    plan = outcome.plan
    if plan is None:
        return
    if plan.unchanged:
        known = {known.where.number for known in plan.unchanged}
        yield _("%(issue)s: already imported, %(pages)s") % {
            "issue": _issue(plan),
            "pages": counted(len(known), "page"),
        }
    for again in plan.again:
        said = _("%(issue)s: read page %(page)s again: %(what)s")
        would = _("%(issue)s: would read page %(page)s again: %(what)s")
        what = _joined(counted(count, each) for each, count in counts_of(again.matches).items())
        yield (said if write else would) % {"issue": _issue(plan), "page": again.where.number, "what": what}
    if plan.new:
        said = _("%(issue)s: imported %(what)s") if write else _("%(issue)s: would import %(what)s")
        yield said % {"issue": _issue(plan), "what": figures_in_words(outcome.figures)}
        if proposed := Counter(choice.name for choice in _choices(plan) if choice.source == SectionSource.PROPOSED):
            names = _joined(f"{name} {count}" for name, count in proposed.most_common())
            yield "  " + _("sections proposed: %(names)s") % {"names": names}
        for page in plan.new if pages else ():
            yield from _page_lines(page)


def _issue(plan: IssuePlan) -> str:
    """As ``str(plan)`` says it, in the reader's language."""
    said = [shown(plan.title.name) or _("unknown newspaper"), str(plan.date or _("undated"))]
    if plan.edition != 1:
        said.append(_("edition %(number)d") % {"number": plan.edition})
    if plan.number is not None:
        said.append(_("(no. %(number)d)") % {"number": plan.number})
    return " ".join(said)


def _choices(plan: IssuePlan) -> Iterator[SectionChoice]:
    for source in plan.new_sources:
        yield from source.sections


def _page_lines(page: NewPage) -> Iterator[str]:
    label = f"{page.number:02d} {page.name}".rstrip()
    for source in page.sources:
        reading = source.reading
        yield f"  {label} ({reading.dump}): {_yield_in_words(Figures.of(reading.page))}"
        for article, section in zip(reading.page.articles, source.sections, strict=True):
            yield "    " + (shown(article.headline.text) or _("(no headline)"))
            if section.source == SectionSource.PROPOSED:
                proposed = {"name": section.name, "evidence": section.evidence, "share": f"{section.confidence:.2f}"}
                yield "      " + _("section? %(name)s, for %(evidence)s (%(share)s)") % proposed
            for doubt in article.doubts:
                yield f"      {doubt.what}? {shown(doubt.why)} ({doubt.confidence:.2f})"
        waiting, furniture = unplaced_of(reading.page)
        yield from ("    " + _("unplaced: %(text)s") % {"text": shown(printed.text)} for printed in waiting)
        yield from ("    " + _("page furniture: %(text)s") % {"text": shown(printed.text)} for printed in furniture)


def figures_in_words(figures: Figures) -> str:
    return _joined((counted(figures.pages, "page"), _yield_in_words(figures)))


def _yield_in_words(figures: Figures) -> str:
    return _joined(
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
    more = ["…"] if len(paths) > NAMED_FILES else []
    named = _joined([*(shown(path.name) for path in paths[:NAMED_FILES]), *more])
    return _("passed over %(files)s (%(names)s)") % {"files": counted(len(paths), "other file"), "names": named}


def counted(number: int, what: str) -> str:
    """``what`` is one of COUNTED."""
    return str(COUNTED[what] % {"count": number})


def _joined(parts: Iterable[str]) -> str:
    return _(", ").join(parts)
