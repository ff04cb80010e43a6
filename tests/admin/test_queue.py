"""The list of articles: what needs eyes first, found and narrowed as editors do, at a fixed cost."""

import re
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from newsroom.admin import queue
from newsroom.desk.figures import waiting
from newsroom.models import (
    Article,
    Contributor,
    ContributorAlias,
    Doubt,
    ImportRun,
    IndexTask,
    Newspaper,
    SavedQueue,
    Section,
)
from newsroom.search.engine import NoUsableIndex
from tests.admin.forms import form_address, opened, send
from tests.factories import make_article

pytestmark = pytest.mark.django_db

LIST = "/admin/newsroom/article/"


def listed(client, query=""):
    response = client.get(LIST + query)
    assert response.status_code == 200
    return [article.headline for article in response.context["cl"].result_list]


def doubt(article):
    return Doubt.objects.create(article=article, what="join", why="…", confidence=0.2)


def test_doubtful_articles_come_first_then_those_nobody_corrected(desk):
    make_article("已校", text_state="reviewed", date="2026-01-09")
    make_article("待审", text_state="corrected", date="2026-01-09")
    make_article("旧", date="2026-01-05")
    make_article("新", date="2026-01-06")
    doubt(make_article("存疑", text_state="corrected", date="2025-01-01"))
    assert listed(desk) == ["存疑", "新", "旧", "待审", "已校"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("高龄津贴", {"甲"}),
        ("艾力", {"乙"}),
        ("高龄 老人", {"甲"}),
        ("高龄 艾力", set()),
        ('"千名老人"', {"甲"}),
        ("冬捕", {"丙"}),
        ("%", set()),
        ("_", set()),
        ("'", set()),
    ],
)
def test_chinese_is_found_in_text_and_bylines(desk, query, found):
    make_article("甲", "高龄津贴惠及千名老人。")
    make_article("乙", "天气预报。", bylines=["艾力", "艾力"])
    make_article("丙", "预告。", kicker="冬捕节")
    assert set(listed(desk, f"?q={quote(query)}")) == found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?doubts=open", {"甲"}),
        ("?doubts=none", {"乙", "丙"}),
        ("?suspects=some", {"乙"}),
        ("?suspects=none", {"甲", "丙"}),
        ("?text_state__exact=corrected", {"乙"}),
        ("?page__number=2", {"丙"}),
        ("?visible__exact=0", {"乙"}),
        ("?date=2025", {"丙"}),
        ("?date=2026-01", {"甲", "乙"}),
        ("?date=2026-01-07", {"甲", "乙"}),
        ("?date=2026-01-08", set()),
        ("?date=2025-12", set()),
        ("?date=2026-13", set()),
        ("?date=2026-02-30", set()),
        ("?date=2999-12", set()),
        ("?date=0000", {"甲", "乙", "丙"}),
        ("?date=nonsense", {"甲", "乙", "丙"}),
        ("?contributor=古扎丽•阿布都热 西提", {"甲"}),
        ("?contributor=古丽", {"甲"}),
        ("?contributor=没有的人", set()),
        ("?run=RUN", {"乙"}),
        ("?run=999", set()),
        ("?run=x", {"甲", "乙", "丙"}),
        ("?section__isnull=True", {"乙", "丙"}),
        ("?kind__exact=notice", {"丙"}),
        ("?_facets=True&text_state__exact=imported", {"甲", "丙"}),
    ],
)
def test_editors_narrow_the_list(desk, query, found):
    settled = doubt(make_article("丙", newspaper="other", date="2025-03-01", page_number=2, kind="notice"))
    settled.state = "refused"
    settled.save()
    doubt(make_article("甲", section="要闻", bylines=["古扎丽·阿布都热西提", "古扎丽·阿布都热西提"]))
    ContributorAlias.objects.create(contributor=Contributor.objects.get(), name="古丽")
    run = ImportRun.objects.create()
    make_article("乙", "演出了《燕子", text_state="corrected", visible=False, import_run=run)
    assert sorted(listed(desk, query.replace("RUN", str(run.pk)))) == sorted(found)


