"""Every public page, asked for as a reader's browser does."""

import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from newsroom.desk.revisions import correct
from newsroom.desk.snapshots import Snapshot
from newsroom.models import Article, Contributor, Issue, Newspaper, Section
from tests.factories import make_article, make_page

pytestmark = pytest.mark.django_db


def text_of(response) -> str:
    return response.content.decode()


def article_named(headline: str) -> Article:
    return Article.objects.with_place().get(headline=headline)


def correct_text(article: Article, **parts: str) -> None:
    editor, _ = User.objects.get_or_create(username="editor")
    snapshot = Snapshot.of(article)
    correct(article.pk, snapshot.with_parts(**parts), based_on=article.revision_number, author=editor)


class TestFront:
    def test_it_is_the_latest_issue(self, english, issue):
        make_article("旧闻", newspaper="xueling", date="2026-01-06")
        page = text_of(english.get("/"))
        assert "雪岭日报" in page
        assert "隧道贯通" in page
        assert "旧闻" not in page
        assert "/xueling/2026-01-06/" in page  # the way to the issue before

    def test_an_empty_archive_names_the_command_that_fills_it(self, english):
        response = english.get("/")
        assert response.status_code == 200
        assert "import_issue" in text_of(response)

    def test_other_newspapers_are_one_step_away(self, english, issue):
        make_article(newspaper="evening", date="2025-12-31")
        assert "/evening/2025-12-31/" in text_of(english.get("/"))

    def test_an_absent_page_is_said_in_its_place(self, english, issue):
        page = text_of(english.get("/"))
        assert page.index("/02/") < page.index("This page is not in the archive.") < page.index("/04/")

    def test_an_issue_with_nothing_to_show_still_opens(self, english, issue):
        Article.objects.update(visible=False)
        page = text_of(english.get("/"))
        assert "No article of this page can be read here." in page
        assert "隧道贯通" not in page


class TestNewspaper:
    def test_it_says_what_is_held(self, english, issue):
        page = text_of(english.get("/xueling/"))
        assert "1 issue" in page
        assert "3 pages" in page
        assert "4 articles" in page
        assert "CN 00-0001" in page

    def test_without_issues_it_names_the_command(self, english):
        Newspaper.objects.create(name="新报", slug="new")
        page = text_of(english.get("/new/"))
        assert "import_issue" in page
        assert "新报" in page

    def test_a_name_in_chinese_may_be_the_address(self, english):
        make_article(newspaper="雪岭", date="2026-01-07")
        assert english.get(reverse("reader:newspaper", args=["雪岭"])).status_code == 200
        assert english.get(article_named("山城初雪").get_absolute_url()).status_code == 200


class TestIssue:
    def test_every_page_and_headline_is_listed(self, english, issue):
        page = text_of(english.get(issue.get_absolute_url()))
        for headline in Article.objects.values_list("headline", flat=True):
            assert headline in page
        assert "3 pages" in page

    def test_a_day_without_issue_leads_to_the_nearest_ones(self, english, issue):
        make_article(newspaper="xueling", date="2026-01-10")
        response = english.get("/xueling/2026-01-08/")
        assert response.status_code == 404
        assert "/xueling/2026-01-07/" in text_of(response)
        assert "/xueling/2026-01-10/" in text_of(response)

    def test_what_is_lacking_beside_the_issue_is_said(self, english, issue):
        make_article(newspaper="xueling", date="2026-01-09")
        make_article(newspaper="xueling", date="2026-01-02")
        for day, number in ((2, 98), (7, 100), (9, 101)):
            Issue.objects.filter(date=dt.date(2026, 1, day)).update(number=number)
        page = text_of(english.get("/xueling/2026-01-07/"))
        assert "2026-01-03 – 2026-01-06" in page
        assert "1 issue is missing" in page
        assert "2026-01-08" not in page  # the serial numbers run on: nothing was printed

    def test_a_second_edition_has_its_own_address(self, english, issue):
        page = make_page(newspaper="xueling", date="2026-01-07", edition=2)
        make_article("号外", page=page)
        assert "号外" in text_of(english.get("/xueling/2026-01-07-e2/"))
        assert "号外" not in text_of(english.get("/xueling/2026-01-07/"))

    @pytest.mark.parametrize("address", ["/xueling/2026-13-01/", "/xueling/0000-00-00/", "/nobody/2026-01-07/"])
    def test_an_impossible_address_is_not_found(self, english, issue, address):
        assert english.get(address).status_code == 404

    @pytest.mark.parametrize(
        ("asked", "settled"),
        [
            ("/xueling/2026-01-07-e1/?q=a", "/xueling/2026-01-07/?q=a"),
            ("/xueling/2026-01-07/002/", "/xueling/2026-01-07/02/"),
            ("/xueling/2026-01-07-e1/01/1/", "/xueling/2026-01-07/01/1/"),
        ],
    )
    def test_other_spellings_of_an_address_lead_to_the_one(self, english, issue, asked, settled):
        response = english.get(asked)
        assert (response.status_code, response["Location"]) == (301, settled)


