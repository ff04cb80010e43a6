"""Every figure of the desk is counted from what is there."""

import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from newsroom.desk.figures import shares, throughput, waiting
from newsroom.desk.lessons import most_taught
from newsroom.desk.review import approve
from newsroom.desk.revisions import correct
from newsroom.desk.snapshots import Snapshot
from newsroom.desk.structure import join
from newsroom.models import Article, Doubt
from tests.factories import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def editors():
    return [User.objects.create_user(name) for name in ("one", "two")]


def corrected(article, editor, body):
    now = Article.objects.get(pk=article.pk)
    text = Snapshot.of(now).with_parts(body=body)
    return correct(article.pk, text, based_on=now.revision_number, author=editor)


def test_shares_by_issue_and_month():
    for day, state in (
        ("2026-01-07", "reviewed"), ("2026-01-07", "corrected"), ("2026-01-07", "imported"), ("2026-01-07", "imported"),
        ("2026-01-09", "reviewed"), ("2025-12-31", "imported"),
    ):  # fmt: skip
        make_article(date=day, text_state=state)
    issues, months = shares()
    told = [(share.label[:10], share.reviewed, share.corrected, share.imported) for share in issues]
    assert told == [("2026-01-09", 1, 0, 0), ("2026-01-07", 1, 1, 2), ("2025-12-31", 0, 0, 1)]
    assert [(share.label, share.total, share.reviewed_percent, share.corrected_percent) for share in months] == [
        ("2026-01", 5, 40, 20),
        ("2025-12", 1, 0, 0),
    ]


def test_throughput_by_day_and_editor(editors):
    one, two = editors
    article = make_article(body="石福云进山。")
    corrected(article, one, "石榴云进山。")
    corrected(article, one, "石榴云出山。")
    approve(article.pk, based_on=2, reviewer=two)
    today = timezone.localdate()
    assert {tuple(work) for work in throughput()} == {(today, one.pk, 2, 0), (today, two.pk, 0, 1)}


def test_what_is_long_ago_is_no_throughput(editors, monkeypatch):
    corrected(make_article(body="石福云进山。"), editors[0], "石榴云进山。")
    later = timezone.now() + dt.timedelta(days=30)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert throughput() == []


def test_substitutions_are_ranked_by_how_often_they_were_made(editors):
    for number in range(2):
        article = make_article(body="记者石福云报道。", date=f"2026-01-0{number + 1}")
        corrected(article, editors[0], "记者石榴云报道。")
    corrected(make_article(body="末来可期", date="2026-01-05"), editors[1], "未来可期")
    assert [tuple(one) for one in most_taught(12)] == [("石福云", "石榴云", 2), ("末来", "未来", 1)]


def test_what_waits_is_counted_as_the_lists_have_it(editors):
    article, other = make_article(body="凌晨2时5O分。"), make_article(body="甲。")
    for state in ("open", "open", "accepted"):
        Doubt.objects.create(article=article, what="join", why="…", confidence=0.2, state=state)
    corrected(make_article(body="乙。"), editors[0], "丙。")
    counts = {
        "doubtful": 1,
        "suspicious": 1,
        "imported": 2,
        "corrected": 1,
        "conflicts": 0,
        "reports": 0,
        "unplaced": 0,
    }
    assert waiting() == counts
    # One that was joined to another waits for nothing.
    join(other.pk, article.pk, based_on={other.pk: 0, article.pk: 0}, author=editors[0])
    assert waiting() == counts | {"imported": 0, "corrected": 2}
