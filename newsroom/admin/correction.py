"""The correction form: what it shows, and what a save does.

A text change goes through ``newsroom.desk.together``; nothing else writes text. What somebody saved in between is
merged in. Where the two clash, nothing at all is written: the form comes back with everything that was typed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, cast

from django import forms
from django.contrib.admin.sites import AdminSite
from django.contrib.auth.models import AnonymousUser, User
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from newsroom.admin.correction_forms import (
    BylineFormSet,
    DoubtsForm,
    PhotoFormSet,
    PlaceForm,
    SettleForm,
    TextForm,
    byline_rows,
    photo_rows,
)
from newsroom.admin.differences import CONTEXT_CHARS, ShownChange, shown_changes
from newsroom.admin.labels import person
from newsroom.admin.shown_proposals import ShownProposal
from newsroom.admin.suspicions import ShownPlace, ShownSuspect, key_of, shown_right, shown_suspects
from newsroom.desk.found_right import Place, changed, count_suspects, place_of, places_kept, still_suspected
from newsroom.desk.known import known
from newsroom.desk.lessons import learned
from newsroom.desk.merge import merge
from newsroom.desk.reimport import last_imported, settle
from newsroom.desk.review import may_approve
from newsroom.desk.revisions import Held
from newsroom.desk.snapshots import TEXT_PARTS, Snapshot
from newsroom.desk.source_lines import SourceExcerpt, source_lines
from newsroom.desk.together import Clashing, write_together
from newsroom.models import Article, IndexTask, Reimport, Revision


@dataclass(frozen=True, slots=True)
class Conflict:
    """What somebody else saved, and where it clashes with the editor's text: from theirs to the editor's own."""

    revision: Revision
    author: str
    changes: list[ShownChange]


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save did: the revision it made, the one it was merged with, the other fields it changed."""

    revision: Revision | None
    merged_with: Revision | None
    fields: list[str]
    doubts: int
    # Suspected places found right, and those to be suspected again.
    right: int
    again: int
    # Whether a clash with a later dump was settled.
    settled: bool
    # What the correction may teach: (misread, right).
    taught: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class LaterDump:
    """A later dump's reading that clashes with corrections: from its words to those now in the article."""

    reimport: Reimport
    merged: Snapshot
    changes: list[ShownChange]


class TextPart(NamedTuple):
    """One text part in the form: the printed text beside the field."""

    name: str
    printed: str
    field: forms.BoundField


