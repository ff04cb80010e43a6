"""The correction form: what it shows, and what a save does.

A text change goes through ``newsroom.desk.revisions.correct``; nothing else writes text. When somebody saved in
between, nothing at all is written: the form comes back with everything that was typed, beside what the other one saved.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import NamedTuple

from django import forms
from django.contrib.admin.sites import AdminSite
from django.contrib.auth.models import User
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from newsroom.admin.correction_forms import BylineFormSet, DoubtsForm, PhotoFormSet, PlaceForm, TextForm
from newsroom.admin.differences import PART_NAMES, ShownChange, marked, shown_changes
from newsroom.admin.labels import person
from newsroom.desk.differences import differing_parts
from newsroom.desk.revisions import Superseded, correct
from newsroom.desk.snapshots import TEXT_PARTS, Snapshot
from newsroom.models import Article, IndexTask, Revision

# How much unchanged text stands on either side of a change below the form.
CONTEXT_CHARS = 30


class PartInConflict(NamedTuple):
    """A part that the other one's revision has otherwise than the editor's form."""

    name: str
    theirs: str
    difference: SafeString


@dataclass(frozen=True, slots=True)
class Conflict:
    revision: Revision
    author: str
    parts: list[PartInConflict]


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save did: the revision it made, the other fields it changed, the doubts it settled."""

    revision: Revision | None
    fields: list[str]
    doubts: int


class TextPart(NamedTuple):
    """One text part in the form: the printed text beside the field."""

    name: str
    printed: str
    field: forms.BoundField


class Correction:
    """All that can be corrected in one article, filled from the database or from what an editor sent.

    ``article`` is locked by the caller when there is data; its place is fetched along.
    """

    def __init__(self, article: Article, admin_site: AdminSite, data: QueryDict | None = None) -> None:
        self.article = article
        self.conflict: Conflict | None = None
        started_from = self._revision_sent(data, "text-started_from")
        based_on = self._revision_sent(data, "text-based_on")
        self._revisions = {
            revision.number: revision
            for revision in article.revisions.filter(number__in={0, started_from, based_on, article.revision_number})
        }
        # On first showing, the rows are asked: whom they credit may have been settled after the newest revision.
        self.base = self.text_of(started_from) if data is not None else Snapshot.of(article)
        self.text = TextForm(
            data,
            prefix="text",
            initial={
                "started_from": started_from,
                "based_on": based_on,
                **{part: getattr(self.base, part) for part in TEXT_PARTS},
            },
        )
        self.bylines = BylineFormSet(
            data,
            prefix="bylines",
            admin_site=admin_site,
            initial=[{"was": index, **asdict(byline)} for index, byline in enumerate(self.base.bylines)],
        )
        self.photos = PhotoFormSet(
            data,
            prefix="photos",
            initial=[{"was": index, **asdict(photo)} for index, photo in enumerate(self.base.photos)],
        )
        self.place = PlaceForm(data, instance=article, prefix="place")
        self.doubts = DoubtsForm(article.doubts.filter(state="open"), data)

    def _revision_sent(self, data: QueryDict | None, name: str) -> int:
        """The revision number in the form; the newest on first showing or where there is no such revision."""
        sent = data.get(name, "") if data is not None else ""
        newest = self.article.revision_number
        return min(int(sent), newest) if sent.isdecimal() else newest

    def text_of(self, number: int) -> Snapshot:
        return Snapshot.from_json(self._revisions[number].snapshot)

    # What the page shows.

    @cached_property
    def printed(self) -> Snapshot:
        return self.text_of(0)

    def parts(self) -> list[TextPart]:
        return [TextPart(part, getattr(self.printed, part), self.text[part]) for part in TEXT_PARTS]

    def changes_since_print(self) -> list[ShownChange]:
        return shown_changes(self.printed, self.text_of(self.article.revision_number), context=CONTEXT_CHARS)

    @property
    def media(self) -> forms.Media:
        return self.bylines.media

    @property
    def has_errors(self) -> bool:
        return self.conflict is None and any(
            form.is_bound and not form.is_valid()
            for form in (self.text, self.bylines, self.photos, self.place, self.doubts)
        )

    # What a save does.

    def is_valid(self) -> bool:
        forms_valid = [form.is_valid() for form in (self.text, self.bylines, self.photos, self.place, self.doubts)]
        return all(forms_valid) and self._credits_are_of_photos()

    def _credits_are_of_photos(self) -> bool:
        positions = {row.cleaned_data["position"] for row in self.photos.kept()}
        wrong = [row for row in self.bylines.kept() if row.cleaned_data["photo"] not in {None, *positions}]
        for row in wrong:
            row.add_error("photo", _("There is no photo of this number."))
        return not wrong

    def wanted(self) -> Snapshot:
        """The text as the editor left it. Only when valid."""
        return Snapshot(
            **self.text.text_over(self.base),
            photos=tuple(
                sorted((row.photo_over(self.base) for row in self.photos.kept()), key=lambda photo: photo.position)
            ),
            bylines=tuple(row.byline_over(self.base) for row in self.bylines.kept()),
        )

    def save(self, editor: User) -> Saved | None:
        """Writes everything, or, when somebody saved in between, nothing: then ``conflict`` says what they saved."""
        try:
            revision = self._save_text(editor)
        except Superseded as superseded:
            self._show_conflict(superseded.current)
            return None
        fields = self._save_place()
        doubts = self.doubts.settled()
        for doubt in doubts:
            doubt.save(update_fields=["state"])
        return Saved(revision, fields, len(doubts))

    def _save_text(self, editor: User) -> Revision | None:
        """The revision made, None where the text was left as it was."""
        wanted = self.wanted()
        based_on = self.text.cleaned_data["based_on"]
        left_alone = (
            wanted == self.base
            and based_on == self.text.cleaned_data["started_from"]
            and all(byline.contributor is None for byline in wanted.bylines)
        )
        if left_alone:
            return None
        revision = correct(
            self.article.pk, wanted, based_on=based_on, author=editor, reason=self.text.cleaned_data["reason"]
        )
        return revision if revision.number > based_on else None

    def _save_place(self) -> list[str]:
        changed = list(self.place.changed_data)
        if changed:
            article = self.place.instance
            written = [*changed, "modified_at"]
            if "section" in changed:
                article.section_source = Article.SectionSource.EDITOR
                written.append("section_source")
            article.save(update_fields=written)
            IndexTask.objects.request([article.pk])
        return changed

    def _show_conflict(self, current: Revision) -> None:
        theirs = Snapshot.from_json(current.snapshot)
        self.conflict = Conflict(
            current,
            person(current.author),
            [
                PartInConflict(str(PART_NAMES[change.part]), change.before, marked(change.pieces))
                for change in differing_parts(theirs, self.wanted())
            ],
        )
        # The next save stands on their revision: the editor has been shown it.
        self.text.data = {**self.text.data.dict(), "text-based_on": str(current.number)}  # type: ignore[attr-defined]
