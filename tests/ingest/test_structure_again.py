"""Structure edits, corrections and better dumps in any mix: nothing typed is lost, nothing printed comes twice."""

import datetime as dt
import random
import tempfile
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from newsroom.desk import structure, structure_places
from newsroom.desk.reimport import last_imported
from newsroom.desk.revisions import correct, restore
from newsroom.desk.shares import lines_of
from newsroom.desk.snapshots import Snapshot
from newsroom.desk.undoing import CannotUndo, undo
from newsroom.ingest.places import Options
from newsroom.ingest.run import Import
from newsroom.models import Article, Changeset, FormerAddress, Page, Reimport, SourceSpan
from newsroom.parsing.readers import plain
from tests.ingest.dumps import write
from tests.ingest.test_again import read_lines

pytestmark = pytest.mark.django_db

DATED = Options(newspaper="雪岭日报", date=dt.date(2026, 1, 7))
HAN = [chr(code) for code in range(0x4E00, 0x4E00 + 6000)]


@pytest.fixture(autouse=True)
def reader(monkeypatch):
    monkeypatch.setattr(plain, "read_page", read_lines)


def page_of(seed, articles=4):
    """Made-up articles of a headline and paragraphs: [[piece, …], …]. No two pieces share words."""
    chars = random.Random(seed).sample(HAN, articles * 5 * 24)
    pieces = ["".join(chars[at : at + 24]) for at in range(0, len(chars), 24)]
    return [pieces[at * 5 : at * 5 + 3 + at % 3] for at in range(articles)]


def name_of(piece):
    """The middle of a piece, which no dump of these tests misreads: by it the piece is known wherever it stands."""
    return piece[9:15]


def reread(pieces, noise):
    """Another dump: in every piece some characters beside its middle are misread or lost."""
    lines = []
    for article in pieces:
        read = []
        for piece in article:
            chars = list(piece)
            for at in (*range(9), *range(15, 24)):
                if noise.random() < 0.12:
                    chars[at] = noise.choice(["口", ""])
            read.append("".join(chars))
        lines.append("　".join(read))
    return "\n".join(lines)


def bring(text):
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), {"01.txt": text})
        (outcome,) = Import([Path(folder) / "01.txt"], DATED, write=True).outcomes()
    return outcome