class TestSearch:
    """The list is searched by the index, and by the texts themselves where the index does not know of them yet."""

    @pytest.fixture
    def archive(self, indexed):
        make_article("甲", "高龄津贴惠及千名老人。", photos=[("雪中送炭", "王浩 摄")])
        make_article("乙", "冬捕节开幕。", visible=False)
        make_article("丙", "天气预报。")
        indexed()

    def test_only_what_the_index_does_not_know_is_read_from_the_texts(self, desk, archive):
        assert listed(desk, f"?q={quote('津贴惠')}") == ["甲"]
        assert listed(desk, f"?q={quote('雪中送')}") == ["甲"]
        assert listed(desk, f"?q={quote('冬捕')}") == ["乙"]
        Article.objects.filter(headline="甲").update(body="别的。")  # behind the index's back
        assert listed(desk, f"?q={quote('津贴惠')}") == ["甲"]

    def test_a_change_the_index_has_not_seen_is_found_and_what_it_replaced_is_not(self, desk, archive):
        article = Article.objects.get(headline="甲")
        Article.objects.filter(pk=article.pk).update(body="除雪车出动。")
        IndexTask.objects.create(article_id=article.pk)
        assert listed(desk, f"?q={quote('津贴惠')}") == []
        assert listed(desk, f"?q={quote('除雪车')}") == ["甲"]

    def test_narrowed_and_searched_at_once(self, desk, archive):
        assert listed(desk, f"?q={quote('冬捕')}&visible__exact=0") == ["乙"]
        assert listed(desk, f"?q={quote('冬捕')}&visible__exact=1") == []

    def test_without_an_index_it_is_slower_and_as_right(self, desk, archive, monkeypatch):
        def unusable(runs):
            raise NoUsableIndex("There is none.")

        monkeypatch.setattr(queue, "article_keys", unusable)
        assert listed(desk, f"?q={quote('津贴惠')}") == ["甲"]

    def test_more_than_a_database_takes_as_parameters(self, desk):
        article = make_article("甲")
        keys = [article.pk, *range(10**6, 10**6 + 300_000)]
        assert list(Article.objects.among(keys)) == [article]


class TestSavedQueues:
    QUEUES = f"{LIST}queues/"

    def test_a_list_is_kept_under_a_name_and_forgotten(self, desk, client, staff):
        make_article("甲", text_state="corrected")
        make_article("乙")
        response = desk.post(self.QUEUES, {"name": "待审", "query": "text_state__exact=corrected&p=2"})
        assert response.url == LIST + "?text_state__exact=corrected"
        [saved] = desk.get(LIST).context["saved_queues"]
        assert (saved.name, listed(desk, f"?{saved.query}")) == ("待审", ["甲"])
        desk.post(self.QUEUES, {"name": "待审", "query": "date=2026"})
        assert [one.query for one in desk.get(LIST).context["saved_queues"]] == ["date=2026"]
        client.force_login(staff("other", "view_article"))
        assert client.get(LIST).context["saved_queues"] == []
        client.post(self.QUEUES, {"forget": saved.pk})
        assert SavedQueue.objects.count() == 1

    def test_forgetting_is_for_ones_own(self, desk, chief):
        saved = SavedQueue.objects.create(editor=chief, name="待审", query="date=2026")
        desk.post(self.QUEUES, {"forget": "x"})
        assert SavedQueue.objects.exists()
        desk.post(self.QUEUES, {"forget": saved.pk})
        assert not SavedQueue.objects.exists()

    def test_every_ready_made_queue_opens(self, desk):
        make_article("甲")
        for _name, query in queue.READY_MADE:
            listed(desk, f"?{query}")

    def test_nobody_keeps_more_than_fit_above_a_list(self, desk):
        for number in range(queue.MOST_SAVED + 2):
            desk.post(self.QUEUES, {"name": str(number), "query": "date=2026"})
        assert SavedQueue.objects.count() == queue.MOST_SAVED

    def test_only_those_who_see_the_list(self, client, staff):
        client.force_login(staff("nobody"))
        assert client.post(self.QUEUES, {"name": "x", "query": ""}).status_code == 403


def test_one_section_or_newspaper(desk):
    make_article("甲", section="要闻")
    make_article("乙", section="民生", newspaper="other")
    assert listed(desk, f"?section__id__exact={Section.objects.get(name='民生').pk}") == ["乙"]
    other = Newspaper.objects.get(slug="other").pk
    assert listed(desk, f"?page__issue__newspaper__id__exact={other}") == ["乙"]


