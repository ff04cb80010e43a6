"""The structure pages: seen before done, done as one, undone as one; bounded queries; nobody overwritten."""

import re

import pytest

from newsroom.desk.revisions import correct
from newsroom.desk.snapshots import Snapshot
from newsroom.desk.structure import join, split
from newsroom.models import Article, ChangedRow, Changeset, SourceText, UnplacedFragment
from tests.admin.forms import form_address, opened, send
from tests.factories import make_article, make_page

pytestmark = pytest.mark.django_db


def page_of(article):
    return f"/admin/newsroom/article/{article.pk}/structure/"


def sheet(page):
    return f"/admin/newsroom/page/{page.pk}/structure/"


def seen(article):
    return f"{article.pk}.{stored(article).revision_number}"


def stored(article):
    return Article.objects.get(pk=article.pk)


def hidden(response):
    """What the preview would send on."""
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', response.content.decode()))


def sent(edit, article, **fields):
    return {"edit": edit, f"{edit}-seen": seen(article), **{f"{edit}-{name}": value for name, value in fields.items()}}


def do(client, article, edit, **fields):
    """Previews an edit, checks that this alone changed nothing, and makes it."""
    count = Changeset.objects.count()
    fields = sent(edit, article, **fields)
    preview = client.post(page_of(article), fields)
    assert preview.status_code == 200, preview.content.decode()
    assert "Nothing is changed yet" in preview.content.decode()
    assert Changeset.objects.count() == count
    return client.post(page_of(article), {**fields, "_apply": "1"}, follow=True)


@pytest.fixture
def articles():
    one = make_article(
        "冬捕", "首网出鱼。\n学校换锅炉。\n孩子们洗澡。", bylines=["王浩", "石榴云"], photos=[("冰面", "")]
    )
    return one, make_article("天气", "多云。")


@pytest.fixture
def fragment(articles):
    source = SourceText.objects.create(data=b"x", encoding="utf-8")
    return UnplacedFragment.objects.create(page=articles[0].page, source=source, text="归来》与", start=0, end=4)


def test_split_seen_done_logged_and_undone(desk, articles):
    article, _ = articles
    preview = desk.post(page_of(article), sent("split", article, at=1, bylines=["1"]))
    words = preview.content.decode()
    assert "<del>↵\n学校换锅炉。↵\n孩子们洗澡。</del>" in words and "New article" in words
    assert hidden(preview)["split-at"] == "1" and hidden(preview)["split-bylines"] == "1"
    response = do(desk, article, "split", at=1, bylines=["1"], headline="锅炉")
    assert response.redirect_chain[-1][0] == sheet(article.page)
    new = Article.objects.get(split_from=article)
    assert (stored(article).body, new.headline, new.body) == ("首网出鱼。", "锅炉", "学校换锅炉。\n孩子们洗澡。")
    log = desk.get(f"/admin/newsroom/article/{new.pk}/history/").content.decode()
    assert "article split" in log
    changeset = Changeset.objects.get()
    desk.post(f"/admin/newsroom/changeset/{changeset.pk}/undo/")
    assert stored(article).body == article.body and not stored(new).visible


def test_join_either_way(desk, articles):
    one, other = articles
    do(desk, one, "join", other=seen(other), side="before")
    assert stored(one).merged_into == other
    assert stored(other).body.startswith("多云。\n## 冬捕\n首网")


def test_every_edit_is_done_from_its_form(desk, articles, fragment):
    one, other = articles
    half = make_article("下转", page_number=2)
    do(desk, one, "part", source="1", target="crosshead")
    assert "## 学校换锅炉。" in stored(one).body
    do(desk, one, "headline", other=seen(other), parts=["headline"])
    assert (stored(one).headline, stored(other).headline) == ("天气", "冬捕")
    do(desk, one, "pair", other=seen(half), way="on")
    assert stored(one).continuation == half
    do(desk, one, "let_go")
    assert stored(one).continuation is None
    do(desk, one, "move", page=2, date="2026-01-07", place="first")
    assert (stored(one).page, stored(one).position) == (half.page, 1)
    assert {row.kind for row in Changeset.objects.all()} == {"part", "headline", "pair", "move"}


