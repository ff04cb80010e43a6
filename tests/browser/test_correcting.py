"""The correction desk in a browser: by keyboard, with two editors, and with typing that was never saved."""

from dataclasses import replace

import pytest
from django.contrib.auth.models import User

from newsroom.desk.revisions import correct
from newsroom.desk.snapshots import Snapshot
from newsroom.models import Article, Doubt, SourceSpan, SourceText
from tests.browser.keys import pressed
from tests.factories import make_article

pytestmark = pytest.mark.django_db(transaction=True)

LIST = "/admin/newsroom/article/"


@pytest.fixture
def editor(open_page):
    """Logs a new editor in, in a browser of their own."""

    def log_in(name, **options):
        User.objects.create_superuser(name, password=name)
        page = open_page("/admin/", **options)
        page.on("dialog", lambda dialog: dialog.accept())
        page.fill("#id_username", name)
        page.fill("#id_password", name)
        page.click("#login-form [type=submit]")
        page.wait_for_selector("#logout-form")
        return page

    return log_in


def stored(article):
    return Article.objects.get(pk=article.pk)


def form_of(article):
    return f"{LIST}{article.pk}/change/"


def saved(page, keys):
    """Presses the keys that save, once the scripts have run, and waits until the browser is told."""
    pressed(page, keys)
    page.wait_for_selector(".messagelist .success")


def test_through_the_queue_by_keyboard(editor):
    first, second = make_article("石福云进山", date="2026-01-09"), make_article("天气", date="2026-01-08")
    page = editor("one")
    page.goto(LIST)
    page.click("text=石福云进山")
    page.fill("#id_text-headline", "石榴云进山")
    saved(page, "Control+Enter")
    assert page.url.endswith(form_of(second))
    page.fill("#id_text-headline", "天气预报")
    saved(page, "Control+s")
    assert page.url.endswith(form_of(second))
    assert (stored(first).headline, stored(second).headline) == ("石榴云进山", "天气预报")


def test_a_misread_place_is_walked_to_and_put_right_by_key(editor):
    article = make_article(body="凌晨2时5O分，“车队”出发。\n他说：“收入翻了一番。“记者看到，演出了《燕子")
    page = editor("one")
    page.goto(form_of(article))
    page.keyboard.press("Alt+j")
    assert page.evaluate("getSelection().toString()") == "O"
    page.keyboard.press("Alt+Enter")
    page.keyboard.press("Alt+Enter")
    page.wait_for_selector("#changes ins")
    assert page.locator("#changes ins").all_inner_texts() == ["0", "”"]
    saved(page, "Control+s")
    assert stored(article).body == "凌晨2时50分，“车队”出发。\n他说：“收入翻了一番。”记者看到，演出了《燕子"


def marked(page):
    """The marked places of the body: (the characters behind the text, whether it is the current one)."""
    marks = page.locator(".part-body .behind mark")
    return [(mark.inner_text(), mark.get_attribute("class") == "current") for mark in marks.all()]


def test_places_that_look_misread_are_marked_where_they_stand(editor):
    article = make_article(body="凌晨2时5O分出发。\n" + "路很长。" * 200 + "\n他说：“收入翻了一番。“记者看到。")
    page = editor("one")
    page.goto(form_of(article))
    assert marked(page) == [("O", False), ("“", False)]
    # The text and what lies behind it break their lines at the same places.
    behind, typed = (
        page.evaluate(f"document.querySelector('.part-body .markable').{child}.scrollHeight")
        for child in ("firstChild", "lastChild")
    )
    assert abs(behind - typed) <= 2
    page.locator("#id_text-body").focus()
    page.keyboard.press("Control+Home")
    page.keyboard.type("昨天")
    assert marked(page) == [("O", False), ("“", False)]
    page.evaluate("document.querySelector('#id_text-body').setSelectionRange(7, 7)")
    page.locator("#id_text-body").dispatch_event("click")
    assert marked(page) == [("O", True), ("“", False)]
    page.keyboard.press("Alt+Enter")
    assert page.input_value("#id_text-body").startswith("昨天凌晨2时50分")
    assert marked(page) == [("“", True)]


def test_a_place_that_is_right_is_said_to_be_so_by_key(editor):
    article = make_article(body="凌晨2时5O分，“车队”出发。\n他说：“收入翻了一番。“记者看到。")
    page = editor("one")
    page.goto(form_of(article))
    page.keyboard.press("Alt+j")
    page.keyboard.press("Alt+x")
    assert marked(page) == [("“", True)]
    page.click(".apply-all")
    saved(page, "Control+s")
    assert stored(article).body == "凌晨2时5O分，“车队”出发。\n他说：“收入翻了一番。”记者看到。"
    assert (stored(article).suspects, marked(page)) == (0, [])
    page.click(".found-right summary")
    page.check("[name=again]")
    saved(page, "Control+s")
    assert marked(page) == [("O", False)]


def test_keys_are_listed_and_the_dump_is_opened_while_typing(editor):
    article = make_article(body="雪停了。")
    source = SourceText.objects.create(data="别的\n雪停了。\n".encode(), encoding="utf-8")
    SourceSpan.objects.create(article=article, source=source, part="body", start=3, end=7)
    page = editor("one")
    page.goto(form_of(article))
    page.keyboard.press("?")
    assert page.locator(".key-help dl").is_visible()
    page.locator("#id_text-body").focus()
    page.keyboard.press("Alt+/")
    assert page.locator(".key-help dl").is_hidden()
    page.keyboard.press("Alt+l")
    assert page.locator(".source-lines li").get_attribute("value") == "2"
    assert page.locator(".source-lines li b").inner_text() == "雪停了。"
    page.keyboard.type("?")
    assert "?" in page.input_value("#id_text-body")


