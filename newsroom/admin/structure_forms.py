"""The forms of the structure page: one for each edit, with the revisions its articles were seen at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from newsroom.admin.differences import PART_NAMES
from newsroom.desk import structure, structure_places
from newsroom.desk.shares import HEADLINE_PARTS, places_for
from newsroom.desk.snapshots import Snapshot
from newsroom.models import Article, Changeset, Page, UnplacedFragment, paragraphs_of

# Enough of a paragraph to know it by.
EXCERPT_CHARS = 42
RESTRUCTURE = "newsroom.restructure_article"
CHANGE = "newsroom.change_article"


def excerpt(text: str) -> str:
    return text if len(text) <= EXCERPT_CHARS else text[:EXCERPT_CHARS] + "…"


def ending(text: str) -> str:
    return text if len(text) <= EXCERPT_CHARS else "…" + text[-EXCERPT_CHARS:]


def seen(article: Article) -> str:
    """An article in a form, with the revision it was seen at: ``12.3``."""
    return f"{article.pk}.{article.revision_number}"


def from_seen(value: str) -> tuple[int, int]:
    key, _, number = value.partition(".")
    return int(key), int(number)


@dataclass
class Standing:
    """An article as its structure page shows it, with what stands around it. The neighbours are read in one query."""

    article: Article
    fragment: UnplacedFragment | None = None

    @cached_property
    def text(self) -> Snapshot:
        return Snapshot.of(self.article)

    @cached_property
    def paragraphs(self) -> list[str]:
        return [paragraph.text for paragraph in paragraphs_of(self.text.body)]

    @cached_property
    def issue_articles(self) -> list[Article]:
        """The other articles of the issue in printed order."""
        others = Article.objects.standing().filter(page__issue=self.article.page.issue_id).exclude(pk=self.article.pk)
        return list(others.select_related("page").in_printed_order())

    @property
    def on_page(self) -> list[Article]:
        return [other for other in self.issue_articles if other.page_id == self.article.page_id]

    @cached_property
    def halves(self) -> list[Article]:
        """Those that are the other half as an editor said, or may be by the printed pointers."""
        return [other for other in self.issue_articles if self._may_carry_on(other)]

    def _may_carry_on(self, other: Article) -> bool:
        article = self.article
        if article.pk == other.continuation_id or other.pk == article.continuation_id:
            return True
        return other.pk not in article.apart_from and any(
            first.continues_on == second.page.number and second.continued_from == first.page.number
            for first, second in ((article, other), (other, article))
        )

    @cached_property
    def pages(self) -> list[Page]:
        return list(self.article.page.issue.pages.order_by("number"))


Choices = list[tuple[str, str]]


def articles_as_choices(articles: Iterable[Article], *, with_page: bool = False) -> Choices:
    return [
        (seen(article), f"{article.page.label}　{article.title}" if with_page else article.title)
        for article in articles
    ]


class EditForm(forms.Form):
    """One edit of an article's structure. ``seen`` is the article with the revision the editor looked at."""

    name = ""
    title: Any = ""
    permission = CHANGE
    reason = forms.CharField(label=_("reason"), max_length=300, required=False)
    seen = forms.RegexField(r"^\d+\.\d+$", widget=forms.HiddenInput)

    def __init__(self, standing: Standing, data: Any = None) -> None:
        super().__init__(data, prefix=self.name, initial={"seen": seen(standing.article)})
        self.standing = standing
        self.offer()
        self.order_fields([name for name in self.fields if name not in {"reason", "seen"}])

    def offer(self) -> None:
        """Fills the choices."""

    @property
    def possible(self) -> bool:
        """Whether there is anything to choose from."""
        return True

    def run(self, author: User) -> Changeset:
        """Makes the edit. Only when valid; raises what the desk raises."""
        raise NotImplementedError

    def _choose(self, field: str, choices: Sequence[tuple[str, Any]]) -> None:
        self.fields[field].choices = choices  # type: ignore[attr-defined]

    def _with(self, *others: str) -> dict[int, int]:
        return dict(from_seen(value) for value in (self.cleaned_data["seen"], *others))

    @property
    def _common(self) -> dict[str, Any]:
        return {"reason": self.cleaned_data["reason"]}


