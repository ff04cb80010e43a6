"""The correction form, driven as a browser without scripts would."""

import re
from dataclasses import replace

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User

from newsroom.desk.known import forget
from newsroom.desk.revisions import correct, first_revision
from newsroom.desk.snapshots import Snapshot
from newsroom.models import Article, Byline, Contributor, Doubt, IndexTask, Misreading, Revision, Section
from tests.admin.forms import fields_of, form_address, opened, send
from tests.factories import make_article, take_away_revisions

pytestmark = pytest.mark.django_db


def text_of(article):
    return Snapshot.of(Article.objects.get(pk=article.pk))


def stored(article):
    return Article.objects.get(pk=article.pk)


class TestText:
    def test_a_fixed_misprint_is_a_revision_by_the_editor(self, desk, chief):
        article = make_article(body="石福云进山采访。", bylines=["石福云"])
        IndexTask.objects.all().delete()
        fields = {**opened(desk, article), "text-body": "石榴云进山采访。", "text-reason": "误识"}
        assert send(desk, article, fields).status_code == 302
        revision = article.revisions.get(number=1)
        assert (stored(article).body, stored(article).text_state) == ("石榴云进山采访。", "corrected")
        assert (revision.author, revision.reason) == (chief, "误识")
        assert Revision.objects.get(article=article, number=0).snapshot["body"] == "石福云进山采访。"
        assert IndexTask.objects.filter(article_id=article.pk).exists()
        assert "Revision 1" in LogEntry.objects.get().change_message

    @pytest.mark.parametrize(
        "body",
        [
            "　　首行缩进。\n　　第二段。\n",
            "\n\n前面空行。",
            "旧机的换行\r这里\r\n那里。",
            "一段。 ",
            "## 小标题\n> 编者按\n\\## 不是小标题",
            "<textarea>&amp;</textarea>",
        ],
    )
    def test_saving_untouched_text_changes_not_a_character(self, desk, body):
        article = make_article(
            headline=" 题 ", body=body, kicker="引\n题", bylines=["王　　浩"], photos=[("说\n明 ", " 摄")]
        )
        article.bylines.update(affiliation="驻\n站 ", photo=article.photos.get())
        take_away_revisions(article)
        first_revision(article)
        before = text_of(article)
        IndexTask.objects.all().delete()
        response = send(desk, article, opened(desk, article), follow=True)
        assert "Nothing was changed" in response.content.decode()
        assert text_of(article) == before
        assert article.revisions.count() == 1
        assert not IndexTask.objects.exists()
        assert not LogEntry.objects.exists()

    def test_one_change_leaves_odd_characters_elsewhere_alone(self, desk):
        article = make_article(headline="误提", body="旧机的换行\r这里。　")
        send(desk, article, {**opened(desk, article), "text-headline": "标题"})
        assert (stored(article).headline, stored(article).body) == ("标题", "旧机的换行\r这里。　")

    def test_a_dateline_too_long_comes_back_with_everything_typed(self, desk):
        article = make_article()
        fields = {**opened(desk, article), "text-dateline": "电" * 201, "text-body": "打了很久的字。"}
        response = send(desk, article, fields)
        assert response.status_code == 200
        assert fields_of(response)["text-body"] == "打了很久的字。"
        assert article.revisions.count() == 1