class TestPage:
    def test_it_leads_to_its_neighbours_over_an_absent_page(self, english, issue):
        page = text_of(english.get("/xueling/2026-01-07/02/"))
        assert '<a rel="prev" href="/xueling/2026-01-07/01/">' in page
        assert '<a rel="next" class="onward" href="/xueling/2026-01-07/04/">' in page
        assert "03版" in page
        assert "冰灯初上" in page

    def test_an_absent_page_lists_those_that_are_there(self, english, issue):
        response = english.get("/xueling/2026-01-07/03/")
        assert response.status_code == 404
        for number in ("01", "02", "04"):
            assert f"/xueling/2026-01-07/{number}/" in text_of(response)

    def test_withdrawn_articles_are_not_listed(self, english, issue):
        Article.objects.filter(headline="冰灯初上").update(visible=False)
        assert "冰灯初上" not in text_of(english.get("/xueling/2026-01-07/02/"))


class TestArticle:
    def test_every_part_is_there(self, english, issue):
        page = text_of(english.get("/xueling/2026-01-07/01/1/"))
        for part in ("抓项目", "隧道贯通", "——全线十月通车", "本报讯", "最后一声炮响", "韩雪松", "唐文霞"):
            assert part in page
        assert '<h2 class="crosshead">山那边</h2>' in page
        assert '<p class="note">资料由指挥部提供</p>' in page
        assert "reporter" in page
        assert Contributor.objects.get(name="韩雪松").get_absolute_url() in page

    def test_a_jump_line_leads_to_the_other_half_which_is_read_on(self, english, issue):
        page = text_of(english.get("/xueling/2026-01-07/01/1/"))
        assert '<a href="/xueling/2026-01-07/04/1/">（下转第四版）</a>' in page
        assert "工人们收拾行装。" in page
        back = text_of(english.get("/xueling/2026-01-07/04/1/"))
        assert '<a href="/xueling/2026-01-07/01/1/">（上接第一版）</a>' in back
        assert "最后一声炮响" not in back

    def test_where_two_articles_could_be_meant_the_jump_leads_to_the_page(self, english, issue):
        make_article("另一篇", page_number=4, newspaper="xueling", continued_from=1)
        page = text_of(english.get("/xueling/2026-01-07/01/1/"))
        assert '<a href="/xueling/2026-01-07/04/">（下转第四版）</a>' in page
        assert "工人们收拾行装。" not in page

    def test_a_jump_to_an_absent_page_is_said(self, english, issue):
        article = make_article("断头", page_number=2, newspaper="xueling", continues_on=3)
        assert "Page 3 is not in the archive." in text_of(english.get(article.get_absolute_url()))

    def test_a_withdrawn_half_is_not_read_on(self, english, issue):
        Article.objects.filter(headline="隧道贯通之后").update(visible=False)
        assert "工人们收拾行装。" not in text_of(english.get("/xueling/2026-01-07/01/1/"))

    def test_its_neighbours_reach_over_pages(self, english, issue):
        page = text_of(english.get("/xueling/2026-01-07/02/1/"))
        assert '<a rel="prev" href="/xueling/2026-01-07/01/2/">' in page
        assert '<a rel="next" class="onward" href="/xueling/2026-01-07/04/1/">' in page

    def test_a_withdrawn_article_is_gone_and_shows_nothing_of_itself(self, english, issue):
        Article.objects.filter(headline="水库补水").update(visible=False)
        for address in ("/xueling/2026-01-07/01/2/", f"/articles/{article_named('水库补水').pk}/r/0/"):
            response = english.get(address)
            assert response.status_code == 410
            assert "水库补水" not in text_of(response)
            assert "/xueling/2026-01-07/01/" in text_of(response)

    @pytest.mark.parametrize("address", ["/xueling/2026-01-07/01/9/", "/xueling/2026-01-07/09/1/"])
    def test_no_article_at_the_address(self, english, issue, address):
        assert english.get(address).status_code == 404

    def test_a_number_beyond_any_database_is_not_found(self, english, issue):
        assert english.get(f"/xueling/2026-01-07/01/{10**30}/").status_code == 404
        assert english.get(f"/articles/{10**30}/r/0/").status_code == 404
        assert english.get(f"/contributors/{10**30}/").status_code == 404

    def test_markup_in_the_text_is_shown_not_obeyed(self, english, issue):
        evil = "<script>alert(1)</script>"
        article = make_article(
            evil, evil, kicker=evil, subhead=evil, dateline=evil, page_number=2, newspaper="xueling",
            bylines=[(evil, "记者")], photos=[(evil, evil)], section=evil,
            continues_on_as_printed=evil,
        )  # fmt: skip
        correct_text(article, body=evil + "!")
        addresses = [
            article.get_absolute_url(),
            article.get_absolute_url() + "?q=script",
            f"/articles/{article.pk}/r/1/",
            f"/articles/{article.pk}/r/1/cite/",
            issue.get_absolute_url(),
            "/xueling/2026-01-07/02/",
            "/sections/",
            Section.objects.get(name=evil).get_absolute_url(),
            Contributor.objects.get(name=evil).get_absolute_url(),
            "/contributors/",
            "/",
        ]
        for address in addresses:
            response = english.get(address)
            assert response.status_code == 200, address
            assert evil not in text_of(response), address

    def test_what_was_searched_for_is_marked(self, english, issue):
        assert "<mark>灯光</mark>" in text_of(english.get("/xueling/2026-01-07/01/1/?q=灯光"))

    def test_a_correction_is_told_and_leads_to_what_changed(self, english, issue):
        article = article_named("水库补水")
        assert "Corrected" not in text_of(english.get(article.get_absolute_url()))
        correct_text(article, headline="水库冬季补水")
        page = text_of(english.get(article.get_absolute_url()))
        assert "Corrected once since it was imported." in page
        assert f"/articles/{article.pk}/r/1/#changes" in page
        assert f"/articles/{article.pk}/r/0/" in page


