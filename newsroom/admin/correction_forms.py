"""The fields of the correction form, and how what was typed becomes a snapshot.

A browser sends line ends as CRLF whatever was shown. A field that comes back as the browser would have sent it
untouched keeps the stored text to the character.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any, cast

from django import forms
from django.contrib.admin.sites import AdminSite
from django.contrib.admin.widgets import AutocompleteSelect
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from newsroom.admin.labels import label
from newsroom.desk.snapshots import TEXT_PARTS, BylineText, PhotoText, Snapshot
from newsroom.models import Article, Byline, Contributor, Doubt, Photo

# A line of the body field holds about this many characters: only the first guess at its height, before styles apply.
BODY_CHARS_A_LINE = 36


def as_sent(text: str) -> str:
    """The text as it comes back from a text area nobody touched, its line ends made ours."""
    return re.sub("\r\n?", "\n", text)


class PlainText(forms.CharField):
    """Text kept to the character: no stripping, one kind of line end."""

    def __init__(self, *, rows: int = 1, **options: Any) -> None:
        options.setdefault("required", False)
        super().__init__(strip=False, widget=forms.Textarea(attrs={"rows": rows, "class": "text"}), **options)

    def clean(self, value: Any) -> str:
        return as_sent(super().clean(value))


def _kept(stored: str, typed: str) -> str:
    return stored if as_sent(stored) == typed else typed


class TextForm(forms.Form):
    # What the fields were filled from, and the newest revision the editor has been shown.
    started_from = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    based_on = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    kicker = PlainText(label=label(Article, "kicker"))
    headline = PlainText(label=label(Article, "headline"))
    subhead = PlainText(label=label(Article, "subhead"))
    dateline = PlainText(label=label(Article, "dateline"), max_length=200)
    body = PlainText(
        label=label(Article, "body"),
        help_text=Article._meta.get_field("body").help_text,
        rows=12,
    )
    reason = forms.CharField(
        label=_("reason"), max_length=300, required=False, help_text=_("For the list of revisions; may stay empty.")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        body = self["body"].value() or ""
        lines = sum(1 + len(line) // BODY_CHARS_A_LINE for line in body.split("\n"))
        self.fields["body"].widget.attrs["rows"] = max(8, min(lines + 1, 40))

    @property
    def parts(self) -> list[forms.BoundField]:
        return [self[part] for part in TEXT_PARTS]

    def text_over(self, base: Snapshot) -> dict[str, str]:
        """The text parts as typed, those left alone as ``base`` has them."""
        return {part: _kept(getattr(base, part), self.cleaned_data[part]) for part in TEXT_PARTS}


class ContributorSelect(AutocompleteSelect):
    """The admin's search-as-you-type choice, offering those already fetched to a browser without scripts."""

    def __init__(self, contributors: Mapping[int, Contributor], admin_site: AdminSite) -> None:
        super().__init__(Byline._meta.get_field("contributor"), admin_site)
        self.contributors = contributors

    def optgroups(self, name: str, value: Sequence[str], attrs: dict[str, Any] | None = None) -> list[Any]:
        known = [(str(key), str(contributor)) for key, contributor in self.contributors.items()]
        options = [
            self.create_option(name, key, label, key in value, index)
            for index, (key, label) in enumerate([("", ""), *known])
        ]
        return [(None, options, 0)]