class TestTwoEditors:
    @pytest.fixture
    def wang(self):
        return User.objects.create_superuser("wang", first_name="小明", last_name="王")

    @pytest.mark.parametrize("mine_first", [True, False])
    def test_changes_in_different_places_are_both_kept(self, desk, client, wang, mine_first):
        article = make_article(body="石福云进山采访。\n收入翻了一番。“他说。", bylines=["石福云", "王浩"])
        mine = {
            **opened(desk, article),
            "text-body": "石榴云进山采访。\r\n收入翻了一番。“他说。",
            "bylines-0-name": "石榴云",
        }
        theirs = {
            **opened(desk, article),
            "text-body": "石福云进山采访。\r\n收入翻了一番。”他说。",
            "text-headline": "新题",
            "bylines-1-role": "摄影",
        }
        for fields in (mine, theirs) if mine_first else (theirs, mine):
            assert send(desk, article, fields).status_code == 302
        text = text_of(article)
        assert (text.headline, text.body) == ("新题", "石榴云进山采访。\n收入翻了一番。”他说。")
        assert [(line.name, line.role) for line in text.bylines] == [("石榴云", "记者"), ("王浩", "摄影")]
        assert "merged with revision 1 by chief" in desk.get("/admin/").content.decode()

    def test_a_save_over_a_clashing_one_writes_nothing_and_shows_both(self, desk, wang):
        article = make_article(body="甲。", bylines=["王浩"])
        fields = {**opened(desk, article), "text-body": "我的丙。", "bylines-0-name": "王皓", "place-kind": "notice"}
        correct(article.pk, replace(text_of(article), body="他的乙。", bylines=()), based_on=0, author=wang)
        response = send(desk, article, fields)
        page = response.content.decode()
        assert response.status_code == 200
        assert "王小明 saved revision 1" in page
        shown = {change.name: change.html for change in response.context["correction"].conflict.changes}
        assert shown["body"] == "<del>他</del><ins>我</ins>的<del>乙</del><ins>丙</ins>。"
        back = fields_of(response)
        assert (back["text-body"], back["bylines-0-name"], back["place-kind"]) == ("我的丙。", "王皓", "notice")
        assert (stored(article).body, stored(article).kind) == ("他的乙。", "article")
        assert article.revisions.count() == 2

    def test_having_seen_it_the_editor_can_save_on_top(self, desk, wang):
        article = make_article(body="甲。", bylines=["王浩"])
        fields = {**opened(desk, article), "text-body": "我的丙。", "bylines-0-name": "王皓"}
        correct(article.pk, replace(text_of(article), body="他的乙。", bylines=()), based_on=0, author=wang)
        back = fields_of(send(desk, article, fields))
        assert send(desk, article, back).status_code == 302
        assert stored(article).body == "我的丙。"
        byline = article.bylines.get()
        assert (byline.name, byline.as_printed) == ("王皓", "记者 王浩")
        assert [revision.number for revision in article.revisions.all()] == [0, 1, 2]

    def test_what_did_not_clash_is_in_the_form_already(self, desk, wang):
        article = make_article(headline="旧题", body="甲。", bylines=["王浩"])
        fields = {**opened(desk, article), "text-body": "我的丙。", "text-reason": "误识"}
        theirs = replace(text_of(article), headline="新题", body="他的乙。", bylines=())
        correct(article.pk, theirs, based_on=0, author=wang)
        back = fields_of(send(desk, article, fields))
        assert (back["text-headline"], back["text-body"], back["text-reason"]) == ("新题", "我的丙。", "误识")
        assert back["bylines-0-name"] == ""
        send(desk, article, back)
        assert text_of(article) == replace(theirs, body="我的丙。")

    def test_a_contributor_chosen_before_the_clash_is_still_chosen_after_it(self, desk, wang):
        article = make_article(body="甲。", bylines=["王浩"])
        other = Contributor.objects.create(name="王浩", distinction="摄影部")
        fields = {**opened(desk, article), "text-body": "丙。", "bylines-0-contributor": str(other.pk)}
        correct(article.pk, replace(text_of(article), body="乙。"), based_on=0, author=wang)
        send(desk, article, fields_of(send(desk, article, fields)))
        byline = article.bylines.get()
        assert (byline.contributor, byline.as_printed) == (other, "记者 王浩")

    def test_and_is_told_again_when_a_third_save_came_in(self, desk, wang):
        article = make_article(body="甲。")
        fields = {**opened(desk, article), "text-body": "我的丙。"}
        correct(article.pk, replace(text_of(article), body="他的乙。"), based_on=0, author=wang)
        back = fields_of(send(desk, article, fields))
        correct(article.pk, replace(text_of(article), body="他的丁。"), based_on=1, author=wang)
        response = send(desk, article, back)
        assert "saved revision 2" in response.content.decode()
        assert stored(article).body == "他的丁。"

    def test_going_back_to_the_text_both_started_from_is_a_change_too(self, desk, wang):
        article = make_article(body="甲。")
        fields = {**opened(desk, article), "text-body": "我的丙。"}
        correct(article.pk, replace(text_of(article), body="他的乙。"), based_on=0, author=wang)
        back = {**fields_of(send(desk, article, fields)), "text-body": "甲。"}
        send(desk, article, back)
        assert stored(article).body == "甲。"
        assert article.revisions.count() == 3

    def test_a_change_of_section_does_not_clash_with_a_new_text(self, desk, wang):
        article = make_article(body="甲。", section="要闻")
        other = Section.objects.create(name="读者来信")
        fields = {**opened(desk, article), "place-section": str(other.pk)}
        correct(article.pk, replace(text_of(article), body="他的乙。"), based_on=0, author=wang)
        assert send(desk, article, fields).status_code == 302
        assert (stored(article).body, stored(article).section) == ("他的乙。", other)

    def test_a_field_left_alone_does_not_undo_what_the_other_set(self, desk):
        article = make_article(section="要闻")
        fields = {**opened(desk, article), "text-body": "新的一句。"}
        other = Section.objects.create(name="读者来信")
        Article.objects.filter(pk=article.pk).update(section=other, visible=False)
        send(desk, article, fields)
        assert (stored(article).section, stored(article).visible) == (other, False)

    def test_two_choices_of_section_clash_out_loud(self, desk):
        article = make_article(section="要闻")
        mine, theirs = Section.objects.create(name="读者来信"), Section.objects.create(name="影像")
        fields = {**opened(desk, article), "place-section": str(mine.pk), "text-body": "新的一句。"}
        Article.objects.filter(pk=article.pk).update(section=theirs)
        response = send(desk, article, fields)
        assert "Somebody set this to “影像”" in response.content.decode()
        assert (stored(article).section, stored(article).body) == (theirs, article.body)


