"""The structure of a page put right: an article split, two joined, a headline or a fragment brought to its article.

Each edit is one transaction: it locks what it touches, refuses to start from anything but the newest revisions, makes a
revision of every text it changes and one changeset of the whole, which ``newsroom.desk.undoing`` takes back. Revision 0
and the source spans of what was printed stay. What was last imported is shared out like the text, so that a later dump
meets each article with the text that is its own.

All edits raise Superseded when somebody saved in between, and Refused, with a sentence for the editor, when they make
no sense; nothing is written then. ``based_on`` gives the revision the editor saw of each article by its key.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from newsroom.desk import shares
from newsroom.desk.found_right import changed, places_kept
from newsroom.desk.journal import What, change, free_number, order_on, put_in_order
from newsroom.desk.reimport import last_imported
from newsroom.desk.revisions import Superseded, begin, correct
from newsroom.desk.shares import HEADLINE_PARTS, Share
from newsroom.desk.snapshots import Snapshot
from newsroom.models import (
    Article,
    Changeset,
    Doubt,
    Newspaper,
    Proposal,
    Reimport,
    SourceSpan,
    UnplacedFragment,
)

Kind = Changeset.Kind
SpanPart = SourceSpan.Part
# What an article has of the jump line that ends it, and of the one it begins with.
JUMP_ON = ("continues_on", "continues_on_as_printed", "continuation_id")
JUMP_FROM = ("continued_from", "continued_from_as_printed")
BasedOn = Mapping[int, int]


class Refused(Exception):
    """The edit makes no sense as asked. Says why, in words for the editor; nothing was written."""


@dataclass(frozen=True, slots=True)
class Versions:
    """An article's text in the three versions that are rearranged alike."""

    printed: Snapshot
    imported: Snapshot
    now: Snapshot

    @classmethod
    def of(cls, article: Article) -> Versions:
        return cls(
            Snapshot.from_json(article.revisions.get(number=0).snapshot), last_imported(article), Snapshot.of(article)
        )


class Edit:
    """One structure edit under way: its articles are locked, its changeset is open."""

    def __init__(self, kind: Changeset.Kind, author: User, reason: str) -> None:
        self.author = author
        self.changeset = Changeset.objects.create(author=author, kind=kind, reason=reason[:300])

    def correct(self, article: Article, wanted: Snapshot) -> None:
        correct(
            article.pk,
            wanted,
            based_on=article.revision_number,
            author=self.author,
            reason=self.changeset.reason,
            changeset=self.changeset,
        )

    def import_as(self, article: Article, imported: Snapshot) -> None:
        """What a later dump of the article is compared with from now on."""
        Reimport.objects.create(
            article=article,
            snapshot=imported.as_json(),
            state=Reimport.State.RESTRUCTURED,
            changeset=self.changeset,
        )

    def put(self, article: Article, **values: object) -> None:
        change(self.changeset, What.ARTICLE, [article], [values])


def locked(based_on: BasedOn) -> dict[int, Article]:
    """The articles by key, locked with their newspaper, so that imports and structure edits of it follow each other."""
    papers = Newspaper.objects.filter(issues__pages__articles__in=list(based_on)).values("pk")
    list(Newspaper.objects.select_for_update().filter(pk__in=papers).order_by("pk"))
    rows = Article.objects.select_for_update(of=("self",)).filter(pk__in=list(based_on)).with_place().order_by("pk")
    articles = {row.pk: row for row in rows}
    if missing := set(based_on) - set(articles):
        raise Refused(_("Article %(number)d is not in the archive.") % {"number": min(missing)})
    clashing = set(Reimport.objects.open_conflicts().filter(article__in=articles).values_list("article", flat=True))
    for article in articles.values():
        if article.merged_into_id is not None:
            raise Refused(_("“%(title)s” was joined to another article.") % {"title": article.title})
        if article.revision_number != based_on[article.pk]:
            raise Superseded(article.revisions.newest_first()[0])
        if article.pk in clashing:
            said = _("“%(title)s” clashes with a later dump; settle that in its form first.")
            raise Refused(said % {"title": article.title})
    return articles


