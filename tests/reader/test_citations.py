"""References to an article, printed and as files, and what its page tells machines."""

import datetime as dt
import json
import re

import html5lib
import pytest
from django.contrib.auth.models import User
from pybtex.database import parse_string

from newsroom.desk.revisions import correct
from newsroom.desk.snapshots import BylineText, PhotoText, Snapshot
from newsroom.models import Article, Contributor, Issue, Newspaper
from newsroom.reader.citations import STYLES, _styles, authors_of, bibtex, csl_item, formatted, full_title, ris
from tests.factories import make_article, make_page

pytestmark = pytest.mark.django_db

URL = "https://news.example/articles/3/r/1/"
READ_ON = dt.date(2026, 3, 1)
# Nobody, one, two of whom one has a foreign name, and more than a style lists.
SIGNED = ([], ["韩雪松"], ["韩雪松", "古丽努尔·哈木拉提"], ["甲一", "乙二", "丙三", "丁四", "戊五"])


def make_cited(**parts) -> Article:
    page = make_page(newspaper="xueling", date="2026-01-06", number=1, name="要闻")
    Newspaper.objects.update(name="雪岭日报")
    parts = {"headline": "隧道双向贯通", "subhead": "——全线十月通车", "bylines": ["韩雪松", "赵新民"], **parts}
    return Article.objects.with_place().get(pk=make_article(page=page, **parts).pk)


def item_of(article: Article) -> dict:
    return csl_item(article, Snapshot.of(article), URL, READ_ON)


def references(article: Article) -> dict[str, str]:
    return {style.name: formatted(item_of(article), style) for style in STYLES}


def test_the_national_standard_as_it_is_printed():
    assert references(make_cited())["GB/T 7714—2015"] == (
        f"韩雪松, 赵新民. 隧道双向贯通：全线十月通车[N/OL]. 雪岭日报, 2026-01-06(01)[2026-03-01]. {URL}."
    )


def test_both_pages_of_an_article_on_two_pages_are_cited(english, issue):
    article = Article.objects.get(headline="隧道贯通")
    page = english.get(f"/articles/{article.pk}/r/0/cite/").content.decode()
    assert "雪岭日报, 2026-01-07(01, 04)[" in page
    assert "SP  - 01,04\n" in english.get(f"/articles/{article.pk}/r/0/cite.ris").content.decode()
    Article.objects.filter(continued_from=1).update(visible=False)
    assert "2026-01-07(01)[" in english.get(f"/articles/{article.pk}/r/0/cite/").content.decode()


def test_more_than_three_authors_are_cut_by_the_national_standard():
    article = make_cited(bylines=["韩雪松", "赵新民", "古丽努尔·哈木拉提", "唐文霞"])
    assert references(article)["GB/T 7714—2015"].startswith("韩雪松, 赵新民, 古丽努尔·哈木拉提, 等. ")


def test_every_style_names_authors_title_paper_day_and_address():
    for name, reference in references(make_cited()).items():
        for part in ("韩雪松", "隧道双向贯通：全线十月通车", "雪岭日报", "2026", URL):
            assert part in reference, name


def test_what_was_cited_before_shows_in_no_later_reference():
    items = [
        item_of(make_cited(headline=f"隧道{turn}", subhead="", bylines=names)) for turn, names in enumerate(SIGNED)
    ]
    alone = {}
    for style in STYLES:
        for item in items:
            _styles.__dict__.clear()
            alone[style.name, item["title"]] = formatted(item, style)
    for item in [*items, *reversed(items)]:
        for style in STYLES:
            assert formatted(item, style) == alone[style.name, item["title"]]


def test_an_unsigned_article_has_its_title_once_in_every_style():
    for name, reference in references(make_cited(bylines=[])).items():
        assert reference.count("隧道双向贯通") == 1, name


@pytest.mark.parametrize(
    ("title", "subhead", "full"),
    [("题", "", "题"), ("题", "——副题", "题：副题"), ("题", "副题", "题：副题"), ("题", "——", "题")],
)
def test_a_subhead_follows_a_colon(title, subhead, full):
    assert full_title(title, subhead) == full


def test_authors_are_those_of_the_article_each_once():
    article = Article(kind="article")
    credited = (
        BylineText("甲", "记者"),
        BylineText("甲", "摄影"),
        BylineText("乙", "供图"),
        BylineText("丙", "摄影", photo=1),
    )
    photos = (PhotoText(1, "图", "丙 摄"),)
    assert authors_of(article, Snapshot(bylines=credited, photos=photos)) == ["甲"]
    assert authors_of(Article(kind="photo"), Snapshot(bylines=credited[3:], photos=photos)) == ["丙"]


