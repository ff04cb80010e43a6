import pytest
from django.core.cache import cache

from newsroom.search.related import related_articles
from tests.factories import index_all, make_article

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_cache():
    cache.clear()


def test_articles_that_share_rare_words_are_related():
    net = make_article("湖上开网", "渔工凿冰下网，马车拉着渔获上岸。")
    alike = make_article("冰上的渔工", "渔工们凿冰，渔获满仓，马车排成长队。")
    make_article("津贴发放", "老人领到津贴。")
    hidden = make_article("冬捕旧闻", "渔工凿冰下网，马车拉着渔获。")
    index_all()
    type(hidden).objects.filter(pk=hidden.pk).update(visible=False)
    assert related_articles(net) == [alike]


def test_what_was_found_is_kept_for_the_revision(django_assert_num_queries):
    net = make_article("湖上开网", "渔工凿冰下网。")
    make_article("冰上", "渔工凿冰下网，渔获满仓。")
    make_article("津贴发放", "老人领到津贴。")
    index_all()
    assert len(related_articles(net)) == 1
    with django_assert_num_queries(1):
        assert len(related_articles(net)) == 1
