import json
from dataclasses import replace

import pytest
from hypothesis import given

from newsroom.desk.snapshots import BylineText, PhotoText, Snapshot
from tests.desk.strategies import snapshots
from tests.factories import make_article


@given(snapshots())
def test_a_snapshot_survives_json(snapshot):
    again = Snapshot.from_json(json.loads(json.dumps(snapshot.as_json())))
    assert again == snapshot
    assert again.sha256 == snapshot.sha256


@given(snapshots(), snapshots())
def test_equal_hashes_mean_equal_texts(one, other):
    assert (one.sha256 == other.sha256) == (one == other)


def test_who_is_meant_by_a_name_is_no_part_of_the_text():
    one = Snapshot(bylines=(BylineText("王浩", contributor=1),))
    other = Snapshot(bylines=(BylineText("王浩", contributor=2),))
    assert one == other
    assert one.sha256 == other.sha256
    assert Snapshot.from_json(one.as_json()).bylines[0].contributor == 1


def test_a_revision_written_before_contributors_were_recorded_can_be_read():
    data = Snapshot(bylines=(BylineText("王浩"),)).as_json()
    del data["bylines"][0]["contributor"]
    assert Snapshot.from_json(data).bylines[0].contributor is None


def test_lone_surrogates_hash():
    assert Snapshot(body="\ud800").sha256 != Snapshot(body="\ud801").sha256


@pytest.mark.parametrize(
    "parts",
    [
        {"photos": (PhotoText(2), PhotoText(1))},
        {"photos": (PhotoText(1), PhotoText(1))},
        {"photos": (PhotoText(1),), "bylines": (BylineText("王浩", photo=2),)},
    ],
)
def test_photos_are_in_order_and_credits_point_at_one_of_them(parts):
    with pytest.raises(ValueError, match="hoto"):
        replace(Snapshot(), **parts)


@pytest.mark.django_db
def test_an_article_is_read_whole(django_assert_num_queries):
    article = make_article("初雪", "昨夜下雪。", kicker="寒潮", bylines=[("王浩", "摄影")], photos=[("雪景", "王浩摄")])
    article.bylines.update(photo=article.photos.get(), affiliation="记者站")
    with django_assert_num_queries(2):
        snapshot = Snapshot.of(article)
    assert snapshot == Snapshot(
        kicker="寒潮",
        headline="初雪",
        body="昨夜下雪。",
        bylines=(BylineText("王浩", "摄影", "记者站", "摄影 王浩", 1),),
        photos=(PhotoText(1, "雪景", "王浩摄"),),
    )