def test_bibtex_is_read_back_by_another_reader():
    article = make_cited(headline="50% & {半} #1_甲~^\\")
    entry = parse_string(bibtex(item_of(article)), "bibtex").entries["xueling-2026-01-06-01-1"]
    assert entry.type == "article"
    assert [str(person) for person in entry.persons["author"]] == ["{韩雪松}", "{赵新民}"]
    assert entry.fields["journal"] == "雪岭日报"
    assert entry.fields["date"] == "2026-01-06"
    assert entry.fields["url"] == URL
    assert entry.fields["title"].startswith(r"{50\% \& ｛半｝ \#1\_甲")


def test_ris_has_one_tag_a_line_and_starts_and_ends_as_it_must():
    lines = ris(item_of(make_cited())).rstrip("\n").split("\n")
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - .*", line) for line in lines)
    tags = [(line[:2], line[6:]) for line in lines]
    assert tags[0] == ("TY", "NEWS")
    assert tags[-1] == ("ER", "")
    assert [value for tag, value in tags if tag == "AU"] == ["韩雪松", "赵新民"]
    assert dict(tags)["DA"] == "2026/01/06/"
    assert dict(tags)["UR"] == URL


def test_a_reference_points_at_the_text_that_was_read(english):
    article = make_cited()
    editor = User.objects.create(username="editor")
    correct(article.pk, Snapshot.of(article).with_parts(headline="隧道贯通"), based_on=0, author=editor)
    old = english.get(f"/articles/{article.pk}/r/0/cite.json").json()[0]
    new = english.get(f"/articles/{article.pk}/r/1/cite.json").json()[0]
    assert (old["title"], new["title"]) == ("隧道双向贯通：全线十月通车", "隧道贯通：全线十月通车")
    assert old["URL"].endswith(f"/articles/{article.pk}/r/0/")
    assert "隧道双向贯通" in english.get(f"/articles/{article.pk}/r/0/cite/").content.decode()


@pytest.mark.parametrize("kind", ["ris", "bib", "json"])
def test_files_are_named_after_the_article(english, kind):
    response = english.get(f"/articles/{make_cited().pk}/r/0/cite.{kind}")
    assert response.status_code == 200
    assert f'filename="xueling-2026-01-06-01-1.{kind}"' in response["Content-Disposition"]


def test_what_cannot_be_cited(english):
    article = make_cited()
    assert english.get(f"/articles/{article.pk}/r/0/cite.doc").status_code == 404
    assert english.get(f"/articles/{article.pk}/r/5/cite.ris").status_code == 404
    Article.objects.update(visible=False)
    assert english.get(f"/articles/{article.pk}/r/0/cite.ris").status_code == 410


def head_of(client, address: str):
    return html5lib.parse(client.get(address).content.decode(), namespaceHTMLElements=False).find("head")


def data_in(head) -> list[str]:
    """The content of the head's script elements that hold data, not code."""
    return [script.text for script in head.iter("script") if script.get("type") == "application/ld+json"]


def test_meta_tags_json_ld_and_citation_agree(english):
    article = make_cited(section="要闻", dateline="本报讯")
    Issue.objects.update(number=9085)
    head = head_of(english, article.get_absolute_url())
    named = [(meta.get("name"), meta.get("content")) for meta in head.iter("meta")]
    facts = json.loads(data_in(head)[0])
    address = f"http://testserver{article.get_absolute_url()}"
    title = item_of(article)["title"]
    assert {value for name, value in named if name in ("citation_title", "DC.title")} == {title} == {facts["headline"]}
    authors = [value for name, value in named if name == "citation_author"]
    assert authors == ["韩雪松", "赵新民"] == [author["name"] for author in facts["author"]]
    assert dict(named)["citation_publication_date"] == "2026/01/06"
    assert dict(named)["citation_firstpage"] == facts["printPage"] == "01"
    assert (facts["@type"], facts["datePublished"], facts["dateline"]) == ("NewsArticle", "2026-01-06", "本报讯")
    assert (facts["printSection"], facts["printEdition"], facts["articleSection"]) == ("要闻", "1", "要闻")
    assert facts["isPartOf"]["issueNumber"] == 9085
    assert next(link.get("href") for link in head.iter("link") if link.get("rel") == "canonical") == address
    assert facts["url"] == address


def test_text_cannot_break_out_of_the_script_element(english):
    evil = "</script><script>alert(1)</script><!--"
    head = head_of(english, make_cited(headline=evil, subhead="").get_absolute_url())
    assert [json.loads(data)["headline"] for data in data_in(head)] == [evil]
    assert len([script for script in head.iter("script") if not script.get("src")]) == 1


def test_an_organisation_is_told_from_a_person(english):
    article = make_cited(bylines=["地区气象局"])
    Contributor.objects.update(kind=Contributor.Kind.ORGANISATION)
    facts = json.loads(data_in(head_of(english, article.get_absolute_url()))[0])
    assert facts["author"][0]["@type"] == "Organization"


def test_earlier_revisions_name_the_article_as_canonical(english):
    article = make_cited()
    head = head_of(english, f"/articles/{article.pk}/r/0/")
    links = {link.get("rel"): link.get("href") for link in head.iter("link")}
    assert links["canonical"] == f"http://testserver{article.get_absolute_url()}"
