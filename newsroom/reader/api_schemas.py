"""What the API answers with, field by field. The OpenAPI document is made from these."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from ninja import Field, Schema

NewspaperSlug = Field(description="The newspaper's slug, as in its address.", examples=["xueling"])


class Link(Schema):
    """Where the same thing is for people (``url``) and for programs (``api_url``)."""

    url: str
    api_url: str


class SearchParameters(Schema):
    """Read leniently by newsroom.search.params; here to be described."""

    q: str = Field("", description="As on the search page: words, phrases, fields. Empty finds everything.")
    newspaper: list[str] = Field([], description="Slug of a newspaper.")
    year: list[str] = Field([], description="Such as 2026.")
    month: list[str] = Field([], description="Such as 2026-01.")
    section: list[str] = Field([], description="Slug of a section.")
    page: list[str] = Field([], description="Number of a printed page (版次).")
    byline: list[str] = Field([], description="Id of a contributor.")
    role: list[str] = Field([], description="A role as printed, such as 记者.")
    state: list[str] = Field([], description="imported, corrected or reviewed.")
    first_day: str = Field("", alias="from", description="The first day, such as 2026-01-01.")
    last_day: str = Field("", alias="to", description="The last day.")
    sort: str = Field("", description="relevance, newest, oldest or printed.")
    p: str = Field("", description="The page of results, from 1.")


class Newspaper(Schema):
    name: str
    slug: str
    cn_number: str
    publisher: str
    place: str
    url: str


class Issue(Link):
    newspaper: str = NewspaperSlug
    date: dt.date
    date_inferred: bool = Field(description="Read from the text, not given by whoever imported it.")
    edition: int
    number: int | None = Field(description="The serial number (期号), where known.")


class Section(Schema):
    name: str
    slug: str
    articles: int
    url: str


class Article(Link):
    id: int
    title: str = Field(description="The headline, or what stands in for it; never empty.")
    kicker: str
    headline: str
    subhead: str
    newspaper: str = NewspaperSlug
    date: dt.date
    edition: int
    page: int
    page_name: str
    number: int = Field(description="The article's number on its page, as in its address.")
    section: str | None = Field(description="The section's slug.")
    kind: Literal["article", "photo", "notice"]
    text_state: Literal["imported", "corrected", "reviewed"]
    revision: int = Field(description="The number of the newest revision; 0 is the text as imported.")


class Page(Schema):
    number: int
    name: str
    url: str
    articles: list[Article]


class IssueWithPages(Issue):
    absent_pages: list[int] = Field(description="Page numbers that must have been printed but are not in the archive.")
    pages: list[Page]


class Paragraph(Schema):
    kind: Literal["text", "crosshead", "note"]
    text: str


class Byline(Schema):
    name: str
    role: str = Field(description="Such as 记者 or 摄影; empty where none was printed.")
    affiliation: str
    as_printed: str
    photo: int | None = Field(description="The position of the photo it credits; null for the article itself.")
    contributor: int | None = Field(
        description="The contributor's number; null for a name that only an earlier revision credits."
    )


class Photo(Schema):
    position: int
    caption: str
    credit: str


class Text(Schema):
    """Every part of an article's text in one revision."""

    kicker: str
    headline: str
    subhead: str
    dateline: str
    paragraphs: list[Paragraph]
    bylines: list[Byline]
    photos: list[Photo]


class RevisionNote(Link):
    number: int
    made_at: dt.datetime
    sha256: str = Field(description="Of the whole text: equal hashes, equal texts.")


class ArticleWithText(Article):
    text: Text
    continued_from: int | None = Field(description="The page a printed line says it is continued from.")
    continues_on: int | None = Field(description="The page a printed line says it continues on.")
    modified_at: dt.datetime
    revisions: list[RevisionNote]


class Revision(RevisionNote):
    article: Article
    text: Text


class Contributor(Link):
    id: int
    name: str
    kind: Literal["person", "organisation"]
    distinction: str
    pinyin: str


class ContributorWithAliases(Contributor):
    aliases: list[str]
    articles: int


class FacetValue(Schema):
    value: str
    label: str
    count: int
    selected: bool


class Facet(Schema):
    name: str = Field(description="The parameter that selects a value.")
    values: list[FacetValue]


class Hit(Schema):
    article: Article
    headline: str = Field(description="HTML: escaped, with <mark> around what was found.")
    snippets: list[str] = Field(description="HTML: escaped, with <mark> around what was found.")
    matched: Literal["corrected", "printed", "look-alike"]


class SearchResults(Schema):
    count: int
    page: int
    page_count: int
    next: str | None
    previous: str | None
    ignored: list[str] = Field(description="Sentences on what of the query was not used.")
    suggestions: list[str]
    facets: list[Facet]
    results: list[Hit]


class Listing(Schema):
    """A page of a list; ``next`` and ``previous`` are addresses."""

    count: int
    next: str | None
    previous: str | None


class Issues(Listing):
    results: list[Issue]


class Articles(Listing):
    results: list[Article]


class Contributors(Listing):
    results: list[Contributor]


class Problem(Schema):
    detail: str


class RefusedValue(Schema):
    loc: list[str | int] = Field(description="Which parameter.")
    msg: str = Field(description="Why it was refused.")
    type: str


class Refusal(Schema):
    """A parameter could not be understood."""

    detail: list[RefusedValue]