class Desk:
    """An editor who does anything at random, and remembers what has to be found again."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.editor, _ = User.objects.get_or_create(username="editor")
        self.pieces = page_of(seed)
        bring("\n".join("　".join(article) for article in self.pieces))
        self.page = Page.objects.get(number=1)
        self.other = Page.objects.create(issue=self.page.issue, number=2)
        self.marks = []
        self.addresses = {}
        self.count = 0

    def standing(self):
        return list(Article.objects.standing().order_by("pk"))

    def seen(self, *articles):
        return {article.pk: article.revision_number for article in articles}

    def correct(self):
        article = self.random.choice(self.standing())
        names = {name_of(piece) for pieces in self.pieces for piece in pieces}
        at = self.random.randint(0, len(article.body))
        # Not into the middle by which a piece is known.
        if any((start := article.body.find(name)) >= 0 and start < at < start + 6 for name in names):
            return
        mark = chr(0x20000 + self.count)
        body = article.body[:at] + mark + article.body[at:]
        correct(
            article.pk, Snapshot.of(article).with_parts(body=body), based_on=article.revision_number, author=self.editor
        )
        self.marks.append(mark)

    def split(self):
        article = self.random.choice(self.standing())
        self._do(
            structure.split,
            article.pk,
            self.random.randint(0, len(lines_of(article.body))),
            based_on=self.seen(article),
            opens_with_headline=self.random.random() < 0.4,
        )

    def join(self):
        if len(self.standing()) > 1:
            one, other = self.random.sample(self.standing(), 2)
            run_on = self.random.random() < 0.3
            self._do(structure.join, one.pk, other.pk, based_on=self.seen(one, other), run_on=run_on)

    def exchange(self):
        if len(self.standing()) > 1:
            one, other = self.random.sample(self.standing(), 2)
            self._do(structure.exchange_headlines, one.pk, other.pk, parts=["headline"], based_on=self.seen(one, other))

    def rearrange(self):
        article = self.random.choice(self.standing())
        source = self.random.choice(["headline", *map(str, range(len(lines_of(article.body))))])
        target = self.random.choice(["headline", "kicker", "crosshead", "text"])
        self._do(structure.rearrange, article.pk, source, target, based_on=self.seen(article))

    def move(self):
        article = self.random.choice(self.standing())
        page = self.other if article.page_id == self.page.pk else self.page
        self._do(structure_places.move, article.pk, page.pk, behind=None, based_on=self.seen(article))

    def reimport(self):
        bring(reread(self.pieces, self.random))

    def undo(self):
        done = list(Changeset.objects.filter(undone_by=None).order_by("pk"))
        if done:
            self._do(undo, self.random.choice(done))

    def _do(self, act, *args, **options):
        try:
            with transaction.atomic():
                act(*args, author=self.editor, **options)
        except (structure.Refused, CannotUndo):
            pass

    STRUCTURE = (split, join, exchange, rearrange, move)

    def step(self, acts):
        self.count += 1
        before = len(self.standing())
        act = self.random.choice(acts)
        act(self)
        if act is Desk.reimport:
            assert len(self.standing()) == before, "a dump made or took an article"
        for article in self.standing():
            self.addresses[article.page_id, article.number] = article.pk

    def check(self):
        texts = [Snapshot.of(article) for article in self.standing()]
        whole = "\n".join("\n".join((text.kicker, text.headline, text.subhead, text.body)) for text in texts)
        assert {mark: whole.count(mark) for mark in self.marks} == dict.fromkeys(self.marks, 1)
        plain_text = whole.translate(dict.fromkeys(map(ord, self.marks)))
        names = [name_of(piece) for pieces in self.pieces for piece in pieces]
        assert {name: plain_text.count(name) for name in names} == dict.fromkeys(names, 1)
        for (page, number), first in self.addresses.items():
            at = Article.objects.filter(page=page, number=number).first()
            at = at or FormerAddress.objects.get(page=page, number=number).article
            assert at.pk == first, "an address has come to mean another article"


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32), steps=st.integers(2, 10))
@example(seed=258, steps=10)  # a join undone, a correction, and the undoing undone
def test_no_correction_is_lost_and_no_article_comes_twice(seed, steps):
    with transaction.atomic():
        desk = Desk(seed)
        for _ in range(steps):
            desk.step((*Desk.STRUCTURE, Desk.correct, Desk.correct, Desk.reimport, Desk.reimport, Desk.undo))
            desk.check()
        transaction.set_rollback(True)


def everything():
    articles = Article.objects.standing().order_by("pk")
    return (
        {article.pk: (Snapshot.of(article).sha256, last_imported(article).sha256) for article in articles},
        list(articles.values_list("pk", "page", "number", "visible")),
        set(SourceSpan.objects.values_list("pk", "article", "part", "index")),
    )


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32), steps=st.integers(1, 8))
def test_everything_undone_gives_every_hash_back(seed, steps):
    """The last edit first: corrections by restoring what was there, structure by undoing its changeset."""
    with transaction.atomic():
        desk = Desk(seed)
        done = []
        for _ in range(steps):
            before, known = everything(), set(Changeset.objects.values_list("pk", flat=True))
            desk.step((*Desk.STRUCTURE, Desk.correct))
            done.append((before, Changeset.objects.exclude(pk__in=known).first()))
        for before, changeset in reversed(done):
            if changeset is not None:
                undo(changeset, author=desk.editor)
            else:
                texts = {pk: Article.objects.get(pk=pk) for pk in before[0]}
                for pk, article in texts.items():
                    if Snapshot.of(article).sha256 != before[0][pk][0]:
                        number = article.revisions.filter(sha256=before[0][pk][0]).last().number
                        restore(pk, number, based_on=article.revision_number, author=desk.editor)
            assert everything() == before
        transaction.set_rollback(True)


def test_a_dump_read_in_one_piece_improves_both_halves_of_what_was_split():
    desk = Desk(1)
    article = Article.objects.get(number=3)
    structure.split(article.pk, 2, based_on=desk.seen(article), author=desk.editor)
    new = Article.objects.get(split_from=article)
    better = [[piece.replace(piece[2], "好") for piece in pieces] for pieces in desk.pieces]
    outcome = bring("\n".join("　".join(pieces) for pieces in better))
    assert outcome.written and not Reimport.objects.open_conflicts().exists()
    for half, lines in ((article, better[2][1:3]), (new, better[2][3:])):
        half.refresh_from_db()
        assert half.body.split("\n") == lines
        assert half.spans.filter(source__size__gt=0).values("source").distinct().count() == 2
    assert Article.objects.standing().count() == 5


def test_moved_to_another_page_it_is_known_by_where_it_was_read():
    desk = Desk(2)
    article = Article.objects.get(number=2)
    structure_places.move(article.pk, desk.other.pk, behind=None, based_on=desk.seen(article), author=desk.editor)
    better = [[piece.replace(piece[2], "好") for piece in pieces] for pieces in desk.pieces]
    bring("\n".join("　".join(pieces) for pieces in better))
    article.refresh_from_db()
    assert article.page == desk.other and article.body.split("\n") == better[1][1:]
    assert Article.objects.count() == 4
