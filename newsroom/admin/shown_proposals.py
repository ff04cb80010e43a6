"""A reader's report as editors see it: against the text it was made on, and against the text as it now reads."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import cached_property
from django.utils.safestring import SafeString

from newsroom.admin.differences import CONTEXT_CHARS, ShownChange, marked, shown_changes
from newsroom.admin.labels import person
from newsroom.desk.differences import compare
from newsroom.desk.lessons import learned
from newsroom.desk.merge import merge
from newsroom.desk.proposals import wanted_by
from newsroom.desk.snapshots import Snapshot
from newsroom.models import Proposal


@dataclass(frozen=True)
class ShownProposal:
    """A reader's report against the text as it now reads."""

    proposal: Proposal

    @cached_property
    def _read(self) -> Snapshot:
        return Snapshot.from_json(self.proposal.revision.snapshot)

    @cached_property
    def _wanted(self) -> Snapshot:
        return wanted_by(self.proposal, self._read)

    @cached_property
    def _now(self) -> Snapshot:
        article = self.proposal.article
        if article.revision_number == self.proposal.revision.number:
            return self._read
        return Snapshot.from_json(article.revisions.newest_first()[0].snapshot)

    def difference(self) -> SafeString:
        """The passage alone, for a list."""
        return marked(compare(self.proposal.passage, self.proposal.proposed), context=12)

    def changes(self) -> list[ShownChange]:
        """From the text the reader had before them to what they propose, in its surroundings."""
        return shown_changes(self._read, self._wanted, context=CONTEXT_CHARS)

    def clashes(self) -> list[ShownChange]:
        """Where an editor has changed the same place since: from how it now reads to what the reader proposes."""
        merged = merge(self._read, self._wanted, self._now)
        return shown_changes(self._now, merged.snapshot, context=CONTEXT_CHARS) if merged.clashes else []

    def reads_so_already(self) -> bool:
        return merge(self._read, self._wanted, self._now).snapshot == self._now

    def teaches(self) -> list[tuple[str, str]]:
        return learned(self._read, self._wanted)

    @property
    def decided_by(self) -> str:
        return person(self.proposal.decided_by)