class TestBylines:
    def test_a_corrected_name_credits_the_right_person_and_keeps_the_printed_form(self, desk):
        article = make_article(bylines=["石福云"])
        right = Contributor.objects.create(name="石榴云")
        send(desk, article, {**opened(desk, article), "bylines-0-name": "石榴云"})
        byline = article.bylines.get()
        assert (byline.name, byline.contributor, byline.as_printed) == ("石榴云", right, "记者 石福云")

    def test_the_printed_form_cannot_be_sent_back_changed(self, desk):
        article = make_article(bylines=["石福云"])
        send(desk, article, {**opened(desk, article), "bylines-0-as_printed": "别的", "bylines-0-role": "通讯员"})
        assert article.bylines.get().as_printed == "记者 石福云"

    def test_choosing_a_contributor_makes_no_revision_but_reaches_the_index(self, desk):
        article = make_article(bylines=["王浩"])
        other = Contributor.objects.create(name="王浩", distinction="摄影部")
        IndexTask.objects.all().delete()
        send(desk, article, {**opened(desk, article), "bylines-0-contributor": str(other.pk)})
        assert article.bylines.get().contributor == other
        assert article.revisions.count() == 1
        assert IndexTask.objects.exists()

    def test_rows_are_added_reordered_and_taken_out(self, desk):
        article = make_article(bylines=["甲一", "乙二", "丙三"])
        fields = opened(desk, article)
        assert fields["bylines-TOTAL_FORMS"] == "4"
        fields |= {"bylines-0-ORDER": "9", "bylines-1-DELETE": "on", "bylines-3-name": "丁四", "bylines-3-role": "摄影"}
        send(desk, article, fields)
        assert [(byline.name, byline.role) for byline in article.bylines.all()] == [
            ("丙三", "记者"),
            ("甲一", "记者"),
            ("丁四", "摄影"),
        ]

    def test_a_row_with_only_a_contributor_takes_their_name(self, desk):
        article = make_article()
        someone = Contributor.objects.create(name="叶尔兰")
        send(desk, article, {**opened(desk, article), "bylines-0-contributor": str(someone.pk)})
        assert article.bylines.get().name == "叶尔兰"

    def test_a_name_emptied_is_asked_for(self, desk):
        article = make_article(bylines=["王浩"])
        fields = {**opened(desk, article), "bylines-0-name": " ", "bylines-0-contributor": ""}
        assert "Give the name as credited" in send(desk, article, fields).content.decode()
        assert article.bylines.get().name == "王浩"

    def test_a_photo_can_be_credited_only_when_it_is_there(self, desk):
        article = make_article(bylines=["王浩"], photos=[("雪景", "王浩摄")])
        fields = {**opened(desk, article), "bylines-0-photo": "2"}
        assert "no photo of this number" in send(desk, article, fields).content.decode()
        send(desk, article, {**fields, "bylines-0-photo": "1"})
        assert article.bylines.get().photo == article.photos.get()

    def test_photos_are_corrected_and_numbered_once(self, desk):
        article = make_article(photos=[("雪景", "王浩摄"), ("冬捕", "")])
        fields = {**opened(desk, article), "photos-0-caption": "雪后的山城", "photos-1-position": "1"}
        assert "Two photos have one number" in send(desk, article, fields).content.decode()
        send(desk, article, {**fields, "photos-1-position": "5"})
        assert [(photo.position, photo.caption) for photo in article.photos.all()] == [(1, "雪后的山城"), (5, "冬捕")]

    @pytest.mark.parametrize("sent", ["999999", "abc", "-1", "９"])
    def test_an_unknown_contributor_is_refused(self, desk, sent):
        article = make_article(bylines=["王浩"])
        response = send(desk, article, {**opened(desk, article), "bylines-0-contributor": sent})
        assert response.status_code == 200
        assert article.bylines.get().contributor == Contributor.objects.get()


