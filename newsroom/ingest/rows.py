"""A planned issue becomes rows: all of it in one transaction, or nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict

from django.db import IntegrityError, transaction

from newsroom.ingest.again import AgainWriter
from newsroom.ingest.archive import Archive
from newsroom.ingest.places import Title
from newsroom.ingest.plan import IssuePlan, NewPage, plan_issue
from newsroom.ingest.reading import Reading
from newsroom.ingest.writing import Sections, SourceWriter
from newsroom.models import Contributor, ImportRun, Issue, Newspaper, Page

# Two imports that meet a new contributor or section at once: the one that comes second starts its issue again.
ATTEMPTS = 3


def write_issue(readings: Sequence[Reading], archive: Archive, run: ImportRun) -> IssuePlan:
    """Plans the issue once more, now that nobody else can write it, and carries the plan out. Returns that plan.

    Raises ValidationError when the newspaper cannot be stored as named.
    """
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with transaction.atomic():
                return _write(readings, archive, run)
        except IntegrityError:
            if attempt == ATTEMPTS:
                raise
    raise AssertionError("unreachable")


def _write(readings: Sequence[Reading], archive: Archive, run: ImportRun) -> IssuePlan:
    newspaper = _newspaper(readings[0].place.title)
    plan = plan_issue(readings, archive)
    if not plan.changes_anything or plan.date is None:
        return plan
    issue = _issue(newspaper, plan, plan.date)
    sections = Sections(plan.sections)
    contributors: dict[str, Contributor] = {}
    for planned in plan.new:
        page = _page(planned, issue)
        for source in planned.sources:
            SourceWriter(source, page, run, sections, contributors).write()
    for changed in plan.again:
        page = Page.objects.get(issue=issue, number=changed.where.number)
        AgainWriter(changed, page, run, sections, contributors).write()
    return plan


def _newspaper(title: Title) -> Newspaper:
    """The paper's row, locked: two imports of one paper follow each other, issue by issue."""
    newspaper = Newspaper.objects.filter(name=title.name).first()
    if newspaper is None:
        newspaper = Newspaper(**asdict(title))
        newspaper.full_clean()
        newspaper.save()
    return Newspaper.objects.select_for_update().get(pk=newspaper.pk)


def _issue(newspaper: Newspaper, plan: IssuePlan, date: dt.date) -> Issue:
    said = {
        "newspaper_inferred": plan.newspaper_inferred,
        "date_inferred": plan.date_inferred,
        "number": plan.number,
    }
    issue, _ = Issue.objects.get_or_create(
        newspaper=newspaper,
        date=date,
        edition=plan.edition,
        defaults=said,
    )
    if any(getattr(issue, field) != value for field, value in said.items()):
        Issue.objects.filter(pk=issue.pk).update(**said)
    return issue


def _page(planned: NewPage, issue: Issue) -> Page:
    page, _ = Page.objects.get_or_create(
        issue=issue,
        number=planned.number,
        defaults={"number_inferred": planned.number_inferred, "name": planned.name},
    )
    return page