class TestRevision:
    def test_an_address_with_a_number_always_shows_that_very_text(self, english, issue):
        article = article_named("水库补水")
        correct_text(article, headline="水库冬季补水")
        first = text_of(english.get(f"/articles/{article.pk}/r/0/"))
        second = text_of(english.get(f"/articles/{article.pk}/r/1/"))
        assert ">水库补水</h1>" in first
        assert "The article was changed later." in first
        assert ">水库冬季补水</h1>" in second
        assert "This is how the article reads now." in second

    def test_the_difference_is_shown_by_the_character(self, english, issue):
        article = article_named("水库补水")
        correct_text(article, headline="水库冬季补水")
        page = text_of(english.get(f"/articles/{article.pk}/r/1/"))
        assert "水库<ins>冬季</ins>补水" in page

    def test_unchanged_text_around_a_change_is_cut(self, english, issue):
        body = "".join(chr(0x4E00 + n) for n in range(500))
        article = make_article("长文", body, page_number=2, newspaper="xueling")
        correct_text(article, body=body[:250] + "改" + body[250:])
        page = text_of(english.get(f"/articles/{article.pk}/r/1/"))
        assert f"…… {body[226:250]}<ins>改</ins>{body[250:274]} ……" in page

    def test_an_unknown_number_leads_to_the_article(self, english, issue):
        article = article_named("水库补水")
        response = english.get(f"/articles/{article.pk}/r/7/")
        assert response.status_code == 404
        assert article.get_absolute_url() in text_of(response)