class TestWhatIsNoText:
    def test_a_new_section_makes_no_revision_but_reaches_the_index(self, desk):
        article = make_article(section="要闻")
        other = Section.objects.create(name="读者来信")
        IndexTask.objects.all().delete()
        send(desk, article, {**opened(desk, article), "place-section": str(other.pk)})
        assert (stored(article).section, stored(article).section_source) == (other, "editor")
        assert article.revisions.count() == 1
        assert stored(article).text_state == "imported"
        assert set(IndexTask.objects.values_list("article_id", flat=True)) == {article.pk}

    def test_withdrawing_in_the_form(self, desk):
        article = make_article()
        fields = opened(desk, article)
        del fields["place-visible"]
        send(desk, article, fields)
        assert not stored(article).visible

    def test_a_doubt_is_settled(self, desk):
        article = make_article()
        doubts = [Doubt.objects.create(article=article, what="join", why="…", confidence=0.2) for _ in range(3)]
        fields = opened(desk, article)
        fields |= {f"doubt-{doubts[0].pk}": "accepted", f"doubt-{doubts[1].pk}": "refused"}
        send(desk, article, fields)
        assert [Doubt.objects.get(pk=doubt.pk).state for doubt in doubts] == ["accepted", "refused", "open"]


class TestWhoMay:
    def test_viewing_shows_but_does_not_save(self, client, staff):
        article = make_article()
        client.force_login(staff("reader", "view_article"))
        response = client.get(form_address(article))
        assert "disabled" in response.content.decode()
        assert "_save" not in response.content.decode()
        assert send(client, article, fields_of(response)).status_code == 403

    def test_the_right_to_change_articles_is_enough(self, client, staff):
        article = make_article()
        client.force_login(staff("editor", "view_article", "change_article"))
        send(client, article, {**opened(client, article), "text-body": "新的一句。"})
        assert stored(article).body == "新的一句。"

    def test_without_rights_nothing(self, client, staff):
        article = make_article()
        client.force_login(staff("other", "view_section"))
        assert client.get(form_address(article)).status_code == 403

    def test_articles_are_neither_added_nor_deleted(self, desk):
        article = make_article()
        assert desk.get("/admin/newsroom/article/add/").status_code == 403
        assert desk.get(f"/admin/newsroom/article/{article.pk}/delete/").status_code == 403
        assert desk.post(f"/admin/newsroom/article/{article.pk}/delete/", {"post": "yes"}).status_code == 403

    @pytest.mark.parametrize("key", ["0", "abc", "99999999"])
    def test_no_such_article(self, desk, key):
        assert desk.get(f"/admin/newsroom/article/{key}/change/").status_code == 404


