"""Every page is valid HTML, in both languages."""

import re
from pathlib import Path

import html5lib
import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.staticfiles import finders

from newsroom.desk.revisions import correct
from newsroom.desk.snapshots import Snapshot
from newsroom.models import Article
from tests.factories import index_all, make_article

pytestmark = pytest.mark.django_db

ADDRESSES = [
    "/",
    "/xueling/",
    "/xueling/2026-01-07/",
    "/xueling/2026-01-07/01/",
    "/xueling/2026-01-07/01/1/",
    "/xueling/2026-01-07/01/1/?q=灯光",
    "/xueling/2026-01-07/04/2/",
    "/xueling/2026-01-08/",
    "/dates/",
    "/dates/2026-01-07/",
    "/dates/2026-01-08/",
    "/sections/",
    "/sections/要闻/",
    "/contributors/",
    "/search/",
    "/search/?q=雪&section=要闻",
    "/search/?q=没有这样的话",
    "/nowhere/at/all/",
]


@pytest.fixture
def archive(issue):
    make_article(
        "", "", kind="photo", newspaper="xueling", page_number=4, photos=[("黄羊越过雪原", "王岚 摄")], bylines=["王岚"]
    )
    for number in range(35):
        make_article(f"旧闻{number}", newspaper="xueling", date="2025-01-07", section="要闻", bylines=["韩雪松"])
    article = Article.objects.get(headline="隧道贯通")
    editor = User.objects.create(username="editor")
    correct(article.pk, Snapshot.of(article).with_parts(headline="隧道双向贯通"), based_on=0, author=editor)
    index_all()
    return article


def faults(html: str) -> list[str]:
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(html)
    return [f"{place}: {what} {details}" for place, what, details in parser.errors]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_pages_parse_without_a_fault(client, archive, language):
    person = archive.bylines.first().contributor
    own = [f"/articles/{archive.pk}/r/{rest}" for rest in ("0/", "1/", "2/", "1/cite/")] + [person.get_absolute_url()]
    found = {}
    for address in [*ADDRESSES, *own]:
        response = client.get(address, headers={"Accept-Language": language})
        assert response.status_code in (200, 404), address
        html = response.content.decode()
        assert f'<html lang="{language}">' in html, address
        if wrong := faults(html):
            found[address] = wrong
    assert not found


def test_the_check_sees_a_stray_tag():
    assert faults("<!doctype html><title>a</title><p></div>")


def test_ids_are_unique_and_labels_have_their_field(client, archive):
    for address in ADDRESSES:
        tree = html5lib.parse(client.get(address).content.decode(), namespaceHTMLElements=False)
        ids = [element.get("id") for element in tree.iter() if element.get("id")]
        assert len(ids) == len(set(ids)), address
        for label in tree.iter("label"):
            assert label.get("for") in ids, address


def test_pages_are_light(client, archive):
    """Without fonts and pictures, which we have none of, a page and its style sheets weigh less than 100 kB."""
    sheets = [Path(finders.find(f"newsroom/{name}.css")) for name in ("type", "site", "paper", "print")]
    styles = sum(sheet.stat().st_size for sheet in sheets)
    for address in ADDRESSES:
        assert len(client.get(address).content) + styles < 100_000, address


def test_every_style_sheet_and_script_a_template_names_is_there():
    """In production a page that names a file that is not there cannot be made at all."""
    named = {
        (template.name, file)
        for template in (settings.BASE_DIR / "templates").rglob("*.html")
        for file in re.findall(r"{% static ['\"]([^'\"]+)['\"]", template.read_text("utf-8"))
    }
    assert len(named) > 10
    assert [(template, file) for template, file in sorted(named) if finders.find(file) is None] == []