class BylineForm(forms.Form):
    # Which byline of the revision the form was filled from this is; empty for one added.
    was = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)
    name = forms.CharField(
        label=label(Byline, "name"),
        max_length=120,
        required=False,
        strip=False,
        show_hidden_initial=True,
    )
    role = forms.ChoiceField(label=label(Byline, "role"), choices=[("", "—"), *Byline.Role.choices], required=False)
    affiliation = PlainText(label=label(Byline, "affiliation"), max_length=120)
    # A key, checked against the contributors that the rows fetch together: one query, however many rows.
    contributor = forms.IntegerField(
        label=label(Byline, "contributor"),
        required=False,
        show_hidden_initial=True,
        help_text=_("Left alone, it follows the name."),
    )
    photo = forms.IntegerField(label=_("photo no."), min_value=1, required=False)
    as_printed = PlainText(label=label(Byline, "as_printed"))

    def __init__(
        self, *args: Any, contributors: Mapping[int, Contributor], admin_site: AdminSite, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.contributors = contributors
        self.fields["contributor"].widget = ContributorSelect(contributors, admin_site)

    def clean_contributor(self) -> int | None:
        chosen: int | None = self.cleaned_data["contributor"]
        if chosen is not None and "contributor" in self.changed_data and chosen not in self.contributors:
            raise forms.ValidationError(_("This contributor is no longer there; choose another."))
        return chosen

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("name", "").strip() and "name" not in self.errors:
            chosen = cleaned.get("contributor")
            if chosen is not None and chosen in self.contributors:
                cleaned["name"] = self.contributors[chosen].name
            else:
                self.add_error("name", _("Give the name as credited, or choose a contributor."))
        return cleaned

    def byline_over(self, base: Snapshot) -> BylineText:
        """The byline as typed. The printed form of one that was there stays, whatever came back."""
        typed = self.cleaned_data
        was = self._was(base)
        return BylineText(
            name=typed["name"] if was is not None and typed["name"] == was.name else typed["name"].strip(),
            role=typed["role"],
            affiliation=_kept(was.affiliation if was else "", typed["affiliation"]),
            as_printed=was.as_printed if was else typed["as_printed"],
            photo=typed["photo"],
            contributor=typed["contributor"] if was is None or "contributor" in self.changed_data else None,
        )

    def _was(self, base: Snapshot) -> BylineText | None:
        index = self.cleaned_data["was"]
        return base.bylines[index] if index is not None and index < len(base.bylines) else None


class PhotoForm(forms.Form):
    was = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)
    position = forms.IntegerField(label=_("no."), min_value=1, max_value=999)
    caption = PlainText(label=label(Photo, "caption"), rows=2)
    credit = PlainText(label=label(Photo, "credit"), max_length=300)

    def photo_over(self, base: Snapshot) -> PhotoText:
        typed = self.cleaned_data
        index = typed["was"]
        was = base.photos[index] if index is not None and index < len(base.photos) else PhotoText(typed["position"])
        return PhotoText(typed["position"], _kept(was.caption, typed["caption"]), _kept(was.credit, typed["credit"]))


class RowsInOrder(forms.BaseFormSet):
    """Rows of a table: one empty one at the end, each may be ticked to be taken out."""

    def kept(self) -> Iterator[Any]:
        """The rows that stay, in the order their numbers give, those without one last. Only when valid."""
        rows = [form for form in self.forms if form not in self.deleted_forms and not self._left_empty(form)]
        yield from sorted(rows, key=lambda form: form.cleaned_data.get("ORDER") or math.inf)

    def _left_empty(self, form: forms.Form) -> bool:
        return form.empty_permitted and not form.has_changed()


class BylineRows(RowsInOrder):
    def __init__(self, *args: Any, admin_site: AdminSite, **options: Any) -> None:
        super().__init__(*args, **options)
        # Asked for when a row is shown or credits somebody else: a save that leaves them alone does not look.
        self.form_kwargs = {"admin_site": admin_site, "contributors": SimpleLazyObject(self._contributors)}

    def _contributors(self) -> dict[int, Contributor]:
        """Everyone whom a row credits or asks for."""
        asked = {row.get("contributor") for row in self.initial or ()}
        if self.is_bound:
            asked |= {value for field, value in self.data.items() if field.endswith("-contributor")}
        return Contributor.objects.in_bulk([int(key) for key in asked if key and str(key).isdecimal()])

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["ORDER"].widget = forms.NumberInput(attrs={"class": "order", "min": 1})
        form.fields["ORDER"].label = _("order")


class PhotoRows(RowsInOrder):
    def clean(self) -> None:
        positions = [row.cleaned_data["position"] for row in self.kept() if row.is_valid()]
        if len(positions) != len(set(positions)):
            raise forms.ValidationError(_("Two photos have one number."))


BylineFormSet = cast(
    type[BylineRows],
    forms.formset_factory(BylineForm, formset=BylineRows, extra=1, can_delete=True, can_order=True),
)
PhotoFormSet = cast(type[PhotoRows], forms.formset_factory(PhotoForm, formset=PhotoRows, extra=1, can_delete=True))