def test_imported_text_is_escaped_everywhere(desk, chief):
    nasty = "<script>alert('x')</script>"
    article = make_article(headline=nasty, body=nasty, bylines=[nasty], photos=[(nasty, nasty)])
    correct(article.pk, replace(text_of(article), body=nasty + "改"), based_on=0, author=chief, reason=nasty)
    Doubt.objects.create(article=article, what=nasty, why=nasty, confidence=0.5)
    for address in ("change/", "history/", "differences/"):
        page = desk.get(f"/admin/newsroom/article/{article.pk}/{address}").content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page


def test_the_form_costs_a_fixed_number_of_queries(desk, django_assert_num_queries):
    counts = []
    for size in (1, 12):
        article = make_article(bylines=[f"记者{index}" for index in range(size)], photos=[("雪景", "")] * size)
        for _ in range(size):
            Doubt.objects.create(article=article, what="join", why="…", confidence=0.2)
        desk.get(form_address(article))
        with django_assert_num_queries(15) as counted:
            desk.get(form_address(article))
        counts.append(len(counted))
    assert counts[0] == counts[1]


def test_saving_costs_a_bounded_number_of_queries(desk, django_assert_max_num_queries):
    article = make_article(bylines=["甲", "乙", "丙"], photos=[("雪景", "")])
    fields = {**opened(desk, article), "text-body": "新的一句。"}
    with django_assert_max_num_queries(21):
        send(desk, article, fields)
    assert Byline.objects.count() == 3


def test_suspects_are_listed_in_their_lines(desk):
    article = make_article(body="凌晨2时5O分，“车队”出发。")
    page = desk.get(form_address(article)).content.decode()
    assert "凌晨2时5<mark>O</mark>分，“车队”出发。" in page
    assert 'data-suggestion="0"' in page
    assert "suspect-list" not in desk.get(form_address(make_article())).content.decode()


def test_what_was_put_right_elsewhere_is_marked_when_the_form_is_opened(desk):
    other = make_article(body="本报记者石福云进山。")
    assert "suspect-list" not in desk.get(form_address(other)).content.decode()
    article = make_article(body="石福云报道。")
    send(desk, article, {**opened(desk, article), "text-body": "石榴云报道。"})
    page = desk.get(form_address(other)).content.decode()
    assert "本报记者<mark>石福云</mark>进山" in page
    assert 'data-suggestion="石榴云"' in page