@transaction.atomic
def split(
    article_id: int,
    at: int,
    *,
    based_on: BasedOn,
    author: User,
    headline: str = "",
    opens_with_headline: bool = False,
    bylines: Collection[int] = (),
    photos: Collection[int] = (),
    reason: str = "",
) -> Changeset:
    """The paragraphs from ``at`` on (counted from 0) become an article of their own, which stands behind.

    It gets the bylines of these indexes and the photos of these positions. Its headline is ``headline``, or its first
    paragraph where that is what it ``opens_with_headline``.
    """
    article = locked({article_id: based_on[article_id]})[article_id]
    reason = reason or _("Split: %(title)s") % {"title": article.title}
    edit = Edit(Kind.SPLIT, author, reason)
    versions = Versions.of(article)
    starts = shares.line_starts(versions.now.body)
    if not 0 <= at < len(starts):
        raise Refused(_("There is no such paragraph any more; look again."))
    share = Share(starts[at], frozenset(bylines), frozenset(photos), opens_with_headline)
    stays, goes = shares.cut(versions.now, share)
    goes = goes.with_parts(headline=headline.strip() or goes.headline)
    if shares.is_empty(goes) or shares.is_empty(stays):
        raise Refused(_("Both articles need some text or a photo; choose another paragraph."))
    of_print, of_import = (share.in_version(versions.now, each) for each in (versions.printed, versions.imported))
    new = _split_off(edit, article, shares.cut(versions.printed, of_print)[1], goes)
    head, tail = shares.cut(versions.imported, of_import)
    edit.import_as(article, head)
    edit.import_as(new, tail)
    edit.correct(article, stays)
    _share_out_spans(edit, article, new, versions.imported, of_import)
    return edit.changeset


def _split_off(edit: Edit, article: Article, printed: Snapshot, text: Snapshot) -> Article:
    """The new article behind the old, with the jump line that ends it; nothing of it was there before."""
    new = Article(
        page=article.page,
        number=free_number(article.page),
        position=article.position,
        kind=Article.Kind.ARTICLE if text.body.strip() else Article.Kind.PHOTO,
        section=article.section,
        section_source=article.section_source,
        import_run=article.import_run,
        found_right=article.found_right,
        split_from=article,
        merged_into=article,
        visible=False,
    )
    begin(new, printed, changeset=edit.changeset)
    if text != printed:
        edit.correct(Article.objects.get(pk=_stand(edit, new, article)), text)
    else:
        _stand(edit, new, article)
    order = [pk for pk in order_on(article.page_id) if pk != new.pk]
    behind = order.index(article.pk) + 1
    put_in_order(article.page_id, [*order[:behind], new.pk, *order[behind:]])
    return Article.objects.get(pk=new.pk)


def _stand(edit: Edit, new: Article, article: Article) -> int:
    """Written down as if it had been part of the old one before: that is what undoing makes of it."""
    edit.put(new, merged_into_id=None, visible=article.visible)
    if article.text_state != Article.TextState.IMPORTED:
        Article.objects.filter(pk=new.pk).update(text_state=Article.TextState.CORRECTED)
    jump = {name: getattr(article, name) for name in JUMP_ON}
    if any(jump.values()):
        edit.put(article, continues_on=None, continues_on_as_printed="", continuation_id=None)
        edit.put(new, **jump)
    return new.pk


def _share_out_spans(edit: Edit, article: Article, new: Article, imported: Snapshot, share: Share) -> None:
    """The spans of what went go along, counted from where the new article begins."""
    first = sum(1 for line in shares.lines_of(imported.body) if line.start < share.at)
    photo_order = [photo.position for photo in imported.photos]
    new_order = [position for position in photo_order if position in share.photos]
    going, values = [], []
    for span in article.spans.filter(part__in=[SpanPart.BODY, SpanPart.CAPTION, SpanPart.CREDIT]):
        put: dict[str, object] = {"article_id": new.pk}
        if span.part == SpanPart.BODY and span.index >= first:
            index = span.index - first - (1 if share.opens_with_headline else 0)
            put |= {"index": index} if index >= 0 else {"index": 0, "part": SpanPart.HEADLINE}
        elif (
            span.part != SpanPart.BODY
            and photo_order[span.index : span.index + 1]
            and photo_order[span.index] in new_order
        ):
            put["index"] = new_order.index(photo_order[span.index])
        else:
            continue
        going.append(span)
        values.append(put)
    change(edit.changeset, What.SPAN, going, values)