def byline_rows(shown: Snapshot, base: Snapshot) -> list[dict[str, Any]]:
    """What the rows are filled with. ``was`` leads to the byline of ``base`` whose printed form a row keeps."""
    rows = []
    left = list(enumerate(base.bylines))
    for byline in shown.bylines:
        same = [(index, was) for index, was in left if was.as_printed == byline.as_printed]
        same = [pair for pair in same if byline.contributor in {None, pair[1].contributor}]
        if same:
            left.remove(same[0])
        rows.append({"was": same[0][0] if same else None, **asdict(byline)})
    return rows


def photo_rows(shown: Snapshot, base: Snapshot) -> list[dict[str, Any]]:
    at = {photo.position: index for index, photo in enumerate(base.photos)}
    return [{"was": at.get(photo.position), **asdict(photo)} for photo in shown.photos]


class PlaceForm(forms.ModelForm):
    """What is no text: where the article belongs and whether readers see it.

    Each field brings along the value it was shown with, so that a value set by somebody else in the meantime is neither
    overwritten by a field the editor left alone nor, silently, by one that was changed.
    """

    accept = forms.BooleanField(label=_("The section is right"), required=False)
    field_order = ("section", "accept")

    class Meta:
        model = Article
        fields = ("section", "kind", "continued_from", "continues_on", "visible")

    def __init__(self, *args: Any, may_withdraw: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not may_withdraw:
            del self.fields["visible"]
        self.fields["section"].help_text = self._said_of_the_section()
        if self.instance.section_source != Article.SectionSource.PROPOSED:
            del self.fields["accept"]
        for field in self.fields.values():
            field.show_hidden_initial = True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in self.stored_fields_changed:
            field, now = self.fields[name], self.initial[name]
            shown = self.data.get(self[name].html_initial_name)
            if field.has_changed(now, shown) and field.has_changed(now, self[name].data):
                self.add_error(
                    name, _("Somebody set this to “%(value)s” in the meantime.") % {"value": self._current(name)}
                )
        return cleaned

    @property
    def stored_fields_changed(self) -> list[str]:
        return [name for name in self.changed_data if name in self.initial]

    def section_is_the_editors(self) -> bool:
        """Whether the editor chose the section, or found the proposed one right. Only when valid."""
        return "section" in self.changed_data or self.cleaned_data.get("accept", False)

    def _said_of_the_section(self) -> str:
        """Where the section came from; of a proposed one, what speaks for it."""
        article = self.instance
        if article.section_source != Article.SectionSource.PROPOSED:
            return article.get_section_source_display() if article.section_source else ""
        return gettext("Proposed for these words: %(words)s. Confidence %(confidence).2f.") % {
            "words": article.section_evidence or "—",
            "confidence": article.section_confidence or 0,
        }

    def _post_clean(self) -> None:
        """Django's own puts the values into the article and asks the database of its constraints: only where one is
        new, since most saves change the text alone."""
        if self.stored_fields_changed:
            super()._post_clean()  # type: ignore[misc]

    def _current(self, name: str) -> str:
        """The value now stored, as an editor would say it."""
        value = getattr(self.instance, name)
        if isinstance(value, bool):
            return gettext("yes") if value else gettext("no")
        if name == "kind":
            return self.instance.get_kind_display()
        return "—" if value is None else str(value)


class SettleForm(forms.Form):
    done = forms.BooleanField(label=_("This save settles the clash"), required=False)


class DoubtsForm(forms.Form):
    """One question for each open doubt."""

    def __init__(self, doubts: Iterable[Doubt], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.doubts = {f"doubt-{doubt.pk}": doubt for doubt in doubts}
        for name, doubt in self.doubts.items():
            self.fields[name] = forms.ChoiceField(
                label=doubt.what,
                help_text=doubt.why,
                choices=Doubt.State.choices,
                initial=Doubt.State.OPEN,
                required=False,
                widget=forms.RadioSelect,
            )

    def questions(self) -> list[tuple[Doubt, forms.BoundField]]:
        return [(doubt, self[name]) for name, doubt in self.doubts.items()]

    def settled(self) -> list[Doubt]:
        """The doubts the editor has settled, their state set but not saved."""
        settled = []
        for name, doubt in self.doubts.items():
            if (state := self.cleaned_data[name]) and state != Doubt.State.OPEN:
                doubt.state = state
                settled.append(doubt)
        return settled
