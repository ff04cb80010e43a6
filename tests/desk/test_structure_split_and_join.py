"""Articles split and joined: what becomes of texts, rows and addresses, what is refused, and undoing it whole."""

import pytest

from newsroom.desk.reimport import last_imported, take_in
from newsroom.desk.revisions import JoinedAway, Superseded, correct
from newsroom.desk.structure import Refused, join, rearrange, split
from newsroom.desk.undoing import CannotUndo, undo
from newsroom.models import Article, Changeset, Doubt, IndexTask
from tests.desk.structure import edit, order, seen, spans, spans_of, state, stored, text_of
from tests.factories import make_article

pytestmark = pytest.mark.django_db

FISH = (
    "雪岭河冬捕首网出鱼。\n捕鱼队清晨拉起第一网。\n寄宿学校换新锅炉\n孩子们洗上了热水澡。\n锅炉工老王说不再半夜添煤。"
)


class TestSplit:
    @pytest.fixture
    def article(self):
        article = make_article(
            "冬捕", FISH, bylines=["王浩", "石榴云"], photos=[("冰面", "王浩 摄"), ("锅炉", "")], continues_on=2
        )
        make_article("天气", "多云。")
        spans(article, ("headline", 0), *(("body", index) for index in range(5)), ("caption", 1))
        return article

    def test_the_rest_becomes_an_article_behind(self, article, editor):
        split(
            article.pk,
            2,
            based_on=seen(article),
            author=editor,
            opens_with_headline=True,
            bylines=[1],
            photos=[2],
        )
        new = Article.objects.get(split_from=article)
        assert text_of(article).body == "雪岭河冬捕首网出鱼。\n捕鱼队清晨拉起第一网。"
        assert (new.headline, new.body) == ("寄宿学校换新锅炉", "孩子们洗上了热水澡。\n锅炉工老王说不再半夜添煤。")
        assert [byline.name for byline in text_of(article).bylines] == ["王浩"]
        assert [(byline.name, byline.as_printed) for byline in text_of(new).bylines] == [("石榴云", "记者 石榴云")]
        assert ([p.caption for p in text_of(article).photos], [p.caption for p in text_of(new).photos]) == (
            ["冰面"],
            ["锅炉"],
        )
        assert (new.number, new.visible, new.merged_into, new.page) == (3, True, None, article.page)
        assert order(article.page)[:2] == [article.pk, new.pk]
        assert (stored(article).continues_on, new.continues_on) == (None, 2)
        assert spans_of(article) == [(0, "headline", 0), (1, "body", 0), (2, "body", 1)]
        assert spans_of(new) == [(3, "headline", 0), (4, "body", 0), (5, "body", 1), (6, "caption", 0)]
        assert {article.pk, new.pk} <= set(IndexTask.objects.values_list("article_id", flat=True))

    def test_the_changeset_holds_a_revision_of_each_and_print_stays(self, article, editor):
        printed = article.revisions.get(number=0).sha256
        done = split(article.pk, 2, based_on=seen(article), author=editor, headline="锅炉")
        new = Article.objects.get(split_from=article)
        assert (done.kind, done.author) == ("split", editor)
        assert set(done.revisions.values_list("article", "number")) == {(article.pk, 1), (new.pk, 0), (new.pk, 1)}
        assert article.revisions.get(number=0).sha256 == printed
        assert new.revisions.get(number=0).snapshot["body"] == FISH[FISH.index("寄宿") :]
        assert (new.revisions.get(number=0).author, new.revisions.get(number=1).author) == (None, editor)

    def test_a_correction_goes_along_and_the_print_beside_it_is_what_was_printed(self, article, editor):
        edit(article, editor, body=FISH.replace("锅炉工老王", "锅炉工老汪"))
        split(article.pk, 2, based_on=seen(article), author=editor)
        new = Article.objects.get(split_from=article)
        assert "老汪" in new.body
        assert "老王" in new.revisions.get(number=0).snapshot["body"]
        assert new.text_state == "corrected"

    def test_undone_whole(self, article, editor):
        before = state()
        done = split(article.pk, 2, based_on=seen(article), author=editor, opens_with_headline=True, photos=[2])
        new = Article.objects.get(split_from=article)
        split_state = state()
        undoing = undo(done, author=editor)
        was = {row[0]: row for row in before[2]}
        assert state()[0][article.pk] == before[0][article.pk]
        assert state()[1][article.pk] == before[1][article.pk]
        assert [row for row in state()[2] if row[0] in was] == before[2]
        assert state()[3:] == before[3:]
        assert (stored(new).visible, stored(new).merged_into) == (False, article)
        undo(undoing, author=editor)
        assert state() == split_state

    def test_a_later_correction_of_what_stayed_stays(self, article, editor):
        done = split(article.pk, 2, based_on=seen(article), author=editor)
        edit(article, editor, headline="冬捕开网")
        undo(done, author=editor)
        assert (stored(article).headline, stored(article).body) == ("冬捕开网", FISH)

    def test_a_later_correction_of_what_went_stands_in_the_way(self, article, editor):
        done = split(article.pk, 2, based_on=seen(article), author=editor)
        new = Article.objects.get(split_from=article)
        later = edit(new, editor, headline="锅炉")
        with pytest.raises(CannotUndo) as refused:
            undo(done, author=editor)
        assert refused.value.revisions == [later]
        assert stored(new).visible and "锅炉工" not in stored(article).body

    def test_a_later_join_stands_in_the_way_and_is_named(self, article, editor):
        first = split(article.pk, 2, based_on=seen(article), author=editor)
        new, other = Article.objects.get(split_from=article), make_article("别的")
        joined = join(other.pk, new.pk, based_on=seen(other, new), author=editor)
        with pytest.raises(CannotUndo) as refused:
            undo(first, author=editor)
        assert refused.value.changesets == [joined]
        undo(joined, author=editor)
        undo(first, author=editor)
        assert stored(article).body == FISH

    def test_what_was_rearranged_before_a_join_waits_for_the_join(self, editor):
        one, other = make_article("冬捕", "甲。"), make_article("天气", "乙。\n丙。")
        done = rearrange(other.pk, "0", "subhead", based_on=seen(other), author=editor)
        joined = join(one.pk, other.pk, based_on=seen(one, other), author=editor)
        with pytest.raises(CannotUndo) as refused:
            undo(done, author=editor)
        assert refused.value.changesets == [joined]

    @pytest.mark.parametrize("at", [0, 5, 6, -1])
    def test_both_need_text(self, editor, at):
        article = make_article("", FISH)
        with pytest.raises(Refused):
            split(article.pk, at, based_on=seen(article), author=editor)
        assert Article.objects.count() == 1 and not Changeset.objects.exists()

    def test_a_photo_alone_may_be_an_article(self, article, editor):
        split(article.pk, 5, based_on=seen(article), author=editor, photos=[1])
        new = Article.objects.get(split_from=article)
        assert (new.kind, new.body, text_of(new).photos[0].caption) == ("photo", "", "冰面")

    def test_nobody_is_overwritten(self, article, editor):
        edit(article, editor, headline="冬捕开网")
        with pytest.raises(Superseded):
            split(article.pk, 2, based_on={article.pk: 0}, author=editor)
        assert Article.objects.count() == 2 and not Changeset.objects.exists()

    def test_an_open_clash_is_settled_first(self, article, editor):
        edit(article, editor, body=FISH.replace("第一网", "首网"))
        take_in(article.pk, text_of(article).with_parts(body=FISH.replace("第一网", "第十网")))
        with pytest.raises(Refused, match="冬捕"):
            split(article.pk, 2, based_on=seen(article), author=editor)