class SplitForm(EditForm):
    name = "split"
    title = _("Split")
    at = forms.ChoiceField(label=_("the new article begins with"), widget=forms.RadioSelect)
    headline = forms.CharField(label=_("its headline"), required=False, max_length=300)
    opens_with_headline = forms.BooleanField(label=_("its first paragraph is its headline"), required=False)
    bylines = forms.MultipleChoiceField(
        label=_("bylines that go along"), required=False, widget=forms.CheckboxSelectMultiple
    )
    photos = forms.MultipleChoiceField(
        label=_("photos that go along"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def offer(self) -> None:
        text, paragraphs = self.standing.text, self.standing.paragraphs
        places = [(str(at), excerpt(words)) for at, words in enumerate(paragraphs)]
        # What has no headline cannot begin with its first paragraph: nothing would be left.
        places = places if any(getattr(text, part) for part in HEADLINE_PARTS) or text.photos else places[1:]
        if text.photos:
            places.append((str(len(paragraphs)), gettext("photos alone")))
        self._choose("at", places)
        own = [(index, byline) for index, byline in enumerate(text.bylines) if byline.photo is None]
        self._choose("bylines", [(str(at), f"{byline.role} {byline.name}".strip()) for at, byline in own])
        self._choose("photos", [(str(p.position), excerpt(p.caption or p.credit or "—")) for p in text.photos])
        for field in ("bylines", "photos"):
            if not self.fields[field].choices:  # type: ignore[attr-defined]
                del self.fields[field]

    @property
    def possible(self) -> bool:
        return bool(self.fields["at"].choices)  # type: ignore[attr-defined]

    def run(self, author: User) -> Changeset:
        sent = self.cleaned_data
        return structure.split(
            self.standing.article.pk,
            int(sent["at"]),
            based_on=self._with(),
            author=author,
            headline=sent["headline"],
            opens_with_headline=sent["opens_with_headline"],
            bylines=[int(at) for at in sent.get("bylines", ())],
            photos=[int(at) for at in sent.get("photos", ())],
            **self._common,
        )


class JoinForm(EditForm):
    name = "join"
    title = _("Join")
    side = forms.ChoiceField(
        label=_("the other one's text"),
        choices=[("after", _("comes after this one's")), ("before", _("comes before this one's"))],
        initial="after",
        widget=forms.RadioSelect,
    )
    other = forms.ChoiceField(label=_("article"))
    run_on = forms.BooleanField(label=_("the paragraphs that meet are one"), required=False)

    def offer(self) -> None:
        self._choose("other", articles_as_choices(self.standing.on_page))

    @property
    def possible(self) -> bool:
        return bool(self.standing.on_page)

    def run(self, author: User) -> Changeset:
        both = [self.standing.article.pk, from_seen(self.cleaned_data["other"])[0]]
        first, second = both if self.cleaned_data["side"] == "after" else both[::-1]
        return structure.join(
            first,
            second,
            based_on=self._with(self.cleaned_data["other"]),
            author=author,
            run_on=self.cleaned_data["run_on"],
            **self._common,
        )


class PartForm(EditForm):
    name = "part"
    title = _("Paragraph and headline")
    source = forms.ChoiceField(label=_("this"))
    target = forms.ChoiceField(
        label=_("becomes"),
        choices=[
            *((part, PART_NAMES[part]) for part in HEADLINE_PARTS),
            ("crosshead", _("crosshead")),
            ("text", _("paragraph")),
            ("note", _("note")),
        ],
    )

    def offer(self) -> None:
        parts = [
            (part, f"{PART_NAMES[part]}：{excerpt(words)}")
            for part in HEADLINE_PARTS
            if (words := getattr(self.standing.text, part))
        ]
        self._choose("source", [*parts, *((str(at), excerpt(p)) for at, p in enumerate(self.standing.paragraphs))])

    def run(self, author: User) -> Changeset:
        sent = self.cleaned_data
        return structure.rearrange(
            self.standing.article.pk,
            sent["source"],
            sent["target"],
            based_on=self._with(),
            author=author,
            **self._common,
        )


class HeadlineForm(EditForm):
    name = "headline"
    title = _("Exchange headlines")
    permission = RESTRUCTURE
    other = forms.ChoiceField(label=_("with"))
    parts = forms.MultipleChoiceField(
        label=_("these"),
        choices=[(part, PART_NAMES[part]) for part in HEADLINE_PARTS],
        initial=["headline"],
        widget=forms.CheckboxSelectMultiple,
    )

    def offer(self) -> None:
        self._choose("other", articles_as_choices(self.standing.on_page))

    @property
    def possible(self) -> bool:
        return bool(self.standing.on_page)

    def run(self, author: User) -> Changeset:
        sent = self.cleaned_data
        return structure.exchange_headlines(
            self.standing.article.pk,
            from_seen(sent["other"])[0],
            parts=sent["parts"],
            based_on=self._with(sent["other"]),
            author=author,
            **self._common,
        )


class MoveForm(EditForm):
    name = "move"
    title = _("Move to another page")
    permission = RESTRUCTURE
    page = forms.IntegerField(label=_("page number"), min_value=1, widget=forms.NumberInput(attrs={"class": "order"}))
    date = forms.DateField(
        label=_("of the issue of"),
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"placeholder": "2026-01-07", "size": 12}),
    )
    place = forms.ChoiceField(
        label=_("there"), choices=[("last", _("as the last article")), ("first", _("as the first article"))]
    )

    def offer(self) -> None:
        self.fields["date"].initial = self.standing.article.page.issue.date

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        date, number = cleaned.get("date"), cleaned.get("page")
        if isinstance(date, dt.date) and number:
            issue = self.standing.article.page.issue
            same_day = Page.objects.filter(issue__newspaper=issue.newspaper_id, issue__date=date, number=number)
            # A second edition is reached from within it; from elsewhere the first is meant.
            pages = list(same_day.order_by("issue__edition"))
            cleaned["to"] = next((page for page in pages if page.issue_id == issue.pk), pages[0] if pages else None)
            if cleaned["to"] is None:
                said = gettext("The archive has no page %(page)s of %(date)s.")
                self.add_error("page", said % {"page": number, "date": date})
        return cleaned

    def run(self, author: User) -> Changeset:
        page = self.cleaned_data["to"]
        last = Article.objects.filter(page=page).order_by("position", "number").last()
        behind = last.pk if last is not None and self.cleaned_data["place"] == "last" else None
        return structure_places.move(
            self.standing.article.pk, page.pk, behind=behind, based_on=self._with(), author=author, **self._common
        )