def test_a_fragment_is_attached_where_it_was_shown(desk, articles, fragment):
    one, _ = articles
    form = desk.get(f"{page_of(one)}?fragment={fragment.pk}").content.decode()
    assert "归来》与" in form and 'value="end 0"' in form
    assert "attach-place" not in desk.get(page_of(one)).content.decode()
    fields = {**sent("attach", one, place="end 0"), "fragment": fragment.pk, "_apply": "1"}
    desk.post(page_of(one), fields)
    assert stored(one).body.startswith("首网出鱼。归来》与\n")
    assert "dealt with" in desk.get(sheet(one.page)).content.decode()


def test_order_and_dismissal_on_the_page(desk, articles, fragment):
    one, other = articles
    third = make_article("丙")
    keys = [one.pk, other.pk, third.pk]
    desk.post(sheet(one.page), {"article": keys, "order": ["1", "2", "1"]})
    in_order = list(Article.objects.filter(page=one.page).order_by("position").values_list("pk", flat=True))
    assert in_order == [third.pk, one.pk, other.pk]
    desk.post(sheet(one.page), {"dismiss": fragment.pk})
    fragment.refresh_from_db()
    assert fragment.state == "dismissed"
    page = desk.get(sheet(one.page)).content.decode()
    assert "page put in order" in page and "fragment dismissed" in page
    refused = desk.post(sheet(one.page), {"article": keys, "order": ["3", "2", "1"]}).content.decode()
    assert "in the meantime" in refused
    assert (
        "Give every article a number" in desk.post(sheet(one.page), {"article": keys, "order": ["x"]}).content.decode()
    )


def test_nobody_is_overwritten_and_what_was_typed_is_there(desk, chief, articles):
    article, other = articles
    fields = {**sent("split", article, at=1, headline="我的题目"), "_apply": "1"}
    correct(article.pk, Snapshot.of(article).with_parts(headline="新题"), based_on=0, author=chief)
    answer = desk.post(page_of(article), fields).content.decode()
    assert "saved revision 1 of “新题” in the meantime" in answer and "我的题目" in answer
    fields = {**sent("join", other, other=f"{article.pk}.0", side="after"), "_apply": "1"}
    assert "not one of the available choices" in desk.post(page_of(other), fields).content.decode()
    assert not Changeset.objects.exists()


def test_what_makes_no_sense_is_said(desk, articles):
    article, _ = articles
    answer = desk.post(
        page_of(article), sent("move", article, page=9, date="2026-01-07", place="last")
    ).content.decode()
    assert "The archive has no page 9 of 2026-01-07" in answer
    answer = desk.post(
        page_of(article), sent("move", article, page=1, date="2026-01-07", place="last")
    ).content.decode()
    assert "stands on this page already" in answer
    assert desk.post(page_of(article), {"edit": "nonsense"}).status_code == 404
    assert desk.get("/admin/newsroom/article/999/structure/").status_code == 404
    assert desk.get("/admin/newsroom/page/999/structure/").status_code == 404


def test_a_joined_article_keeps_what_was_typed_meanwhile(desk, chief, articles):
    one, other = articles
    fields = {**opened(desk, other), "text-body": "打了一半的字"}
    join(one.pk, other.pk, based_on={one.pk: 0, other.pk: 0}, author=chief)
    answer = send(desk, other, fields).content.decode()
    assert "打了一半的字" in answer and "was joined to another" in answer and form_address(one) in answer
    assert desk.get(page_of(other))["Location"] == page_of(one)
    assert other.title not in desk.get("/admin/newsroom/article/").content.decode()


def test_an_undoing_that_cannot_be_says_what_stands_in_the_way(desk, chief, articles):
    one, other = articles
    done = split(one.pk, 1, based_on={one.pk: 0}, author=chief)
    new = Article.objects.get(split_from=one)
    later = join(other.pk, new.pk, based_on={other.pk: 0, new.pk: 0}, author=chief)
    answer = desk.post(f"/admin/newsroom/changeset/{done.pk}/undo/", follow=True).content.decode()
    assert "later work stands in the way" in answer and f"/admin/newsroom/changeset/{later.pk}/change/" in answer
    desk.post(f"/admin/newsroom/changeset/{later.pk}/undo/")
    correct(new.pk, Snapshot(body="改了。"), based_on=0, author=chief)
    answer = desk.post(f"/admin/newsroom/changeset/{done.pk}/undo/", follow=True).content.decode()
    assert "was worked over since: revision 1, chief" in answer