def queries_of(client, address):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_the_list_costs_as_many_queries_for_many_articles_as_for_few(desk):
    def fill(count):
        for number in range(count):
            article = make_article(
                "",
                section=f"栏目{number % 3}",
                newspaper=f"paper-{number % 2}",
                bylines=["王浩"],
                page_number=1 + number % 4,
            )
            doubt(article)

    lists = ["", "?doubts=open", "?suspects=some", "?review=changed", "?reports=open", "?contributor=王浩", "?q=雪"]
    lists += ["?text_state__exact=imported", "?page__number=1", "?date=2026-01", "?o=-3", "?p=2"]

    def counts():
        return {query: queries_of(desk, LIST + query) for query in lists}

    fill(51)
    desk.get(LIST)
    few = counts()
    fill(40)
    assert counts() == few
    assert max(few.values()) <= 13


def test_withdrawing_and_publishing_chosen_articles(desk):
    gone, stays = make_article("甲"), make_article("乙")
    IndexTask.objects.all().delete()
    desk.post(LIST, {"action": "withdraw_chosen", "_selected_action": [gone.pk]})
    assert list(Article.objects.withdrawn()) == [gone]
    assert set(IndexTask.objects.values_list("article_id", flat=True)) == {gone.pk}
    desk.post(LIST, {"action": "publish_chosen", "_selected_action": [gone.pk, stays.pk]})
    assert not Article.objects.withdrawn().exists()


def test_nothing_can_be_deleted_from_the_list(desk):
    make_article()
    assert "delete_selected" not in desk.get(LIST).content.decode()


class TestNext:
    @pytest.fixture
    def queue(self):
        return [make_article(name, text, date=day) for name, text, day in [
            ("一", "冬捕", "2026-01-09"), ("二", "春耕", "2026-01-08"), ("三", "冬捕", "2026-01-07"),
        ]]  # fmt: skip

    def test_save_and_next_goes_down_the_queue(self, desk, queue):
        response = send(desk, queue[0], {**opened(desk, queue[0]), "text-headline": "改"}, "_next")
        assert response.url == form_address(queue[1])
        response = send(desk, queue[1], opened(desk, queue[1]), "_next")
        assert response.url == form_address(queue[2])

    def test_it_keeps_to_the_list_the_editor_came_from(self, desk, queue):
        here = "?_changelist_filters=" + quote("q=冬捕&text_state__exact=imported")
        page = desk.get(form_address(queue[0]) + here).content.decode()
        assert "_changelist_filters" in re.search(r'href="([^"]+/history/[^"]*)"', page)[1]
        fields = {**opened(desk, queue[0]), "text-headline": "改", "_next": "1"}
        response = desk.post(form_address(queue[0]) + here, fields)
        assert response.url.startswith(form_address(queue[2]))
        assert "_changelist_filters" in response.url

    def test_approving_goes_on_too(self, desk, queue):
        assert send(desk, queue[0], opened(desk, queue[0]), "_approve").url == form_address(queue[1])
        assert Article.objects.get(pk=queue[0].pk).text_state == "reviewed"

    def test_after_the_last_comes_the_first(self, desk, queue):
        assert send(desk, queue[2], opened(desk, queue[2]), "_next").url == form_address(queue[0])

    def test_the_only_one_leads_back_to_the_list(self, desk):
        article = make_article()
        assert send(desk, article, opened(desk, article), "_next").url == LIST

    def test_the_next_is_reached_without_saving(self, desk, queue):
        here = "?_changelist_filters=" + quote(f"q={quote('冬捕')}")
        response = desk.get(form_address(queue[0]).replace("change", "following") + here)
        assert response.url.startswith(form_address(queue[2]))
        assert "_changelist_filters" in response.url
        assert desk.get(form_address(queue[2]).replace("change", "following")).url == form_address(queue[0])
        assert desk.get(LIST + "999/following/").status_code == 404

    def test_a_list_narrowed_by_nonsense_does_not_lose_the_save(self, desk, queue):
        fields = {**opened(desk, queue[0]), "text-headline": "改", "_next": "1"}
        response = desk.post(form_address(queue[0]) + "?_changelist_filters=page__number%3Dabc", fields)
        assert response.status_code == 302
        assert Article.objects.get(pk=queue[0].pk).headline == "改"


def test_the_front_page_says_what_waits(desk):
    doubt(make_article())
    make_article(text_state="corrected")
    page = desk.get(reverse("admin:index"))
    assert page.context["waiting"] == waiting()
    assert (waiting()["doubtful"], waiting()["imported"], waiting()["corrected"]) == (1, 1, 1)
    assert 'doubts=open"><b>1</b>' in page.content.decode()
