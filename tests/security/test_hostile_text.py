"""An archive of nothing but hostile text, walked through by a reader and by an editor: it stays text everywhere."""

import json
import re
from collections import Counter
from urllib.parse import quote, urljoin, urlsplit

import feedparser
import html5lib
import pytest
from django.contrib.auth.models import User
from lxml import etree

from tests.factories import index_all
from tests.security.hostile import PAYLOADS, breaches, fill_with, leads_home

pytestmark = pytest.mark.django_db

FURTHER = [
    *("/", "/dates/", "/sections/", "/contributors/", "/dates/?on=2026-01-07", "/search/?q=alert", "/opensearch.xml"),
    *("/feeds/", "/sitemap.xml", "/sitemap-articles.xml", "/sitemap-news.xml", "/robots.txt", "/feeds/search/?q=alert"),
    *("/api/v1/docs/", "/api/v1/openapi.json", "/api/v1/articles/", "/api/v1/newspapers/", "/api/v1/sections/"),
    *("/api/v1/contributors/", "/api/v1/search/?q=alert"),
]


@pytest.fixture
def hostile(db, client):
    articles = [fill_with(payload, number) for number, payload in enumerate(PAYLOADS)]
    index_all()
    return articles


def kind_of(address):
    parts = urlsplit(address)
    return re.sub(r"\d+|paper-\S+?(?=/)|(?<=sections/)[^/]+", "N", parts.path), bool(parts.query)


def walk(client, addresses, of_a_kind):
    """Opens these addresses, and of what they link to so many of each kind; gives every answer.

    Addresses that differ only in their numbers show the same text over and over.
    """
    waiting, known, kinds = list(addresses), set(addresses), Counter()
    asked_for = set(addresses)
    while waiting:
        address = waiting.pop(0)
        kinds[kind_of(address)] += address not in asked_for
        if "logout" in address or "/static/" in address or kinds[kind_of(address)] > of_a_kind:
            continue
        answer = client.get(address, follow=True)
        assert answer.status_code < 500, address
        yield address, answer
        if "html" in answer["Content-Type"]:
            tree = html5lib.parse(answer.content.decode(), namespaceHTMLElements=False)
            for link in [*tree.iter("a"), *tree.iter("link")]:
                target = urljoin(address, link.get("href", "")).split("#")[0]
                if urlsplit(target).netloc in {"", "testserver"} and target not in known:
                    known.add(target)
                    waiting.append(target)


def check(answer):
    kind, text = answer["Content-Type"].split(";")[0], answer.content.decode()
    assert answer["X-Content-Type-Options"] == "nosniff"
    if kind == "text/html":
        return breaches(text)
    if kind.endswith("xml"):
        tree = etree.fromstring(answer.content)
        found = [each.tag for each in tree.iter() if str(each.tag).endswith("script")]
        for entry in feedparser.parse(answer.content).entries:
            found += breaches(f"<!doctype html><title>a</title>{entry.get('summary', '')}")
            found += [entry.link] if not leads_home(entry.get("link", "")) else []
        return found
    if kind.endswith("json"):
        json.loads(text)
    else:
        assert kind in {"text/plain", "application/x-bibtex", "application/x-research-info-systems", "image/svg+xml"}, (
            kind
        )
    return []


def test_a_reader_meets_text_and_nothing_else(hostile, client):
    kinds = ("0/", "1/cite/", "1/cite.bib", "1/cite.ris")
    own = [f"/articles/{article.pk}/r/{kind}" for article in hostile for kind in kinds]
    own += [f"/articles/{hostile[0].pk}/r/1/cite.json", f"/api/v1/articles/{hostile[0].pk}/"]
    asked = (
        "/search/?q=",
        "/search/?section=",
        "/search/?byline=",
        "/dates/?on=",
        "/feeds/search/?q=",
        "/api/v1/search/?q=",
    )
    own += [f"{question}{quote(payload)}" for payload in PAYLOADS for question in asked]
    seen, found = 0, {}
    for address, answer in walk(client, [*FURTHER, *own], of_a_kind=3):
        seen += 1
        if wrong := check(answer):
            found[address] = wrong[:3]
    assert found == {}
    assert seen > 60


def test_what_is_hostile_is_shown_as_it_was_printed(hostile, client):
    for article, payload in zip(hostile, PAYLOADS, strict=True):
        tree = html5lib.parse(client.get(article.get_absolute_url()).content.decode(), namespaceHTMLElements=False)
        shown = "".join(tree.find("body").itertext())
        assert shown.count(payload.strip("\u2028")) >= 5


def test_an_editor_meets_text_and_nothing_else(hostile, client):
    client.force_login(User.objects.create_superuser("chief"))
    own = [
        f"/admin/newsroom/article/{article.pk}/{rest}"
        for article in hostile
        for rest in ("change/", "differences/?first=0&second=1")
    ]
    own += [f"/admin/newsroom/article/?q={quote(payload)}" for payload in PAYLOADS]
    own += [f"/admin/newsroom/article/substitute/?sought={quote(payload)}&right=a" for payload in PAYLOADS]
    seen, found = 0, {}
    for address, answer in walk(client, ["/admin/", "/admin/newsroom/importevent/", *own], of_a_kind=1):
        if not address.startswith(("/admin/", "http://testserver/admin/")):
            continue
        seen += 1
        if "html" in answer["Content-Type"] and (wrong := breaches(answer.content.decode())):
            found[address] = wrong[:3]
    assert found == {}
    assert seen > 60


@pytest.mark.parametrize("payload", [payload for payload in PAYLOADS if "<" in payload and "{{" not in payload])
def test_the_check_sees_each_where_nothing_is_escaped(payload):
    places = ("<p>{}", '<input value="{}">', "<input value='{}'>", "<!-- {} -->")
    assert any(breaches("<!doctype html><title>a</title>" + place.format(payload)) for place in places)


def test_the_check_sees_addresses_that_run():
    assert breaches("<!doctype html><title>a</title><a href='java\tscript:alert(1)'>a</a>")
    assert breaches("<!doctype html><title>a</title><a href='//evil.example/'>a</a>")
    assert not breaches("<!doctype html><title>a</title><a href='/search/?q=javascript:alert(1)'>a</a>")