@transaction.atomic
def join(
    first_id: int, second_id: int, *, based_on: BasedOn, author: User, run_on: bool = False, reason: str = ""
) -> Changeset:
    """The second becomes the end of the first, with text, bylines, photos, doubts, fragments and spans.

    What it has for headlines takes an empty place of the first, else it becomes crossheads. ``run_on`` makes one
    paragraph of the two that meet. The second's address leads to the first.
    """
    if first_id == second_id:
        raise Refused(_("An article cannot be joined to itself."))
    based_on = {key: based_on[key] for key in (first_id, second_id)}
    articles = locked(based_on)
    first, second = articles[first_id], articles[second_id]
    if Proposal.objects.open().filter(article=second).exists():
        raise Refused(_("Readers' reports on “%(title)s” wait; decide on them first.") % {"title": second.title})
    reason = reason or _("Joined: %(one)s + %(other)s") % {"one": first.title, "other": second.title}
    edit = Edit(Kind.JOIN, author, reason)
    ones, others = Versions.of(first), Versions.of(second)
    shift = shares.photo_numbers(ones.printed, ones.imported, ones.now)
    edit.import_as(first, shares.joined(ones.imported, others.imported, shift=shift, run_on=run_on))
    _join_ends(edit, first, second)
    if second.found_right:
        found_right = changed(first.found_right, places_kept(second.found_right), ())
        Article.objects.filter(pk=first.pk).update(found_right=found_right)
    edit.correct(first, shares.joined(ones.now, others.now, shift=shift, run_on=run_on))
    _move_rows(edit, first, second, ones.imported, others.imported, run_on)
    return edit.changeset


def _join_ends(edit: Edit, first: Article, second: Article) -> None:
    """The second is kept, unseen, for its revisions and its address; the jump line that ends it ends the first now."""
    jump = {name: getattr(second, name) for name in JUMP_ON}
    start = {name: getattr(second, name) for name in JUMP_FROM}
    beginning = Article.objects.filter(continuation=second).exclude(pk=first.pk).first()
    if beginning is not None:
        edit.put(beginning, continuation_id=None)
    edit.put(second, merged_into_id=first.pk, visible=False, continuation_id=None)
    if any(jump.values()) and jump["continuation_id"] != first.pk:
        edit.put(first, **jump)
    elif first.continuation_id == second.pk:
        edit.put(first, continuation_id=None, continues_on=None, continues_on_as_printed="")
    if any(start.values()) and not any(getattr(first, name) for name in JUMP_FROM):
        edit.put(first, **start)
    if beginning is not None and not Article.objects.filter(continuation=first).exists():
        edit.put(beginning, continuation_id=first.pk)


def _move_rows(edit: Edit, first: Article, second: Article, ones: Snapshot, others: Snapshot, run_on: bool) -> None:
    """The second's spans, counted on from the first's as its text was joined; its open doubts and its fragments."""
    left_over = [part for part in HEADLINE_PARTS if getattr(ones, part) and getattr(others, part)]
    paragraphs = len(shares.lines_of(ones.body))
    one_less = 1 if run_on and paragraphs and not left_over else 0
    behind = {
        SpanPart.BODY: paragraphs + len(left_over) - one_less,
        SpanPart.CAPTION: len(ones.photos),
        SpanPart.CREDIT: len(ones.photos),
        SpanPart.BYLINE: len(ones.bylines),
    }
    spans, values = list(second.spans.all()), []
    for span in spans:
        put: dict[str, object] = {"article_id": first.pk, "index": span.index + behind.get(SpanPart(span.part), 0)}
        if span.part in left_over:
            put |= {"part": SpanPart.BODY, "index": paragraphs + left_over.index(span.part)}
        elif one_less and span.part == SpanPart.BODY and span.index == 0:
            put["position"] = span.position + first.spans.filter(part=SpanPart.BODY, index=paragraphs - 1).count()
        values.append(put)
    change(edit.changeset, What.SPAN, spans, values)
    doubts = list(second.doubts.filter(state=Doubt.State.OPEN))
    change(edit.changeset, What.DOUBT, doubts, [{"article_id": first.pk}] * len(doubts))
    fragments = list(second.attached_fragments.all())
    change(edit.changeset, What.FRAGMENT, fragments, [{"article_id": first.pk}] * len(fragments))