class Correction:
    """All that can be corrected in one article, filled from the database or from what an editor sent.

    ``article`` is locked by the caller when there is data; its place is fetched along.
    """

    def __init__(
        self, article: Article, admin_site: AdminSite, editor: User | AnonymousUser, data: QueryDict | None = None
    ) -> None:
        self.article = article
        self.editor = editor
        self.admin_site = admin_site
        self.conflict: Conflict | None = None
        self._ticked_right = set(data.getlist("right")) if data is not None else set()
        self._ticked_again = set(data.getlist("again")) if data is not None else set()
        started_from = self._revision_sent(data, "text-started_from")
        based_on = self._revision_sent(data, "text-based_on")
        self._revisions = {
            revision.number: revision
            for revision in article.revisions.filter(number__in={0, started_from, based_on, article.revision_number})
        }
        # On first showing, the rows are asked: whom they credit may have been settled after the newest revision.
        self.base = self.text_of(started_from) if data is not None else Snapshot.of(article)
        self._fill_text(self.base, started_from, based_on, data)
        self.place = PlaceForm(
            data, instance=article, prefix="place", may_withdraw=editor.has_perm("newsroom.withdraw_article")
        )
        self.doubts = DoubtsForm(article.doubts.filter(state="open"), data)
        self.settle = SettleForm(data, prefix="settle")

    def _fill_text(
        self, shown: Snapshot, started_from: int, based_on: int, data: QueryDict | None = None, reason: str = ""
    ) -> None:
        """Fills the text, byline and photo fields: with what was sent, else with the text to be shown."""
        self.text = TextForm(
            data,
            prefix="text",
            initial={
                "started_from": started_from,
                "based_on": based_on,
                "reason": reason,
                **{part: getattr(shown, part) for part in TEXT_PARTS},
            },
        )
        self.bylines = BylineFormSet(
            data, prefix="bylines", admin_site=self.admin_site, initial=byline_rows(shown, self.base)
        )
        self.photos = PhotoFormSet(data, prefix="photos", initial=photo_rows(shown, self.base))

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

    @property
    def may_approve(self) -> bool:
        """Whether the editor may review, and had no hand in what waits for it."""
        return (
            self.article.text_state != Article.TextState.REVIEWED
            and self.editor.has_perm("newsroom.review_article")
            and may_approve(self.article, cast(User, self.editor))
        )

    @cached_property
    def later_dump(self) -> LaterDump | None:
        """How a later dump reads what editors corrected, None unless that waits to be settled."""
        reimport = self.article.reimports.open_conflicts().first()
        if reimport is None:
            return None
        base, now = last_imported(self.article), self.text_of(self.article.revision_number)
        reading = Snapshot.from_json(reimport.snapshot)
        merged = merge(base, now, reading).snapshot
        changes = shown_changes(merge(base, reading, now).snapshot, merged, context=CONTEXT_CHARS)
        return LaterDump(reimport, merged, changes)

    def take_in_later_dump(self) -> None:
        """Fills the form with the later dump merged in, the present text where the two clash."""
        if self.later_dump is not None:
            number = self.article.revision_number
            self.base = self.text_of(number)
            self._fill_text(self.later_dump.merged, number, number)
            self.settle = SettleForm(prefix="settle", initial={"done": True})

    def suspects(self) -> list[ShownSuspect]:
        """What looks misread in the text as it now stands, each in its line."""
        return shown_suspects(self._now, self.article.found_right, self._ticked_right)

    def found_right(self) -> list[ShownPlace]:
        """What looks misread and was found right by an editor."""
        return shown_right(self._now, self.article.found_right, self._ticked_again)

    @property
    def _now(self) -> Snapshot:
        return self.text_of(self.article.revision_number)

    def source(self) -> list[SourceExcerpt]:
        """What the dump itself says where the article was read from it."""
        return source_lines(self.article)

    def reports(self) -> list[ShownProposal]:
        """What readers say should read otherwise, the oldest first."""
        waiting = self.article.proposals.open().oldest_first().select_related("revision")
        return [ShownProposal(proposal) for proposal in waiting]

    def changes_since_print(self) -> list[ShownChange]:
        return shown_changes(self.printed, self.text_of(self.article.revision_number), context=CONTEXT_CHARS)

    @property
    def media(self) -> forms.Media:
        return self.bylines.media

    @property
    def has_errors(self) -> bool:
        return self.conflict is None and any(form.is_bound and not form.is_valid() for form in self._forms)

    @property
    def _forms(self) -> tuple[forms.BaseForm | forms.BaseFormSet, ...]:
        return self.text, self.bylines, self.photos, self.place, self.doubts, self.settle

    # What a save does.

    def is_valid(self) -> bool:
        forms_valid = [form.is_valid() for form in self._forms]
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

    def save(self) -> Saved | None:
        """Writes everything, or, when somebody saved in between, nothing: then ``conflict`` says what they saved."""
        kept = self.article.found_right
        right, again = self._places_sent()
        self.article.found_right = changed(kept, right, again)
        try:
            saved = self._save_text()
        except Clashing as clashing:
            self.article.found_right = kept
            self._show_conflict(clashing)
            return None
        if right or again:
            self._save_places(saved[0])
        fields = self._save_place()
        doubts = self.doubts.settled()
        for doubt in doubts:
            doubt.save(update_fields=["state"])
        settled = self.settle.cleaned_data["done"] and self.later_dump is not None
        if settled:
            settle(self.article, saved[0])
        taught = learned(self.base, self.wanted()) if saved[0] is not None else []
        return Saved(
            *saved,
            fields=fields,
            doubts=len(doubts),
            right=len(right),
            again=len(again),
            settled=settled,
            taught=taught,
        )

    def _places_sent(self) -> tuple[set[Place], set[Place]]:
        """Of the places the editor was shown: those found right, and those to be suspected again."""
        kept = self.article.found_right
        right: set[Place] = set()
        if self._ticked_right:
            shown = {place_of(self.base, each) for each in still_suspected(self.base, kept, known())}
            right = {place for place in shown if key_of(place) in self._ticked_right}
        return right, {place for place in places_kept(kept) if key_of(place) in self._ticked_again}

    def _save_places(self, saved: Revision | None) -> None:
        text = Snapshot.from_json(saved.snapshot) if saved is not None else self._now
        found_right = self.article.found_right
        Article.objects.filter(pk=self.article.pk).update(
            found_right=found_right, suspects=count_suspects(text, found_right)
        )

    def _save_text(self) -> tuple[Revision | None, Revision | None]:
        """The revision made, None where the text was left as it was; and the one it was merged with."""
        wanted = self.wanted()
        based_on = self.text.cleaned_data["based_on"]
        if wanted == self.base and all(byline.contributor is None for byline in wanted.bylines):
            return None, None
        saved = write_together(
            Held(self.article, self._revisions[self.article.revision_number]),
            wanted,
            based_on=based_on,
            author=cast(User, self.editor),
            reason=self.text.cleaned_data["reason"],
        )
        before = saved.merged_with.number if saved.merged_with else based_on
        return (saved.revision, saved.merged_with) if saved.revision.number > before else (None, None)

    def _save_place(self) -> list[str]:
        changed = self.place.stored_fields_changed
        settled = self.place.section_is_the_editors()
        if changed or settled:
            article = self.place.instance
            written = [*changed, "modified_at"]
            if settled:
                article.section_source = Article.SectionSource.EDITOR
                written.append("section_source")
            article.save(update_fields=written)
            IndexTask.objects.request([article.pk])
        return changed if "section" in changed or not settled else ["section", *changed]

    def _show_conflict(self, clashing: Clashing) -> None:
        """Fills the form with all that was typed and all that could be merged, to be saved upon what they saved."""
        current, merged = clashing.current, clashing.merged.snapshot
        self.conflict = Conflict(
            current, person(current.author), shown_changes(clashing.theirs_first, merged, context=CONTEXT_CHARS)
        )
        self.base = Snapshot.from_json(current.snapshot)
        self._fill_text(merged, current.number, current.number, reason=self.text.cleaned_data["reason"])