class TestSectionsAndContributors:
    def test_sections_count_visible_articles(self, english, issue):
        Article.objects.filter(headline="水库补水").update(visible=False)
        sections = {s.name: s.article_count for s, _latest in english.get("/sections/").context["sections"]}
        assert sections == {"要闻": 1, "综合": 1}

    def test_a_section_lists_its_articles_newest_first_by_day(self, english, issue):
        make_article("去年旧事", newspaper="xueling", date="2025-01-07", section="要闻")
        response = english.get(Section.objects.get(name="要闻").get_absolute_url())
        listed = [(day.date.year, [piece.title for piece in pieces]) for day, pieces in response.context["days"]]
        assert listed == [(2026, ["隧道贯通", "水库补水"]), (2025, ["去年旧事"])]

    def test_a_section_narrows_to_a_year_and_the_pager_keeps_it(self, english, issue):
        for _ in range(31):
            make_article("去年旧事", newspaper="xueling", date="2025-01-07", section="要闻")
        response = english.get(Section.objects.get(name="要闻").get_absolute_url() + "?year=2025")
        assert {day.date.year for day, _ in response.context["days"]} == {2025}
        assert "?year=2025&amp;p=2" in text_of(response)

    @pytest.mark.parametrize("query", ["?p=0", "?p=zwei", "?p=99999", "?year=MMXX", "?year=٢٠٢٥"])
    def test_nonsense_in_the_address_is_no_error(self, english, issue, query):
        assert english.get(Section.objects.get(name="要闻").get_absolute_url() + query).status_code == 200

    def test_contributors_stand_under_the_letter_of_their_pinyin(self, english, issue):
        groups = english.get("/contributors/").context["by_letter"]
        assert [(letter, [(p.name, count) for p, count in people]) for letter, people in groups] == [
            ("H", [("韩雪松", 2)]),
            ("T", [("唐文霞", 1)]),
            ("Z", [("赵新民", 1)]),
        ]

    def test_who_is_credited_only_on_withdrawn_articles_is_not_listed(self, english, issue):
        make_article("撤下", newspaper="xueling", bylines=["隐名氏"], visible=False)
        assert "隐名氏" not in text_of(english.get("/contributors/"))

    def test_withdrawn_articles_are_neither_listed_nor_counted(self, english, issue):
        Article.objects.filter(headline="水库补水").update(visible=False)
        person = Contributor.objects.get(name="韩雪松")
        for address in (person.get_absolute_url(), Section.objects.get(name="要闻").get_absolute_url()):
            response = english.get(address)
            assert "水库补水" not in text_of(response)
            assert (response.context["article_count"], response.context["years"]) == (1, [(2026, 1)])
        listed = english.get("/contributors/").context["by_letter"]
        assert [(p.name, count) for _, people in listed for p, count in people if p == person] == [("韩雪松", 1)]

    def test_a_large_list_of_names_opens_at_its_first_letter(self, english, issue, monkeypatch):
        monkeypatch.setattr("newsroom.reader.browsing.NAMES_ON_ONE_PAGE", 2)
        response = english.get("/contributors/")
        assert [letter for letter, _ in response.context["by_letter"]] == ["H"]
        assert "?letter=T" in text_of(response)
        assert [letter for letter, _ in english.get("/contributors/?letter=t").context["by_letter"]] == ["T"]

    def test_a_contributor_shows_roles_years_and_articles(self, english, issue):
        make_article("旧作", newspaper="xueling", date="2025-01-07", bylines=[("韩雪松", "摄影")])
        response = english.get(Contributor.objects.get(name="韩雪松").get_absolute_url())
        assert [(str(role), count) for role, count in response.context["roles"]] == [
            ("reporter", 2),
            ("photographer", 1),
        ]
        assert response.context["years"] == [(2026, 2), (2025, 1)]
        assert "旧作" in text_of(response)

    def test_an_unknown_section_lists_the_known_ones(self, english, issue):
        response = english.get("/sections/nowhere/")
        assert response.status_code == 404
        assert "要闻" in text_of(response)


