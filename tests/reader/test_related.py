"""Related articles stand beside an article, and their absence is no hindrance to reading it."""

import pytest
from haystack.query import SearchQuerySet

from newsroom.search.engine import NoUsableIndex
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def test_an_article_names_those_that_share_its_rare_words(client, indexed):
    net = make_article("湖上开网", "渔工凿冰下网，马车拉着渔获上岸。")
    alike = make_article("冰上的渔工", "渔工们凿冰，渔获满仓，马车排成长队。", date="2026-01-05")
    hidden = make_article("冬捕旧闻", "渔工凿冰下网，马车拉着渔获。")
    make_article("津贴发放", "老人领到津贴。")
    indexed()
    type(hidden).objects.filter(pk=hidden.pk).update(visible=False)
    page = client.get(net.get_absolute_url()).content.decode()
    beside = page.partition('id="related"')[2].partition("</nav>")[0]
    assert f'href="{alike.get_absolute_url()}"' in beside
    assert 'datetime="2026-01-05"' in beside
    assert "冬捕旧闻" not in beside and "津贴发放" not in beside


def test_without_an_index_the_article_reads_as_ever(client, indexed, monkeypatch):
    def no_index(self, article):
        raise NoUsableIndex("There is none.")

    monkeypatch.setattr(SearchQuerySet, "more_like_this", no_index)
    answer = client.get(make_article("湖上开网", "渔工凿冰下网。").get_absolute_url())
    assert answer.status_code == 200
    assert "渔工凿冰下网。" in answer.content.decode()
    assert 'id="related"' not in answer.content.decode()
