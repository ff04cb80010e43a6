import pytest

from newsroom.desk.publication import publish, withdraw
from newsroom.models import Article, IndexTask
from tests.factories import make_article

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("verb", "visible_after"), [(withdraw, False), (publish, True)])
def test_only_what_changes_is_reported_and_indexed(verb, visible_after):
    already, other, untouched = (
        make_article(visible=visible_after),
        make_article(visible=not visible_after),
        make_article(),
    )
    IndexTask.objects.all().delete()
    assert verb([already.pk, other.pk]) == [other.pk]
    assert set(Article.objects.filter(visible=visible_after)) >= {already, other}
    assert Article.objects.get(pk=untouched.pk).visible
    assert list(IndexTask.objects.values_list("article_id", flat=True)) == [other.pk]