class TestDates:
    def test_the_calendar_links_printed_days_and_says_gaps(self, english, issue):
        Issue.objects.update(number=100)
        make_article(newspaper="xueling", date="2026-01-09")
        Issue.objects.filter(date=dt.date(2026, 1, 9)).update(number=102)
        page = text_of(english.get("/dates/"))
        assert 'href="/xueling/2026-01-07/"' in page
        assert 'href="/xueling/2026-01-09/"' in page
        assert "1 issue is missing" in page

    def test_a_day_of_two_newspapers_leads_to_the_day(self, english, issue):
        make_article(newspaper="evening", date="2026-01-07")
        assert 'href="/dates/2026-01-07/"' in text_of(english.get("/dates/2026/"))
        day = text_of(english.get("/dates/2026-01-07/"))
        assert "/evening/2026-01-07/" in day
        assert "/xueling/2026-01-07/" in day

    def test_one_newspaper_can_be_chosen(self, english, issue):
        make_article(newspaper="evening", date="2026-01-07")
        assert 'href="/evening/2026-01-07/"' in text_of(english.get("/dates/2026/?newspaper=evening"))

    def test_a_gap_that_began_in_an_earlier_year_is_told(self, english, issue):
        make_article(newspaper="xueling", date="2025-12-30")
        assert "2025-12-31 – 2026-01-06" in text_of(english.get("/dates/2026/"))

    def test_a_year_without_issues_says_so(self, english, issue):
        assert "No issue of 1999 is in the archive." in text_of(english.get("/dates/1999/"))

    def test_a_picked_day_is_opened(self, english, issue):
        assert english.get("/dates/?on=2026-01-07")["Location"] == "/dates/2026-01-07/"
        assert english.get("/dates/?on=tomorrow").status_code == 200

    def test_a_day_tells_what_each_issue_opened_with(self, english, issue):
        make_article("撤下的头条", newspaper="xueling", date="2025-01-07", visible=False)
        make_article("", "无题", newspaper="xueling", date="2025-01-07")
        make_article("去年的头条", newspaper="xueling", date="2025-01-07")
        make_article("去年的二条", newspaper="xueling", date="2025-01-07")
        make_article("里页", newspaper="xueling", date="2024-01-07", page_number=2)
        context = english.get("/dates/2026-01-07/").context
        assert [lead.headline for _, lead in context["issues"]] == ["隧道贯通"]
        assert [lead and lead.headline for _, lead in context["other_years"]] == ["去年的头条", None]

    def test_a_day_shows_its_neighbours_and_other_years(self, english, issue):
        for date in ("2026-01-05", "2026-01-09", "2025-01-08"):
            make_article(newspaper="xueling", date=date)
        page = text_of(english.get("/dates/2026-01-08/"))
        assert "No issue of this day is in the archive." in page
        for date in ("2026-01-07", "2026-01-09", "2025-01-08"):
            assert f"/xueling/{date}/" in page
        assert "/xueling/2026-01-05/" not in page


class TestLanguageAndErrors:
    def test_the_footer_switches_the_language_without_script_or_token(self, issue):
        from django.test import Client

        strict = Client(enforce_csrf_checks=True)
        response = strict.post("/i18n/language/", {"language": "en", "next": "/xueling/"})
        assert response["Location"] == "/xueling/"
        assert 'lang="en"' in text_of(strict.get("/xueling/"))
        strict.post("/i18n/language/", {"language": "zh-hans", "next": "/"})
        assert '<html lang="zh-hans">' in text_of(strict.get("/xueling/"))

    @pytest.mark.parametrize(
        "address",
        ["/xueling/2026-01-07/01/1/?q=a", "/xueling/2026-01-07-e2/", "/dates/2026-01-07/", "/dates/2026/", "/a/b/c/"],
    )
    def test_the_switch_leads_back_to_where_it_was_pressed(self, english, issue, address):
        response = english.post("/i18n/language/", {"language": "en", "next": address})
        assert response["Location"] == address

    def test_a_page_sets_no_cookie_so_that_it_can_be_cached(self, english, issue):
        assert not english.get("/").cookies

    def test_an_address_nobody_has_is_answered_with_help(self, english, issue):
        response = english.get("/a/b/c/d/e/f/")
        assert response.status_code == 404
        assert "/search/" in text_of(response)

    def test_a_fault_of_ours_is_owned_up_to(self, english, issue, monkeypatch):
        def fail(*_args, **_kwargs):
            raise RuntimeError

        monkeypatch.setattr("newsroom.reader.issues.sheets_of", fail)
        english.raise_request_exception = False
        response = english.get("/")
        assert response.status_code == 500
        assert "Something went wrong on our side" in text_of(response)


@pytest.mark.parametrize(
    ("address", "ways"),
    [
        (
            "/news/20260107/冬捕节开幕.html",
            ["/dates/2026-01-07/", "/search/?q=%E5%86%AC%E6%8D%95%E8%8A%82%E5%BC%80%E5%B9%95"],
        ),
        ("/html/2026-01/07/node_2.htm", ["/dates/2026-01-07/"]),
        ("/node/20261399/", []),
        ("/nowhere/at/all/", []),
    ],
)
def test_what_an_unknown_address_holds_leads_on(english, issue, address, ways):
    response = english.get(address)
    assert response.status_code == 404
    assert [way.url for way in response.context["ways"]] == ways
    assert all(f'href="{way}"' in response.content.decode() for way in ways)
