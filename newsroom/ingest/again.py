"""A changed dump of a known page is brought together with what editors made of it. Nothing they typed is lost."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from newsroom.desk.fitting import Fitted
from newsroom.desk.reimport import Outcome, take_in
from newsroom.ingest.facts import facts_to_take, section_fields, takes_section
from newsroom.ingest.matching import Match, in_words
from newsroom.ingest.plan import ReadAgain
from newsroom.ingest.writing import Sections, SourceWriter
from newsroom.models import Article, Contributor, Doubt, ImportEvent, ImportRun, IndexTask, Page, UnplacedFragment
from newsroom.parsing.types import ParsedArticle, Printed, SectionChoice


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
        self.add_unplaced(parsed.unplaced, self._known_fragments())
        self.record(ImportEvent.What.MERGED, [in_words(self.matches), *self.plan.reading.warnings])

    def _known_fragments(self) -> list[UnplacedFragment]:
        return list(UnplacedFragment.objects.filter(page=self.page).order_by("pk"))

    def _take_in(self, match: Match) -> None:
        if match.article_id is None or match.reading is None or match.index is None:
            return
        taken = take_in(match.article_id, match.reading, import_run=self.run)
        article = Article.objects.select_related("section").get(pk=match.article_id)
        parsed = self.plan.reading.page.articles
        if match.fitted is None:
            readings, parts = [parsed[match.index]], list(parsed[match.index].parts())
            self._take_facts(article, parsed[match.index], self.plan.sections[match.index])
        else:
            readings, parts = [parsed[index] for index in match.fitted.readings], list(self._parts(match.fitted))
        self.add_spans([(article, parts)])
        if taken.outcome is Outcome.TAKEN:
            # Nobody has worked on the article: what was doubtful in the old reading is so no longer, or again.
            article.doubts.filter(state=Doubt.State.OPEN).delete()
            self.add_doubts([(article, reading) for reading in readings])

    def _take_facts(self, article: Article, reading: ParsedArticle, choice: SectionChoice) -> None:
        """Kind, jump lines and section as the dump has them now, where no editor set them otherwise."""
        taken = facts_to_take(article, reading)
        if takes_section(article, choice):
            taken |= section_fields(choice, self.sections.named(choice.name))
        if not taken:
            return
        for field, value in taken.items():
            setattr(article, field, value)
        article.save(update_fields=[*taken, "modified_at"])
        IndexTask.objects.request([article.pk])

    def _parts(self, fitted: Fitted) -> Iterator[tuple[str, int, Printed]]:
        """Where the parts of an article that editors split or joined stand in the dump."""
        articles = self.plan.reading.page.articles
        at = {
            (reading, part, index): printed
            for reading, article in enumerate(articles)
            for part, index, printed in article.parts()
        }
        for (part, index), origins in fitted.origins.items():
            runs = [at[origin].spans for origin in origins if origin in at]
            if runs:
                yield part, index, Printed("", tuple(chain.from_iterable(runs)))
        for reading in fitted.readings:
            yield from (each for each in articles[reading].parts() if each[0] in ("byline", "jump"))
