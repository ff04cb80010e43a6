"""Where articles stand: moved to another page, put in order, and the two halves of one article paired.

No text changes, so no revisions are made; the changeset and its changed rows say what was done. See
``newsroom.desk.structure`` for what all structure edits promise.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from newsroom.desk.journal import arrange, free_number, order_on
from newsroom.desk.structure import BasedOn, Edit, Kind, Refused, locked
from newsroom.models import Article, Changeset, Newspaper, Page


@transaction.atomic
def move(
    article_id: int, page_id: int, *, behind: int | None, based_on: BasedOn, author: User, reason: str = ""
) -> Changeset:
    """The article stands on another page of the paper from now on, behind that article of the page, or first.

    It gets a number of its own there, or the one it had there once. Its old address leads to the new one.
    """
    based_on = {article_id: based_on[article_id]}
    article = locked(based_on)[article_id]
    page = Page.objects.filter(pk=page_id).select_related("issue__newspaper").first()
    if page is None or page.issue.newspaper_id != article.page.issue.newspaper_id:
        raise Refused(_("Choose a page of the same newspaper."))
    if page.pk == article.page_id:
        raise Refused(_("The article stands on this page already."))
    reason = reason or _("Moved to %(page)s: %(title)s") % {"page": page, "title": article.title}
    edit = Edit(Kind.MOVE, author, reason)
    had = article.former_addresses.filter(page=page).first()
    number = had.number if had is not None else free_number(page)
    # One that is not on the page means first.
    edit.put(article, address=[page.pk, number], follows=behind)
    return edit.changeset


@transaction.atomic
def reorder(page_id: int, order: Sequence[int], *, seen: Sequence[int], author: User, reason: str = "") -> Changeset:
    """Puts the articles of a page in this order. ``seen`` is the order the editor started from."""
    page = Page.objects.filter(pk=page_id).select_related("issue__newspaper").first()
    if page is None or sorted(order) != sorted(seen):
        raise Refused(_("The articles of the page are not those that were to be put in order; look again."))
    list(Newspaper.objects.select_for_update().filter(pk=page.issue.newspaper_id))
    now = order_on(page.pk)
    standing = set(Article.objects.filter(page=page).standing().values_list("pk", flat=True))
    if [pk for pk in now if pk in standing] != list(seen):
        raise Refused(_("Somebody has changed the page in the meantime; look again."))
    if list(order) == list(seen):
        raise Refused(_("The articles stand in this order already."))
    edit = Edit(Kind.ORDER, author, reason or _("Put in order: %(page)s") % {"page": page})
    wanted = iter(order)
    arrange(edit.changeset, page, [next(wanted) if pk in standing else pk for pk in now])
    return edit.changeset


@transaction.atomic
def pair(first_id: int, second_id: int, *, based_on: BasedOn, author: User, reason: str = "") -> Changeset:
    """Says that the second is where the first carries on (下转/上接). What either was paired with before is let go."""
    if first_id == second_id:
        raise Refused(_("An article does not carry on in itself."))
    articles = locked({key: based_on[key] for key in (first_id, second_id)})
    first, second = articles[first_id], articles[second_id]
    if first.page.issue_id != second.page.issue_id:
        raise Refused(_("Both halves are printed in one issue."))
    if first.continuation_id == second.pk:
        raise Refused(_("The two are paired already."))
    if second.continuation_id == first.pk:
        raise Refused(_("“%(title)s” carries on in this one; let that go first.") % {"title": second.title})
    reason = reason or _("Paired: %(one)s → %(other)s") % {"one": first.title, "other": second.title}
    edit = Edit(Kind.PAIR, author, reason)
    for article, half in ((first, second), (second, first)):
        if half.pk in article.apart_from or article.half_missing:
            left = [key for key in article.apart_from if key != half.pk]
            edit.put(article, apart_from=left, half_missing=False)
    if (before := Article.objects.filter(continuation=second).first()) is not None:
        edit.put(before, continuation_id=None)
    edit.put(first, continuation_id=second.pk)
    return edit.changeset


@transaction.atomic
def tell_apart(one_id: int, other_id: int, *, based_on: BasedOn, author: User, reason: str = "") -> Changeset:
    """Says that the two are no halves of one article, whatever the printed pointers; it is not concluded again."""
    articles = locked({key: based_on[key] for key in (one_id, other_id)})
    if len(articles) < 2 or other_id in articles[one_id].apart_from:
        raise Refused(_("The two are told apart already."))
    one, other = articles[one_id], articles[other_id]
    reason = reason or _("Not one article: %(one)s, %(other)s") % {"one": one.title, "other": other.title}
    edit = Edit(Kind.PAIR, author, reason)
    for article, stranger in ((one, other), (other, one)):
        paired = {"continuation_id": None} if article.continuation_id == stranger.pk else {}
        edit.put(article, apart_from=sorted({*article.apart_from, stranger.pk}), **paired)
    return edit.changeset


@transaction.atomic
def give_up(article_id: int, *, based_on: BasedOn, author: User, reason: str = "") -> Changeset:
    """Says that the other half is not in the archive: the article is not listed for it until it is paired."""
    article = locked({article_id: based_on[article_id]})[article_id]
    if article.half_missing:
        raise Refused(_("That is said of the article already."))
    edit = Edit(Kind.PAIR, author, reason or _("Other half missing: %(title)s") % {"title": article.title})
    edit.put(article, half_missing=True)
    return edit.changeset


@transaction.atomic
def let_go(first_id: int, *, based_on: BasedOn, author: User, reason: str = "") -> Changeset:
    """Takes back which article is the other half."""
    first = locked({first_id: based_on[first_id]})[first_id]
    if first.continuation_id is None:
        raise Refused(_("The article is paired with none."))
    edit = Edit(Kind.PAIR, author, reason or _("Parted: %(title)s") % {"title": first.title})
    edit.put(first, continuation_id=None)
    return edit.changeset