def test_markup_is_escaped(desk, fragment):
    article = make_article("<b>甲</b>", "<i>一</i>。\n<u>二</u>。")
    for address in (page_of(article), sheet(article.page)):
        answer = desk.get(address).content.decode()
        assert "&lt;b&gt;" in answer and "<b>甲</b>" not in answer and "<i>一" not in answer
    answer = desk.post(page_of(article), sent("split", article, at=1)).content.decode()
    assert "<u>二" not in answer and "&lt;u&gt;二" in answer


def test_unpaired_halves_queue(desk):
    sure = make_article("甲", continues_on=2)
    make_article("甲续", page_number=2, continued_from=1)
    lone = make_article("乙", continues_on=5)
    orphan = make_article("丙", page_number=3, continued_from_as_printed="（上接某版）")
    listed = desk.get("/admin/newsroom/article/?halves=unpaired").context["cl"].result_list
    assert {article.pk for article in listed} == {lone.pk, orphan.pk}
    assert "other half unknown" in desk.get(sheet(lone.page)).content.decode()
    make_article("甲又续", page=make_page(number=2), number=9, continued_from=1)
    listed = desk.get("/admin/newsroom/article/?halves=unpaired").context["cl"].result_list
    assert sure.pk in {article.pk for article in listed}


def test_an_unpaired_half_is_settled_from_its_structure_page(desk):
    lone = make_article("乙", continues_on=5)
    shown = desk.post(page_of(lone), sent("missing", lone))
    assert "The other half of “乙” is not in the archive." in shown.content.decode()
    desk.post(page_of(lone), {**sent("missing", lone), "_apply": "1"})
    assert list(desk.get("/admin/newsroom/article/?halves=unpaired").context["cl"].result_list) == []
    assert 'id="missing"' not in desk.get(page_of(lone)).content.decode()


def test_halves_that_only_look_like_a_pair_are_told_apart_from_the_structure_page(desk):
    first = make_article("甲", continues_on=2)
    second = make_article("甲续", page_number=2, continued_from=1)
    shown = desk.post(page_of(first), sent("apart", first, other=seen(second))).content.decode()
    assert "“甲” does not go together with “甲续”" in shown
    desk.post(page_of(first), {**sent("apart", first, other=seen(second)), "_apply": "1"})
    assert stored(first).apart_from == [second.pk]
    assert 'id="apart"' not in desk.get(page_of(first)).content.decode()
    changeset = Changeset.objects.get()
    shown = desk.post(f"/admin/newsroom/changeset/{changeset.pk}/undo/", follow=True).content.decode()
    assert "“甲” may go together with “甲续” again." in shown


def test_pages_cost_the_same_however_much_stands_on_them(desk, django_assert_num_queries, articles, fragment):
    article, _ = articles

    def fill(count):
        for number in range(count):
            more = make_article(f"又{number}", "甲。\n乙。", bylines=["王浩"], photos=[("图", "")], continues_on=2)
            make_article(f"续{number}", page_number=2)
            ChangedRow.objects.create(
                changeset=Changeset.objects.create(kind="pair"),
                what="article",
                row=more.pk,
                before={"continuation_id": None},
                after={"continuation_id": None},
            )

    fill(2)
    pinned = {sheet(article.page): 10, page_of(article): 6}
    for _round in range(2):
        for address, count in pinned.items():
            desk.get(address)
            with django_assert_num_queries(count):
                assert desk.get(address).status_code == 200
        fill(12)


def test_an_edit_costs_a_bounded_number_of_queries(desk, articles):
    """However long the article and the page; what grows with neither is let be."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for lines in (3, 60):
        article = make_article("长", "\n".join(f"第{number}段。" for number in range(lines)))
        with CaptureQueriesContext(connection) as counted:
            desk.post(page_of(article), {**sent("split", article, at=2), "_apply": "1"})
        counts.append(len(counted))
        for _ in range(10):
            make_article("邻")
    assert abs(counts[0] - counts[1]) <= 2