class PairForm(EditForm):
    name = "pair"
    title = _("Other half")
    permission = RESTRUCTURE
    way = forms.ChoiceField(
        label=_("this article"),
        choices=[("on", _("carries on in")), ("from", _("is carried on from"))],
        widget=forms.RadioSelect,
        initial="on",
    )
    other = forms.ChoiceField(label=_("article"))

    def offer(self) -> None:
        article = self.standing.article
        named = {article.continues_on, article.continued_from} - {None}
        # Those on the pages that the printed pointers name come first.
        others = sorted(
            (other for other in self.standing.issue_articles if other.page_id != article.page_id),
            key=lambda other: other.page.number not in named,
        )
        self._choose("other", articles_as_choices(others, with_page=True))
        self.fields["way"].initial = "from" if article.continued_from and not article.continues_on else "on"

    @property
    def possible(self) -> bool:
        return bool(self.fields["other"].choices)  # type: ignore[attr-defined]

    def run(self, author: User) -> Changeset:
        both = [self.standing.article.pk, from_seen(self.cleaned_data["other"])[0]]
        first, second = both if self.cleaned_data["way"] == "on" else both[::-1]
        return structure_places.pair(
            first, second, based_on=self._with(self.cleaned_data["other"]), author=author, **self._common
        )


class LetGoForm(EditForm):
    name = "let_go"
    title = _("Let the other half go")
    permission = RESTRUCTURE

    @property
    def possible(self) -> bool:
        return self.standing.article.continuation_id is not None

    def run(self, author: User) -> Changeset:
        return structure_places.let_go(self.standing.article.pk, based_on=self._with(), author=author, **self._common)


class ApartForm(EditForm):
    name = "apart"
    title = _("Not its other half")
    permission = RESTRUCTURE
    other = forms.ChoiceField(label=_("article"))

    def offer(self) -> None:
        self._choose("other", articles_as_choices(self.standing.halves, with_page=True))

    @property
    def possible(self) -> bool:
        return bool(self.standing.halves)

    def run(self, author: User) -> Changeset:
        other = self.cleaned_data["other"]
        return structure_places.tell_apart(
            self.standing.article.pk, from_seen(other)[0], based_on=self._with(other), author=author, **self._common
        )


class MissingForm(EditForm):
    name = "missing"
    title = _("The other half is not in the archive")
    permission = RESTRUCTURE

    @property
    def possible(self) -> bool:
        article = self.standing.article
        printed = article.continues_on_as_printed or article.continued_from_as_printed
        pointing = printed or article.continues_on or article.continued_from
        return bool(pointing) and Article.objects.filter(pk=article.pk).unpaired().exists()

    def run(self, author: User) -> Changeset:
        return structure_places.give_up(self.standing.article.pk, based_on=self._with(), author=author, **self._common)


class AttachForm(EditForm):
    name = "attach"
    title = _("Attach the fragment")
    place = forms.ChoiceField(label=_("where it belongs"), widget=forms.RadioSelect)

    def offer(self) -> None:
        names = {"before": gettext("a paragraph before"), "start": gettext("at the start of")}
        names["end"] = gettext("at the end of")
        count = len(self.standing.paragraphs)
        choices: Choices = []
        for place in places_for(self.standing.text):
            where, _space, number = place.partition(" ")
            if where in HEADLINE_PARTS:
                choices.append((place, gettext("as the %(part)s") % {"part": PART_NAMES[where]}))
            elif int(number) == count:
                choices.append((place, gettext("as the last paragraph")))
            else:
                words = self.standing.paragraphs[int(number)]
                shown = ending(words) if where == "end" else excerpt(words)
                choices.append((place, f"{names[where]}：{shown}"))
        self._choose("place", choices)

    @property
    def possible(self) -> bool:
        return self.standing.fragment is not None

    def run(self, author: User) -> Changeset:
        fragment = self.standing.fragment
        if fragment is None:
            raise structure.Refused(gettext("Choose a fragment first."))
        return structure.attach(
            fragment.pk,
            self.standing.article.pk,
            self.cleaned_data["place"],
            based_on=self._with(),
            author=author,
            **self._common,
        )


EDITS: dict[str, Callable[..., EditForm]] = {
    form.name: form
    for form in (
        *(AttachForm, SplitForm, JoinForm, PartForm, HeadlineForm, MoveForm),
        *(PairForm, ApartForm, MissingForm, LetGoForm),
    )
}