class TestJoin:
    @pytest.fixture
    def halves(self):
        first = make_article("冬捕", "首网出鱼。\n队长说等了", bylines=["王浩"], photos=[("冰面", "")], continues_on=2)
        second = make_article("又一题", "整整一个月。\n完。", bylines=["石榴云"], photos=[("鱼", "")], continues_on=3)
        Doubt.objects.create(article=second, what="headline", why="afar", confidence=0.5)
        spans(first, ("headline", 0), ("body", 0), ("body", 1), ("caption", 0))
        spans(second, ("headline", 0), ("body", 0), ("caption", 0))
        return first, second

    def test_nothing_of_either_is_left_out(self, halves, editor):
        first, second = halves
        done = join(first.pk, second.pk, based_on=seen(first, second), author=editor)
        assert stored(first).body == "首网出鱼。\n队长说等了\n## 又一题\n整整一个月。\n完。"
        text = text_of(first)
        assert [byline.name for byline in text.bylines] == ["王浩", "石榴云"]
        assert [(photo.position, photo.caption) for photo in text.photos] == [(1, "冰面"), (2, "鱼")]
        assert (stored(first).continues_on, first.doubts.count()) == (3, 1)
        assert (stored(second).visible, stored(second).merged_into) == (False, first)
        assert spans_of(second) == [] and ("caption", 1) in [row[1:] for row in spans_of(first)]
        assert list(first.spans.filter(part="body").order_by("index").values_list("index", flat=True)) == [0, 1, 2, 3]
        assert done.kind == "join" and second.revisions.count() == 1

    def test_a_cut_sentence_runs_on(self, editor):
        first, second = make_article("冬捕", "队长说等了"), make_article("", "整整一个月。")
        join(first.pk, second.pk, based_on=seen(first, second), author=editor, run_on=True)
        assert stored(first).body == "队长说等了整整一个月。"

    def test_undone_whole_and_done_again(self, halves, editor):
        before = state()
        done = join(*(half.pk for half in halves), based_on=seen(*halves), author=editor)
        after = state()
        undoing = undo(done, author=editor)
        assert state() == before
        undo(undoing, author=editor)
        assert state() == after

    def test_joined_once_more_by_undoing_the_undoing_no_correction_goes_out_of_sight(self, halves, editor):
        first, second = halves
        undoing = undo(join(first.pk, second.pk, based_on=seen(*halves), author=editor), author=editor)
        later = edit(second, editor, body="足足一个月。")
        with pytest.raises(CannotUndo) as refused:
            undo(undoing, author=editor)
        assert refused.value.revisions == [later]
        assert stored(second).visible

    def test_what_came_later_is_not_told_by_a_clock_that_was_set_back(self, clock_set_back, editor):
        first, second = make_article("冬捕", "首网出鱼。"), make_article("又一题", "整整一个月。")
        parted = undo(join(first.pk, second.pk, based_on=seen(first, second), author=editor), author=editor)
        parted = undo(undo(parted, author=editor), author=editor)
        later = edit(second, editor, body="足足一个月。")
        with pytest.raises(CannotUndo) as refused:
            undo(parted, author=editor)
        assert refused.value.revisions == [later]
        assert stored(second).visible

    def test_the_joined_one_is_corrected_no_more(self, halves, editor):
        first, second = halves
        wanted = text_of(second).with_parts(body="改")
        join(first.pk, second.pk, based_on=seen(*halves), author=editor)
        with pytest.raises(JoinedAway) as refused:
            correct(second.pk, wanted, based_on=0, author=editor)
        assert refused.value.survivor == first
        with pytest.raises(Refused):
            split(second.pk, 1, based_on=seen(second), author=editor)

    def test_a_correction_of_what_was_joined_stands_in_the_way(self, halves, editor):
        first, second = halves
        done = join(first.pk, second.pk, based_on=seen(*halves), author=editor)
        later = edit(first, editor, body=stored(first).body.replace("整整", "足足"))
        with pytest.raises(CannotUndo) as refused:
            undo(done, author=editor)
        assert refused.value.revisions == [later]

    def test_split_and_joined_again_reads_as_before(self, editor):
        article = make_article("冬捕", FISH)
        split(article.pk, 2, based_on=seen(article), author=editor)
        new = Article.objects.get(split_from=article)
        join(article.pk, new.pk, based_on=seen(article, new), author=editor)
        assert text_of(article).sha256 == article.revisions.get(number=0).sha256
        assert last_imported(article).sha256 == article.revisions.get(number=0).sha256


def test_a_withdrawn_part_stays_withdrawn(editor):
    article = make_article("冬捕", FISH, visible=False)
    split(article.pk, 2, based_on=seen(article), author=editor)
    assert not Article.objects.get(split_from=article).visible


def test_an_undoing_is_refused_after_a_withdrawal(editor):
    article = make_article("冬捕", FISH)
    done = split(article.pk, 2, based_on=seen(article), author=editor)
    new = Article.objects.get(split_from=article)
    Article.objects.filter(pk=new.pk).update(visible=False)
    with pytest.raises(CannotUndo) as refused:
        undo(done, author=editor)
    assert refused.value.articles == [new]