def test_a_doubt_is_answered_and_the_next_article_reached_by_keys(editor):
    article, other = make_article("初雪", date="2026-01-09"), make_article("天气", date="2026-01-08")
    doubts = [Doubt.objects.create(article=article, what="headline", why="…", confidence=n / 10) for n in (1, 2)]
    page = editor("one")
    page.goto(form_of(article))
    page.keyboard.press("Alt+d")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Alt+d")
    page.keyboard.press("ArrowLeft")
    saved(page, "Control+s")
    assert [Doubt.objects.get(pk=doubt.pk).state for doubt in doubts] == ["accepted", "refused"]
    pressed(page, "Alt+n")
    assert page.url.endswith(form_of(other))


@pytest.mark.parametrize("width", ["phone", 1280])
def test_the_desk_is_no_wider_than_the_window(editor, width):
    article = make_article(body="凌晨2时5O分", bylines=["石榴云", "王浩"], photos=[("雪", "王浩 摄")])
    page = editor("one", width=width)
    for address in (LIST, form_of(article)):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_differences_follow_the_typing(editor):
    article = make_article(body="石福云进山")
    page = editor("one")
    page.goto(form_of(article))
    page.fill("#id_text-body", "石榴云进山")
    page.wait_for_selector("#changes del")
    assert page.inner_text("#changes .difference") == "石福榴云进山"
    assert stored(article).body == "石福云进山"


def test_typing_never_saved_is_offered_back_and_merged_with_what_came_since(editor):
    article = make_article("旧题", "石福云进山采访牧民")
    page = editor("one")
    page.goto(form_of(article))
    page.fill("#id_text-body", "石榴云进山采访牧民")
    page.goto(LIST)
    now = Snapshot.of(stored(article))
    correct(article.pk, replace(now, headline="新题"), based_on=0, author=User.objects.create_user("two"))
    page.goto(form_of(article))
    assert page.input_value("#id_text-body") == "石福云进山采访牧民"
    page.click(".bring-back")
    assert page.input_value("#id_text-body") == "石榴云进山采访牧民"
    saved(page, "Control+s")
    assert (stored(article).headline, stored(article).body) == ("新题", "石榴云进山采访牧民")
    assert not page.is_visible("#draft")


def test_what_was_thrown_away_does_not_come_back(editor):
    article = make_article(body="石福云进山")
    page = editor("one")
    page.goto(form_of(article))
    page.fill("#id_text-body", "打错了")
    page.goto(form_of(article))
    page.click(".discard")
    page.goto(form_of(article))
    assert not page.is_visible("#draft")


@pytest.mark.parametrize("first", ["one", "two"])
def test_two_editors_at_one_article(editor, first):
    article = make_article("旧题", "石福云进山采访牧民，收入翻了一番。")
    pages = {name: editor(name) for name in ("one", "two")}
    typed = {"one": "石榴云进山采访牧民，收入翻了一番。", "two": "石富云进山采访牧民，收入翻了两番。"}
    for page in pages.values():
        page.goto(form_of(article))
    for name, page in pages.items():
        page.fill("#id_text-body", typed[name])
    second = "two" if first == "one" else "one"
    saved(pages[first], "Control+s")
    pressed(pages[second], "Control+s")
    # Nothing was saved over the first; the second has all of their own, and what could be merged.
    assert stored(article).body == typed[first]
    assert pages[second].is_visible(".conflict")
    mine = pages[second].input_value("#id_text-body")
    assert mine == typed[second][:3] + "进山采访牧民，收入翻了两番。"
    saved(pages[second], "Control+s")
    assert stored(article).body == mine
    assert article.revisions.count() == 3


@pytest.mark.parametrize("first", ["one", "two"])
def test_two_editors_in_separate_places_of_one_text(editor, first):
    article = make_article("旧题", "石福云进山采访牧民，收入翻了一番。“他说。")
    pages = {name: editor(name) for name in ("one", "two")}
    typed = {"one": "石榴云进山采访牧民，收入翻了一番。“他说。", "two": "石福云进山采访牧民，收入翻了一番。”他说。"}
    for page in pages.values():
        page.goto(form_of(article))
    for name, page in pages.items():
        page.fill("#id_text-body", typed[name])
    saved(pages[first], "Control+s")
    saved(pages["two" if first == "one" else "one"], "Control+s")
    assert stored(article).body == "石榴云进山采访牧民，收入翻了一番。”他说。"
    assert article.revisions.count() == 3


def test_without_scripts_everything_saves(editor):
    article = make_article(body="石福云进山", bylines=["石福云"])
    page = editor("one", script=False)
    page.goto(form_of(article))
    page.fill("#id_text-body", "石榴云进山")
    page.fill("#id_bylines-0-name", "石榴云")
    page.fill("#id_bylines-1-name", "王浩")
    page.click("[name=_save]")
    assert stored(article).body == "石榴云进山"
    assert [byline.name for byline in article.bylines.all()] == ["石榴云", "王浩"]
