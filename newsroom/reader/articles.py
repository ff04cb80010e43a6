"""The article, and any revision of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import conditional_escape
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from newsroom.desk.snapshots import Snapshot
from newsroom.models import Article, FormerAddress, Page, Revision
from newsroom.reader.changes import changes_between
from newsroom.reader.citations import STYLES, CSLItem, bibtex, csl_item, csl_json, formatted, ris
from newsroom.reader.metadata import metadata_of
from newsroom.reader.pages import Moved, NotInArchive, ReadersPage, Way, Withdrawn
from newsroom.reader.reading import Mark, Reading, title_of
from newsroom.reader.sheets import listable
from newsroom.reader.surroundings import Continuation, Neighbour, Surroundings
from newsroom.search.archive import highlight
from newsroom.search.related import related_articles


class MarkedPage(ReadersPage):
    """A page of text that marks what ``?q=`` asks for."""

    def query_and_mark(self) -> tuple[str, Mark]:
        query = self.request.GET.get("q", "").strip()
        return query, partial(highlight, query_text=query) if query else conditional_escape


class ArticleView(MarkedPage):
    """An article as it reads now."""

    template_name = "newsroom/article.html"

    def context(self, slug: str, stamp: tuple[dt.date, int], page: int, number: int) -> dict[str, Any]:
        date, edition = stamp
        printed = Page.objects.filter(
            issue__newspaper__slug=slug, issue__date=date, issue__edition=edition, number=page
        ).select_related("issue__newspaper")
        article = listable(Article.objects.filter(page__in=printed, number=number)).first()
        if article is None:
            if moved := FormerAddress.objects.filter(page__in=printed, number=number).first():
                raise Moved(now_at(moved.article_id))
            raise NotInArchive(
                _("The archive holds no article at this address."),
                [Way("", found.get_absolute_url(), str(found)) for found in printed],
            )
        if article.merged_into_id is not None:
            raise Moved(now_at(article.merged_into_id))
        if not article.visible:
            raise Withdrawn(article)
        around = Surroundings(article)
        if not around.found_it:  # withdrawn since it was read
            raise Withdrawn(article)
        self.settle(article.get_absolute_url())
        query, mark = self.query_and_mark()
        snapshot = Snapshot.of(article)
        return {
            "article": article,
            "reading": Reading.of(snapshot, article, mark),
            "around": around,
            "continuation": self.continuation(around, mark),
            "related": [other for other in related_articles(article) if other.pk != around.continuation],
            "query": query,
            "metadata": metadata_of(article, snapshot, self.request.build_absolute_uri),
            **place_of(article),
        }

    @staticmethod
    def continuation(around: Surroundings, mark: Mark) -> Continuation | None:
        """The other half, read on where the first breaks off; only when it is certain which article that is."""
        other = around.continuation
        if other is None:
            return None
        half = listable(Article.objects.filter(pk=other)).first()
        if half is None:
            return None
        half.page.issue = around.article.page.issue
        return Continuation(
            Neighbour(title_of(half), half.get_absolute_url(), half.page.label),
            Reading.of(Snapshot.of(half), half, mark),
        )


def now_at(pk: int) -> str:
    """The address of an article, or of the one it was joined to in the end."""
    return _survivor(Article.objects.with_place().get(pk=pk)).get_absolute_url()


def _survivor(article: Article) -> Article:
    if article.merged_into_id is None:
        return article
    return _survivor(Article.objects.with_place().get(pk=article.merged_into_id))


def find_revision(pk: int, number: int) -> tuple[Article, Revision]:
    """Raises NotInArchive, or Withdrawn."""
    article = listable(Article.objects.filter(pk=pk)).first()
    if article is None:
        raise NotInArchive(_("The archive holds no article at this address."))
    if not seen_somewhere(article):
        raise Withdrawn(article)
    revision = article.revisions.filter(number=number).first()
    if revision is None:
        raise NotInArchive(
            _("This article has no revision %(number)s.") % {"number": number},
            [Way("", article.get_absolute_url(), title_of(article))],
        )
    return article, revision


def seen_somewhere(article: Article) -> bool:
    """Whether readers see the article, or the one it was joined to: what was cited of it stays what it was."""
    return article.visible if article.merged_into is None else seen_somewhere(article.merged_into)


class RevisionView(MarkedPage):
    """The article exactly as one revision left it. The address is for citing: it always shows this very text."""

    template_name = "newsroom/revision.html"

    def context(self, pk: int, number: int) -> dict[str, Any]:
        article, revision = find_revision(pk, number)
        self.settle(revision.get_absolute_url())
        snapshot = Snapshot.from_json(revision.snapshot)
        query, mark = self.query_and_mark()
        changes = None
        if revision.number:
            imported = article.revisions.get(number=0)
            changes = changes_between(Snapshot.from_json(imported.snapshot), snapshot)
        return {
            "article": article,
            "revision": revision,
            "changes": changes,
            "revisions": article.revisions.order_by("number").only("number", "made_at", "article_id"),
            "newest": article.revision_number,
            "reading": Reading.of(snapshot, article, mark),
            "query": query,
            "canonical": self.request.build_absolute_uri(_survivor(article).get_absolute_url()),
            **place_of(article),
        }


class CiteView(ReadersPage):
    """One revision as references to it read in the common styles, and as files for reference managers."""

    template_name = "newsroom/cite.html"

    def context(self, pk: int, number: int) -> dict[str, Any]:
        article, revision = find_revision(pk, number)
        item = cited(self.request, article, revision)
        return {
            "article": article,
            "revision": revision,
            "title": item["title"],
            "references": [(style.name, formatted(item, style)) for style in STYLES],
            "files": [(name, kind) for kind, (name, _content_type, _write) in CITATION_FILES.items()],
            **place_of(article),
        }


CITATION_FILES: dict[str, tuple[str, str, Callable[[CSLItem], str]]] = {
    "ris": ("RIS", "application/x-research-info-systems", ris),
    "bib": ("BibTeX", "application/x-bibtex", bibtex),
    "json": ("CSL-JSON", "application/vnd.citationstyles.csl+json", csl_json),
}


class CitationFile(ReadersPage):
    """The same reference as a file; ``kind`` is a key of CITATION_FILES."""

    def context(self, pk: int, number: int, kind: str) -> dict[str, Any]:
        if kind not in CITATION_FILES:
            raise NotInArchive(_("There is no citation in that format."))
        article, revision = find_revision(pk, number)
        return {"item": cited(self.request, article, revision), "kind": kind}

    def render_to_response(self, context: dict[str, Any], **options: Any) -> HttpResponse:
        item, kind = context["item"], context["kind"]
        _name, content_type, write = CITATION_FILES[kind]
        name = content_disposition_header(as_attachment=True, filename=f"{item['id']}.{kind}")
        return HttpResponse(
            write(item), content_type=f"{content_type}; charset=utf-8", headers={"Content-Disposition": name}
        )


def cited(request: HttpRequest, article: Article, revision: Revision) -> CSLItem:
    url = request.build_absolute_uri(revision.get_absolute_url())
    other_half = article.continues_on if Surroundings(article).continuation else None
    return csl_item(article, Snapshot.from_json(revision.snapshot), url, timezone.localdate(), other_half)


def place_of(article: Article) -> dict[str, Any]:
    """Where the article stands, as templates name it."""
    issue = article.page.issue
    return {"page": article.page, "issue": issue, "newspaper": issue.newspaper}
