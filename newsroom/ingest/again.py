"""A changed dump of a known page is brought together with what editors made of it. Nothing they typed is lost."""

from __future__ import annotations

from newsroom.desk.reimport import Outcome, take_in
from newsroom.ingest.matching import Match, in_words, snapshot_of
from newsroom.ingest.plan import ReadAgain
from newsroom.ingest.writing import Sections, SourceWriter
from newsroom.models import Article, Contributor, Doubt, ImportEvent, ImportRun, Page, UnplacedFragment


class AgainWriter(SourceWriter):
    """Writes a source of a page that has been read from another before."""

    def __init__(
        self,
        again: ReadAgain,
        page: Page,
        run: ImportRun,
        sections: Sections,
        contributors: dict[str, Contributor],
    ) -> None:
        super().__init__(again.source, page, run, sections, contributors)
        self.matches = again.matches

    def write(self) -> None:
        """Takes each article in as the desk decides, adds those the page had not, and deletes none."""
        self.source = self.store_source()
        parsed = self.plan.reading.page
        for match in self.matches:
            self._take_in(match)
        self.add_articles(
            [match.index for match in self.matches if match.article_id is None and match.index is not None]
        )
        known = set(UnplacedFragment.objects.filter(page=self.page).values_list("text", flat=True))
        self.add_unplaced([fragment for fragment in parsed.unplaced if fragment.text not in known])
        self.record(ImportEvent.What.MERGED, [in_words(self.matches), *self.plan.reading.warnings])

    def _take_in(self, match: Match) -> None:
        if match.article_id is None or match.index is None:
            return
        reading = self.plan.reading.page.articles[match.index]
        taken = take_in(match.article_id, snapshot_of(reading), import_run=self.run)
        article = Article.objects.get(pk=match.article_id)
        self.add_spans([(article, reading)])
        if taken.outcome is Outcome.TAKEN:
            # Nobody has worked on the article: what was doubtful in the old reading is so no longer, or again.
            article.doubts.filter(state=Doubt.State.OPEN).delete()
            self.add_doubts([(article, reading)])
