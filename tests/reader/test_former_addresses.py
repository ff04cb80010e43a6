"""Addresses stay: what was moved or joined is found from where it stood, what was cited reads as it was cited."""

import pytest
from django.contrib.auth.models import User

from newsroom.desk.publication import publish, withdraw
from newsroom.desk.structure import join, split
from newsroom.desk.structure_places import move, pair, tell_apart
from newsroom.desk.undoing import undo
from newsroom.models import Article
from tests.factories import make_article, make_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return User.objects.create_user("editor")


def seen(*articles):
    return {article.pk: Article.objects.get(pk=article.pk).revision_number for article in articles}


def test_a_moved_article_is_sent_on_from_where_it_stood(client, editor):
    article, page = make_article(), make_page(number=2)
    old = article.get_absolute_url()
    done = move(article.pk, page.pk, behind=None, based_on=seen(article), author=editor)
    new = Article.objects.get(pk=article.pk).get_absolute_url()
    assert new != old
    assert (client.get(new).status_code, client.get(old).status_code, client.get(old)["Location"]) == (200, 301, new)
    undo(done, author=editor)
    assert (client.get(old).status_code, client.get(new)["Location"]) == (200, old)


def test_a_joined_article_is_sent_on_however_often_it_was_joined(client, editor):
    one, two, three = (make_article(title, f"{title}的正文。") for title in ("甲", "乙", "丙"))
    join(two.pk, three.pk, based_on=seen(two, three), author=editor)
    join(one.pk, two.pk, based_on=seen(one, two), author=editor)
    for gone in (two, three):
        response = client.get(gone.get_absolute_url() + "?q=甲")
        assert (response.status_code, response["Location"].split("?")[0]) == (301, one.get_absolute_url())
    page = client.get(one.page.get_absolute_url()).content.decode()
    assert one.get_absolute_url() in page and two.get_absolute_url() not in page


def test_what_was_cited_of_a_joined_article_reads_as_before(client, editor):
    one, two = make_article("甲"), make_article("乙", "乙的正文。")
    join(one.pk, two.pk, based_on=seen(one, two), author=editor)
    response = client.get(two.revisions.get().get_absolute_url())
    assert response.status_code == 200 and "乙的正文。" in response.content.decode()
    assert f'rel="canonical" href="http://testserver{one.get_absolute_url()}"' in response.content.decode()
    withdraw([one.pk])
    assert client.get(two.revisions.get().get_absolute_url()).status_code == 410
    assert client.get(two.get_absolute_url(), follow=True).status_code == 410


def test_a_joined_article_is_not_made_public_by_itself(editor):
    one, two = make_article("甲"), make_article("乙")
    join(one.pk, two.pk, based_on=seen(one, two), author=editor)
    assert publish([one.pk, two.pk]) == []


def test_the_api_leads_on_too(client, editor):
    one, two = make_article("甲"), make_article("乙")
    join(one.pk, two.pk, based_on=seen(one, two), author=editor)
    response = client.get(f"/api/v1/articles/{two.pk}/")
    assert (response.status_code, response["Location"]) == (301, f"http://testserver/api/v1/articles/{one.pk}/")
    assert client.get(f"/api/v1/articles/{two.pk}/revisions/0/").status_code == 200


def test_halves_that_an_editor_paired_are_read_as_one(client, editor):
    first = make_article("冬捕", "首网出鱼。", continues_on=3, continues_on_as_printed="（下转第三版）")
    second = make_article("续", "队长说等了一个月。", page_number=2)
    assert "队长说" not in client.get(first.get_absolute_url()).content.decode()
    pair(first.pk, second.pk, based_on=seen(first, second), author=editor)
    assert "队长说" in client.get(first.get_absolute_url()).content.decode()
    assert first.get_absolute_url() in client.get(second.get_absolute_url()).content.decode()


def test_a_half_paired_with_one_is_not_taken_for_anothers(client, editor):
    first, other = (make_article(title, f"{title}正文。", continues_on=2) for title in ("冬捕", "别的"))
    second = make_article("续", "队长说等了一个月。", page_number=2, continued_from=1)
    pair(other.pk, second.pk, based_on=seen(other, second), author=editor)
    assert "队长说" not in client.get(first.get_absolute_url()).content.decode()
    assert "队长说" in client.get(other.get_absolute_url()).content.decode()


def test_halves_that_were_told_apart_are_not_read_as_one(client, editor):
    first = make_article("冬捕", "首网出鱼。", continues_on=2, continues_on_as_printed="（下转第二版）")
    second = make_article("续", "队长说等了一个月。", page_number=2, continued_from=1)
    assert "队长说" in client.get(first.get_absolute_url()).content.decode()
    tell_apart(first.pk, second.pk, based_on=seen(first, second), author=editor)
    assert "队长说" not in client.get(first.get_absolute_url()).content.decode()
    assert first.get_absolute_url() not in client.get(second.get_absolute_url()).content.decode().split("<footer")[0]


def test_a_split_off_article_has_its_own_address(client, editor):
    article = make_article("冬捕", "首网出鱼。\n学校换锅炉。")
    done = split(article.pk, 1, based_on=seen(article), author=editor, headline="锅炉")
    new = Article.objects.get(split_from=article)
    assert "学校换锅炉" in client.get(new.get_absolute_url()).content.decode()
    undo(done, author=editor)
    assert client.get(new.get_absolute_url())["Location"] == article.get_absolute_url()
