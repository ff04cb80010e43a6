"""Text that wants to be more than text, put into every field a dump, a file name, a reader or an editor can fill."""

from __future__ import annotations

from urllib.parse import urlsplit

import html5lib
from django.contrib.auth.models import User

from newsroom.desk.passages import Passage
from newsroom.desk.proposals import propose
from newsroom.desk.revisions import correct
from newsroom.desk.snapshots import Snapshot
from newsroom.models import (
    Article,
    Doubt,
    ImportEvent,
    ImportRun,
    Newspaper,
    Page,
    PageSource,
    Section,
    SourceText,
    UnplacedFragment,
)
from tests.factories import make_article

PAYLOADS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)' x='",
    "</title></textarea><svg/onload=alert(1)>",
    "javascript:alert(1)",
    "]]><script xmlns='http://www.w3.org/1999/xhtml'>alert(1)</script>",
    "{{ 7|add:7 }}{% debug %}&lt;script&gt;",
    "--><iframe src=//evil.example></iframe><!--",
    "</script><base href=//evil.example>\u2028",
]
# Elements that run something, load something or point elsewhere. Our pages have scripts of their own, and nothing else.
NEVER = {"iframe", "object", "embed", "base", "applet", "frame", "foreignobject", "animate", "set"}
LEADING_AWAY = {"href", "src", "action", "formaction", "data", "poster", "background", "xlink:href", "srcset"}


def fits(text: str, model: type, field: str) -> str:
    return text[: model._meta.get_field(field).max_length]


def fill_with(payload: str, number: int) -> Article:
    """One article that says nothing else, in a newspaper, a section, a page and an import that do the same."""
    article = make_article(
        payload,
        f"{payload}\n## {payload}\n> {payload}",
        newspaper=f"paper-{number}",
        page_name=fits(payload, Page, "name"),
        section=fits(f"{number}{payload}", Section, "name"),
        bylines=[(payload, "记者")],
        photos=[(payload, payload)],
        kicker=payload,
        subhead=payload,
        dateline=fits(payload, Article, "dateline"),
        continued_from=1,
        continued_from_as_printed=fits(payload, Article, "continued_from_as_printed"),
    )
    article.bylines.update(affiliation=payload, as_printed=payload)
    named = {
        field: fits(f"{payload}{number}", Newspaper, field) for field in ("name", "cn_number", "publisher", "place")
    }
    Newspaper.objects.filter(slug=f"paper-{number}").update(**named)
    run = ImportRun.objects.create(paths=[payload], options={payload: payload})
    source = SourceText.objects.create(data=f"{number}{payload}".encode(), encoding="utf-8")
    PageSource.objects.create(page=article.page, source=source, name=payload, import_run=run)
    UnplacedFragment.objects.create(page=article.page, source=source, text=payload, start=0, end=2)
    ImportEvent.objects.create(run=run, what="refused", path=payload, issue=article.page.issue, message=payload)
    Doubt.objects.create(article=article, what="headline", why=payload, confidence=0.5)
    author = User.objects.create_user(f"{number}{payload}"[:150], is_staff=True)
    changed = Snapshot.of(article).with_parts(body=f"{payload}{payload}\n{payload}")
    correct(article.pk, changed, based_on=0, author=author, reason=payload)
    propose(article.revisions.get(number=1), Passage("headline", 0, payload[:3]), payload)
    return article


def breaches(html: str) -> list[str]:
    """What in a page runs or leads away that no page of ours has."""
    found = []
    for element in html5lib.parse(html, namespaceHTMLElements=False).iter():
        if not isinstance(element.tag, str):
            continue
        tag = element.tag.rsplit("}", 1)[-1].lower()
        if tag in NEVER:
            found.append(f"<{tag}>")
        if tag == "script" and not is_our_script(element):
            found.append(f"<script> {element.text!r}")
        for name, value in element.attrib.items():
            name = str(name).rsplit("}", 1)[-1].lower()
            if name.startswith("on") or name == "style":
                found.append(f"{tag} {name}={value!r}")
            if name in LEADING_AWAY and not leads_home(value):
                found.append(f"{tag} {name}={value!r}")
        if tag == "meta" and element.get("http-equiv"):
            found.append("<meta http-equiv>")
    return found


def is_our_script(element) -> bool:
    if element.get("type") in {"application/ld+json", "application/json"}:
        return True
    return element.get("src", "").startswith(("/static/", "/admin/jsi18n/")) and not (element.text or "").strip()


def leads_home(address: str) -> bool:
    address = "".join(character for character in address if character > " ")
    parts = urlsplit(address)
    if parts.netloc:
        return parts.netloc in {"testserver", "spdx.org", "creativecommons.org"}
    return parts.scheme in {"", "mailto"}
