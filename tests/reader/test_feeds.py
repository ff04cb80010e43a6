"""Feeds, sitemaps and what else machines ask for; read by libraries that did not write them."""

import datetime as dt
from urllib.parse import urlsplit
from xml.etree import ElementTree

import feedparser
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from newsroom.models import Article, Contributor, Section
from newsroom.reader import machines
from newsroom.search.archive import ArchiveSearch, IndexUnavailable
from tests.factories import index_all, make_article

pytestmark = pytest.mark.django_db

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def feed_at(client, address: str) -> feedparser.FeedParserDict:
    response = client.get(address)
    assert response.status_code == 200
    feed = feedparser.parse(response.content)
    assert not feed.bozo, feed.get("bozo_exception")
    return feed


def titles(feed) -> list[str]:
    return [entry.title for entry in feed.entries]


def test_the_site_feed_holds_the_newest_articles(english, issue):
    make_article("旧闻", newspaper="xueling", date="2025-01-07")
    feed = feed_at(english, "/feeds/")
    assert feed.version == "atom10"
    assert titles(feed)[0] == "隧道贯通"
    assert titles(feed)[-1] == "旧闻"
    entry = feed.entries[0]
    assert entry.link == entry.id == "http://testserver/xueling/2026-01-07/01/1/"
    assert entry.published.startswith("2026-01-07T00:00:00")
    assert entry.author == "韩雪松、赵新民、唐文霞"
    assert [tag.term for tag in entry.tags] == ["要闻"]


def test_feeds_of_a_part_hold_that_part(english, issue):
    make_article("别家新闻", newspaper="evening", date="2026-01-08", bylines=["韩雪松"])
    person = Contributor.objects.get(name="韩雪松")
    section = Section.objects.get(name="综合")
    assert titles(feed_at(english, "/feeds/newspapers/evening/")) == ["别家新闻"]
    assert titles(feed_at(english, f"/feeds/sections/{section.slug}/")) == ["冰灯初上"]
    assert titles(feed_at(english, f"/feeds/contributors/{person.pk}/")) == ["别家新闻", "隧道贯通", "水库补水"]


@pytest.mark.parametrize("address", ["/feeds/newspapers/x/", "/feeds/sections/x/", "/feeds/contributors/99/"])
def test_a_feed_of_nothing_is_not_found(english, issue, address):
    assert english.get(address).status_code == 404


def test_withdrawn_articles_are_in_no_feed_and_no_sitemap(english, issue):
    Article.objects.filter(headline="水库补水").update(visible=False)
    person = Contributor.objects.get(name="韩雪松")
    section = Section.objects.get(name="要闻")
    for address in ("/feeds/", f"/feeds/contributors/{person.pk}/", f"/feeds/sections/{section.slug}/"):
        assert "水库补水" not in titles(feed_at(english, address))
    assert "/xueling/2026-01-07/01/2/" not in english.get("/sitemap-articles.xml").content.decode()


def test_what_xml_cannot_hold_breaks_no_feed(english, issue):
    make_article("铃\x07声<b>&", "正\x01文\x0b<script>\ufffe", newspaper="xueling", date="2026-02-01")
    entry = feed_at(english, "/feeds/").entries[0]
    assert entry.title == "铃\ufffd声<b>&"
    assert "<script>" not in entry.summary


def test_a_search_can_be_followed_newest_first(english, issue, monkeypatch):
    asked = []
    answer = ArchiveSearch.answer

    def remember(self):
        asked.append(self.params)
        return answer(self)

    monkeypatch.setattr(ArchiveSearch, "answer", remember)
    make_article("旧灯光", "灯光", newspaper="xueling", date="2025-01-07")
    index_all()
    feed = feed_at(english, "/feeds/search/?q=灯光&sort=oldest&p=2")
    assert titles(feed) == ["隧道贯通", "旧灯光"]
    assert "灯光" in feed.feed.title
    assert asked[0].sort == "newest"
    assert asked[0].results_page == 1


def test_without_an_index_the_search_feed_is_unavailable_not_empty(english, issue, monkeypatch):
    def fail(self):
        raise IndexUnavailable("No index.")

    monkeypatch.setattr(ArchiveSearch, "answer", fail)
    assert english.get("/feeds/search/?q=a").status_code == 503


def test_pages_name_their_feed(english, issue):
    person = Contributor.objects.get(name="韩雪松")
    for address, feed in (
        ("/", "/feeds/"),
        (person.get_absolute_url(), f"/feeds/contributors/{person.pk}/"),
        ("/xueling/", "/feeds/newspapers/xueling/"),
        ("/search/?q=灯&year=2026", "/feeds/search/?q=%E7%81%AF&amp;year=2026"),
    ):
        page = english.get(address).content.decode()
        assert f'<link rel="alternate" href="{feed}" type="application/atom+xml"' in page


def locations(client, address: str) -> list[str]:
    root = ElementTree.fromstring(client.get(address).content)
    return [urlsplit(element.text).path for element in root.iter(f"{SITEMAP}loc")]


def test_every_address_in_the_sitemaps_answers(english, issue):
    parts = locations(english, "/sitemap.xml")
    assert parts == [f"/sitemap-{name}.xml" for name in machines.SITEMAPS]
    found = [address for part in parts for address in locations(english, part)]
    assert set(Article.objects.values_list("pk", flat=True)) == {
        article.pk for article in Article.objects.with_place() if article.get_absolute_url() in found
    }
    assert issue.get_absolute_url() in found
    for address in found:
        assert english.get(address).status_code == 200, address


def test_a_large_archive_is_spread_over_files(english, issue, monkeypatch):
    monkeypatch.setattr(machines.ArticleSitemap, "limit", 2)
    index = english.get("/sitemap.xml").content.decode()
    assert "/sitemap-articles.xml?p=2" in index
    assert len(locations(english, "/sitemap-articles.xml?p=2")) == 2


def test_sitemaps_ask_the_same_however_many_articles(english, issue, django_assert_num_queries):
    for _ in range(2):
        with django_assert_num_queries(3):  # one for the state of the archive
            assert english.get("/sitemap-articles.xml").status_code == 200
        for number in range(10):
            make_article(f"又一篇{number}", newspaper="xueling", page_number=2)


def test_the_index_of_sitemaps_does_not_load_the_articles(english, issue):
    with CaptureQueriesContext(connection) as captured:
        english.get("/sitemap.xml")
    about_articles = [query["sql"] for query in captured if 'FROM "newsroom_article"' in query["sql"]]
    assert about_articles
    assert not any('"body"' in sql for sql in about_articles)


def test_the_news_sitemap_lists_only_the_last_days(english, issue):
    today = timezone.localdate()
    make_article("今天<新闻>", newspaper="xueling", date=today)
    make_article("旧了", newspaper="xueling", date=today - dt.timedelta(days=2))
    text = english.get("/sitemap-news.xml").content.decode()
    assert "今天&lt;新闻&gt;" in text
    assert "旧了" not in text
    ElementTree.fromstring(text)


def test_robots_keep_out_of_the_endless_addresses(english, issue):
    text = english.get("/robots.txt").content.decode()
    assert "Disallow: /search/" in text
    assert "Sitemap: http://testserver/sitemap.xml" in text


def test_the_browser_learns_how_to_search(english, issue):
    response = english.get(reverse("reader:opensearch"))
    root = ElementTree.fromstring(response.content)
    urls = {url.get("type"): url.get("template") for url in root if url.tag.endswith("Url")}
    assert urls["text/html"] == "http://testserver/search/?q={searchTerms}"
    assert response["Content-Type"].startswith("application/opensearchdescription+xml")