@transaction.atomic
def exchange_headlines(
    one_id: int, other_id: int, *, parts: Collection[str], based_on: BasedOn, author: User, reason: str = ""
) -> Changeset:
    """Two articles exchange these of kicker, headline and subhead; an empty one makes it a gift."""
    if one_id == other_id or not parts or not set(parts) <= set(HEADLINE_PARTS):
        raise Refused(_("Choose another article and what to exchange with it."))
    based_on = {key: based_on[key] for key in (one_id, other_id)}
    articles = locked(based_on)
    one, other = articles[one_id], articles[other_id]
    if all(getattr(one, part) == getattr(other, part) for part in parts):
        raise Refused(_("There is nothing to exchange."))
    reason = reason or _("Headlines exchanged: %(one)s, %(other)s") % {"one": one.title, "other": other.title}
    edit = Edit(Kind.HEADLINE, author, reason)
    ones, others = Versions.of(one), Versions.of(other)
    imported = shares.exchanged(ones.imported, others.imported, parts)
    now = shares.exchanged(ones.now, others.now, parts)
    for article, of_import, text in zip((one, other), imported, now, strict=True):
        edit.import_as(article, of_import)
        edit.correct(article, text)
    return edit.changeset


@transaction.atomic
def rearrange(
    article_id: int, source: str, target: str, *, based_on: BasedOn, author: User, reason: str = ""
) -> Changeset:
    """A paragraph becomes a headline part or another kind of paragraph, or a headline part a paragraph.

    ``source`` is the number of a paragraph, or ``kicker``, ``headline``, ``subhead``; ``target`` is one of these three,
    or ``text``, ``crosshead``, ``note``. Where there is a headline part already, the two change places.
    """
    based_on = {article_id: based_on[article_id]}
    article = locked(based_on)[article_id]
    versions = Versions.of(article)
    wanted = _rearranged(versions.now, versions.now, source, target)
    if wanted is None or wanted == versions.now:
        raise Refused(_("There is nothing to be changed there; look again."))
    edit = Edit(Kind.PART, author, reason or _("Rearranged: %(title)s") % {"title": article.title})
    imported = _rearranged(versions.imported, versions.now, source, target)
    if imported is not None and imported != versions.imported:
        edit.import_as(article, imported)
    edit.correct(article, wanted)
    return edit.changeset


def _rearranged(text: Snapshot, now: Snapshot, source: str, target: str) -> Snapshot | None:
    """The version rearranged as asked of ``now``; None where it has no such part."""
    if source in HEADLINE_PARTS:
        if not getattr(text, source):
            return None
        if target in HEADLINE_PARTS:
            return text.with_parts(**{source: getattr(text, target), target: getattr(text, source)})
        return shares.demoted(text, source, target)
    lines = shares.lines_of(now.body)
    if not source.isdecimal() or int(source) >= len(lines):
        return None
    line = shares.line_in_version(text.body, now.body, lines[int(source)])
    if line is None:
        return None
    if target in HEADLINE_PARTS:
        return shares.promoted(text, line, target)
    return shares.marked_as(text, line, target)


@transaction.atomic
def attach(
    fragment_id: int, article_id: int, place: str, *, based_on: BasedOn, author: User, reason: str = ""
) -> Changeset:
    """An unplaced fragment is put into an article, at one of ``shares.places_for`` it."""
    based_on = {article_id: based_on[article_id]}
    article = locked(based_on)[article_id]
    fragment = _open_fragment(fragment_id)
    now = Snapshot.of(article)
    if place not in shares.places_for(now):
        raise Refused(_("There is no such place in the article any more; look again."))
    edit = Edit(Kind.ATTACH, author, reason or _("Attached: %(text)s") % {"text": fragment})
    edit.correct(article, shares.with_fragment(now, fragment.text, place))
    state = UnplacedFragment.State.ATTACHED
    change(edit.changeset, What.FRAGMENT, [fragment], [{"state": state, "article_id": article.pk}])
    return edit.changeset


@transaction.atomic
def dismiss(fragment_id: int, *, author: User, reason: str = "") -> Changeset:
    """An unplaced fragment that is no text of the page (a page number, a speck) need not be looked at again."""
    fragment = _open_fragment(fragment_id)
    edit = Edit(Kind.DISMISS, author, reason or _("Dismissed: %(text)s") % {"text": fragment})
    change(edit.changeset, What.FRAGMENT, [fragment], [{"state": UnplacedFragment.State.DISMISSED}])
    return edit.changeset


def _open_fragment(fragment_id: int) -> UnplacedFragment:
    fragment = UnplacedFragment.objects.select_for_update().filter(pk=fragment_id).first()
    if fragment is None or fragment.state != UnplacedFragment.State.OPEN:
        raise Refused(_("Somebody has dealt with this fragment in the meantime."))
    return fragment
