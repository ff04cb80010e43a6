"""What was printed, and what was made of it. This room imports no other."""

from newsroom.models.articles import Article, Doubt, Photo, UnplacedFragment
from newsroom.models.body import Paragraph, body_text, paragraphs_of
from newsroom.models.history import Changeset, Misreading, Reimport, Review, Revision
from newsroom.models.newspapers import Issue, Newspaper, Page, Section
from newsroom.models.outbox import NAMES, IndexTask, index_work_done, index_work_requested
from newsroom.models.people import Byline, Contributor, ContributorAlias, contributor_key, plain_name
from newsroom.models.proposals import Proposal
from newsroom.models.queues import SavedQueue
from newsroom.models.sources import ImportEvent, ImportRun, PageSource, SourceSpan, SourceText
from newsroom.models.state import ArchiveState
from newsroom.models.structure import ChangedRow, FormerAddress

__all__ = [
    "NAMES",
    "ArchiveState",
    "Article",
    "Byline",
    "ChangedRow",
    "Changeset",
    "Contributor",
    "ContributorAlias",
    "Doubt",
    "FormerAddress",
    "ImportEvent",
    "ImportRun",
    "IndexTask",
    "Issue",
    "Misreading",
    "Newspaper",
    "Page",
    "PageSource",
    "Paragraph",
    "Photo",
    "Proposal",
    "Reimport",
    "Review",
    "Revision",
    "SavedQueue",
    "Section",
    "SourceSpan",
    "SourceText",
    "UnplacedFragment",
    "body_text",
    "contributor_key",
    "index_work_done",
    "index_work_requested",
    "paragraphs_of",
    "plain_name",
]