class TestFoundRight:
    """A false suspect is ticked in the form, and kept with the article until somebody suspects it again."""

    DIGIT = '["时5", "O", "分，"]'

    @pytest.fixture
    def article(self):
        return make_article(body="凌晨2时5O分，“车队”出发。")

    def test_it_is_suspected_no_more_and_nothing_else_changes(self, desk, article):
        page = send(desk, article, {**opened(desk, article), "right": self.DIGIT}, "_continue", follow=True)
        assert "1 suspected place was found right." in page.content.decode()
        assert 'data-suggestion="0"' not in page.content.decode()
        assert "1 place found right" in page.content.decode()
        assert (stored(article).suspects, stored(article).revision_number) == (0, 0)
        assert "found right" in LogEntry.objects.get().change_message

    def test_it_may_be_suspected_again(self, desk, article):
        send(desk, article, {**opened(desk, article), "right": self.DIGIT})
        page = send(desk, article, {**opened(desk, article), "again": self.DIGIT}, "_continue", follow=True)
        assert "1 place is suspected again." in page.content.decode()
        assert (stored(article).suspects, stored(article).found_right) == (1, [])

    def test_it_is_kept_with_a_correction_of_the_same_save(self, desk, article):
        fields = {**opened(desk, article), "text-body": "凌晨2时5O分，“车队“出发。", "right": self.DIGIT}
        send(desk, article, fields)
        assert (stored(article).revision_number, stored(article).suspects) == (1, 1)
        assert stored(article).found_right == [["时5", "O", "分，"]]

    @pytest.mark.parametrize("sent", ["", "x", '["时5", "O"]', '["", "凌晨", "2时"]', "null"])
    def test_what_is_no_suspect_is_not_kept(self, desk, article, sent):
        send(desk, article, {**opened(desk, article), "right": sent, "again": sent})
        assert (stored(article).suspects, stored(article).found_right) == (1, [])

    def test_what_cannot_be_saved_comes_back_with_its_ticks(self, desk, article):
        fields = {**opened(desk, article), "text-dateline": "甲" * 201, "right": self.DIGIT}
        page = send(desk, article, fields).content.decode()
        assert re.search(r'name="right" value="[^"]*O[^"]*" checked', page)
        assert stored(article).found_right == []

    def test_an_overlapping_save_in_between_keeps_nothing(self, desk, article, staff):
        fields = {**opened(desk, article), "text-body": "凌晨3时5O分，“车队”出发。", "right": self.DIGIT}
        now = Snapshot.of(stored(article)).with_parts(body="凌晨4时5O分，“车队”出发。")
        correct(article.pk, now, based_on=0, author=staff("another"))
        assert "checked" in send(desk, article, fields).content.decode()
        assert (stored(article).found_right, stored(article).suspects) == ([], 1)

    def test_who_may_only_look_is_not_asked(self, client, staff, article):
        client.force_login(staff("reader", "view_article"))
        assert 'name="right"' not in client.get(form_address(article)).content.decode()


class TestCost:
    """What a save and the form ask of the database, the beginning and the end of the transaction counted."""

    @pytest.fixture
    def article(self):
        for number in range(60):
            make_article(f"别的{number}", bylines=["石榴云"], date="2026-01-06")
        return make_article(body="石福云进山采访。", bylines=["石福云", "王浩"], photos=[("雪", "王浩 摄")])

    @pytest.mark.parametrize("button", ["_save", "_continue", "_next"])
    def test_a_save_asks_little(self, desk, article, button, django_assert_max_num_queries):
        fields = {**opened(desk, article), "text-body": "石榴云进山采访。"}
        send(desk, article, {**fields, "text-body": "石富云进山采访。"}, button)  # what is kept for all requests
        fields = {**opened(desk, article), "text-body": "石榴云进山采访。"}
        forget()  # whatever is known must be asked for too
        with django_assert_max_num_queries(15):
            send(desk, article, fields, button)
        assert Misreading.objects.filter(right="石榴云").exists()  # a lesson among what was written
        assert stored(article).body == "石榴云进山采访。"

    def test_a_byline_put_right_asks_for_whom_it_credits_and_no_more(
        self, desk, article, django_assert_max_num_queries
    ):
        send(desk, article, {**opened(desk, article), "text-body": "甲"})
        fields = {**opened(desk, article), "text-body": "乙", "bylines-0-name": "石榴云"}
        with django_assert_max_num_queries(15):
            send(desk, article, fields, "_continue")
        assert text_of(article).bylines[0].name == "石榴云"

    def test_the_form_asks_the_same_of_a_large_archive(self, desk, article, django_assert_num_queries):
        desk.get(form_address(article))
        with django_assert_num_queries(15):
            desk.get(form_address(article))
