"""Readers' addresses. They are permanent: change none."""

import datetime as dt
import re

from django.urls import register_converter

from newsroom.models import Issue

app_name = "reader"


class IssueStamp:
    """``2026-01-07`` or ``2026-01-07-e2`` <-> (date, edition). An Issue may be given for reversing."""

    regex = r"\d{4}-\d{2}-\d{2}(?:-e[1-9]\d{0,3})?"

    def to_python(self, value: str) -> tuple[dt.date, int]:
        found = re.fullmatch(r"(\d{4}-\d{2}-\d{2})(?:-e(\d+))?", value)
        if found is None:
            raise ValueError(value)
        return dt.date.fromisoformat(found[1]), int(found[2] or 1)

    def to_url(self, value: Issue) -> str:
        return value.stamp


class PageNumber:
    """``02`` <-> 2."""

    regex = r"\d{2,4}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return f"{value:02d}"


register_converter(IssueStamp, "stamp")
register_converter(PageNumber, "nn")

urlpatterns: list = []
