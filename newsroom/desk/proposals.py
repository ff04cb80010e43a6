"""Readers' reports: taken in within bounds, and accepted or refused by an editor."""

from __future__ import annotations

import datetime as dt
import hashlib
import ipaddress
import unicodedata

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from newsroom.desk.passages import Passage
from newsroom.desk.snapshots import Snapshot
from newsroom.desk.texts import with_substituted
from newsroom.desk.together import correct_together
from newsroom.models import Article, Proposal, Revision

# A reader who goes through a page with a pencil sends some; a script sends hundreds.
MOST_FROM_ONE_SENDER = ((dt.timedelta(minutes=10), 6), (dt.timedelta(days=1), 30))
# Beyond these an editor is no better informed by one more. The whole day's bound holds against many senders at once.
MOST_OPEN_IN_ONE_ARTICLE = 20
MOST_IN_A_DAY = 1000
LONGEST_PROPOSED = 800
LONGEST_NOTE = 500


class TooMany(Exception):
    """No more reports are taken for now; ``wait`` is how long."""

    def __init__(self, wait: dt.timedelta) -> None:
        super().__init__(f"No more reports for {wait}.")
        self.wait = wait


class NotAProposal(ValueError):
    """What was sent proposes nothing: it says what stands there already."""


class AlreadyDecided(Exception):
    """Another editor accepted or refused it in the meantime."""


def plain(text: str) -> str:
    """What a reader typed without line breaks at its ends and without characters that show nothing or turn the line."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    return "".join(sign for sign in unified if sign == "\n" or unicodedata.category(sign) not in {"Cc", "Cf", "Cs"})


def sender_of(address: str, day: dt.date) -> str:
    """A sender for one day as a keyed hash: two reports of a day can be told to be one sender's, nothing more.

    Of an IPv6 address the network counts: a household has billions of addresses.
    """
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        network = address
    else:
        network = str(ipaddress.ip_network(f"{parsed}/64", strict=False)) if parsed.version == 6 else str(parsed)
    return salted_hmac("newsroom.proposals", f"{day} {network}", algorithm="sha256").hexdigest()


def propose(revision: Revision, passage: Passage, proposed: str, *, note: str = "", sender: str = "") -> Proposal:
    """Takes in a reader's report on a revision; one that waits already is returned instead.

    Raises NotAProposal where nothing would change, and TooMany.
    """
    proposed, note = plain(proposed)[:LONGEST_PROPOSED], plain(note)[:LONGEST_NOTE]
    if passage.field != "body":
        proposed = proposed.replace("\n", "")
    if proposed == plain(passage.text):
        raise NotAProposal
    article_id = revision.article_id
    fingerprint = _fingerprint(article_id, passage, proposed)
    waiting = Proposal.objects.open().filter(fingerprint=fingerprint)
    if same := waiting.first():
        return same
    _refuse_floods(article_id, sender)
    try:
        with transaction.atomic():
            return Proposal.objects.create(
                article_id=article_id,
                revision=revision,
                field=passage.field,
                start=passage.start,
                passage=passage.text,
                proposed=proposed,
                note=note,
                sender=sender,
                fingerprint=fingerprint,
            )
    except IntegrityError:  # pressed twice: the other one was a moment earlier
        return waiting.get()


def _fingerprint(article_id: int, passage: Passage, proposed: str) -> str:
    told = "\0".join((str(article_id), passage.field, str(passage.start), passage.text, proposed))
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


def _refuse_floods(article_id: int, sender: str) -> None:
    """Raises TooMany. Forgets the senders of earlier days, who are no longer counted."""
    now = timezone.now()
    longest = MOST_FROM_ONE_SENDER[-1][0]
    Proposal.objects.filter(received_at__lt=now - longest).exclude(sender="").update(sender="")
    for window, most in MOST_FROM_ONE_SENDER:
        if sender and Proposal.objects.sent_by(sender).received_since(now - window).count() >= most:
            raise TooMany(window)
    if Proposal.objects.open().filter(article=article_id).count() >= MOST_OPEN_IN_ONE_ARTICLE:
        raise TooMany(longest)
    if Proposal.objects.received_since(now - longest).count() >= MOST_IN_A_DAY:
        raise TooMany(longest)


@transaction.atomic
def accept(proposal_id: int, *, editor: User) -> Proposal:
    """Makes what a reader proposed a revision of the article, merged with whatever was saved since they read it.

    Raises AlreadyDecided, and Clashing (newsroom.desk.together) where an editor changed the same place otherwise.
    """
    proposal = _still_open(proposal_id)
    read = Snapshot.from_json(proposal.revision.snapshot)
    before = Article.objects.select_for_update().get(pk=proposal.article_id).revision_number
    saved = correct_together(
        proposal.article_id,
        wanted_by(proposal, read),
        based_on=proposal.revision.number,
        author=editor,
        reason=_("Proposed by a reader"),
    )
    made = saved.revision if saved.revision.number > before else None
    return _decide(proposal, Proposal.State.ACCEPTED, editor, made=made)


@transaction.atomic
def accept_as_done(proposal_id: int, *, editor: User) -> Proposal:
    """Says that the article reads right by now, through the editor's own hand."""
    return _decide(_still_open(proposal_id), Proposal.State.ACCEPTED, editor, answer=_("Put right by hand"))


@transaction.atomic
def refuse(proposal_id: int, *, editor: User, answer: str = "") -> Proposal:
    """Leaves the text as it is. Raises AlreadyDecided."""
    return _decide(_still_open(proposal_id), Proposal.State.REFUSED, editor, answer=answer)


def wanted_by(proposal: Proposal, read: Snapshot) -> Snapshot:
    """The article as the reader would have it: ``read`` is the revision they had before them."""
    return with_substituted(read, proposal.passage, proposal.proposed, [(proposal.field, proposal.start)])


def _still_open(proposal_id: int) -> Proposal:
    proposal = Proposal.objects.select_for_update(of=("self",)).select_related("revision").get(pk=proposal_id)
    if proposal.state != Proposal.State.OPEN:
        raise AlreadyDecided
    return proposal


def _decide(
    proposal: Proposal, state: Proposal.State, editor: User, *, answer: str = "", made: Revision | None = None
) -> Proposal:
    proposal.state, proposal.decided_by, proposal.decided_at = state, editor, timezone.now()
    proposal.answer, proposal.made = answer[:300], made
    proposal.save(update_fields=["state", "decided_by", "decided_at", "answer", "made"])
    return proposal
