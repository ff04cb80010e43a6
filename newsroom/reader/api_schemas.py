"""What the API answers with, field by field. The OpenAPI document is made from these."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from ninja import Field, Schema

NewspaperSlug = Field(description="The newspaper's slug, as in its address.", examples=["xueling"])
SectionSlug = Field(description="The section's slug.", examples=["要闻"])
ArticleId = Field(description="Kept for good, in addresses and exports too.", examples=[44])
Title = Field(
    description="The headline, or what stands in for it; never empty.", examples=["全地区首批132个重点项目集中开工"]
)
Kicker = Field(description="The line above the headline (引题).", examples=["决战决胜开门红"])
Headline = Field(description="Empty where none was printed.", examples=["全地区首批132个重点项目集中开工"])
Subhead = Field(description="The line below the headline (副题).", examples=["——总投资286亿元"])
PageNumber = Field(description="The page it was printed on (版次).", examples=[1])
PageName = Field(description="The name of that page (版名); often empty.", examples=["要闻"])
NextPage = Field(
    description="Its address; null on the last page.", examples=["https://paper.example/api/v1/articles/?p=2"]
)
PreviousPage = Field(description="Its address; null on the first page.", examples=[None])
Marked = "HTML: escaped, with <mark> around what was found."


class Link(Schema):
    """Where the same thing is for people (``url``) and for programs (``api_url``)."""

    url: str = Field(examples=["https://paper.example/xueling/2026-01-07/02/3/"])
    api_url: str = Field(examples=["https://paper.example/api/v1/articles/44/"])


class SearchParameters(Schema):
    """Read leniently by newsroom.search.params; here to be described."""

    q: str = Field(
        "",
        description="As on the search page: words, phrases, fields. Empty finds everything.",
        examples=["标题:雪岭 或 “牧区专列”"],
    )
    newspaper: list[str] = Field([], description="Slug of a newspaper.", examples=[["xueling"]])
    year: list[str] = Field([], description="A year.", examples=[["2026", "2025"]])
    month: list[str] = Field([], description="A month.", examples=[["2026-01"]])
    section: list[str] = Field([], description="Slug of a section.", examples=[["要闻"]])
    page: list[str] = Field([], description="Number of a printed page (版次).", examples=[["1"]])
    byline: list[str] = Field([], description="Id of a contributor.", examples=[["7"]])
    role: list[str] = Field([], description="A role as printed.", examples=[["记者"]])
    state: list[str] = Field([], description="imported, corrected or reviewed.", examples=[["reviewed"]])
    first_day: str = Field("", alias="from", description="The first day.", examples=["2026-01-01"])
    last_day: str = Field("", alias="to", description="The last day.", examples=["2026-01-31"])
    sort: str = Field("", description="relevance, newest, oldest or printed.", examples=["newest"])
    p: str = Field("", description="The page of results, from 1.", examples=["2"])


class Newspaper(Schema):
    name: str = Field(examples=["雪岭日报"])
    slug: str = NewspaperSlug
    cn_number: str = Field(description="The national serial number (国内统一连续出版物号).", examples=["CN 00-0001"])
    publisher: str = Field(examples=["雪岭日报社"])
    place: str = Field(examples=["雪岭"])
    url: str = Field(examples=["https://paper.example/xueling/"])


class Issue(Link):
    newspaper: str = NewspaperSlug
    date: dt.date = Field(examples=["2026-01-07"])
    date_inferred: bool = Field(description="Read from the text, not given by whoever imported it.", examples=[False])
    edition: int = Field(examples=[1])
    number: int | None = Field(description="The serial number (期号), where known.", examples=[9086])


class Section(Schema):
    name: str = Field(examples=["要闻"])
    slug: str = Field(examples=["要闻"])
    articles: int = Field(description="How many readers may see.", examples=[18])
    url: str = Field(examples=["https://paper.example/sections/要闻/"])


class Article(Link):
    id: int = ArticleId
    title: str = Title
    kicker: str = Kicker
    headline: str = Headline
    subhead: str = Subhead
    newspaper: str = NewspaperSlug
    date: dt.date = Field(examples=["2026-01-07"])
    edition: int = Field(examples=[1])
    page: int = PageNumber
    page_name: str = PageName
    number: int = Field(description="The article's number on its page, as in its address.", examples=[3])
    section: str | None = SectionSlug
    kind: Literal["article", "photo", "notice"]
    text_state: Literal["imported", "corrected", "reviewed"]
    revision: int = Field(description="The number of the newest revision; 0 is the text as imported.", examples=[2])


class Page(Schema):
    number: int = PageNumber
    name: str = PageName
    url: str = Field(examples=["https://paper.example/xueling/2026-01-07/02/"])
    articles: list[Article]


class IssueWithPages(Issue):
    absent_pages: list[int] = Field(
        description="Page numbers that must have been printed but are not in the archive.", examples=[[3]]
    )
    pages: list[Page]


class Paragraph(Schema):
    kind: Literal["text", "crosshead", "note"]
    text: str = Field(examples=["1月8日,雪岭地区2026年首批重点项目集中开工活动举行。"])


class Credit(Schema):
    """Who is credited, and as what."""

    name: str = Field(examples=["郑一帆"])
    role: str = Field(description="As printed; empty where none was.", examples=["记者"])
    contributor: int | None = Field(
        description="The contributor's number; null for a name that only an earlier revision credits.", examples=[7]
    )


class Byline(Credit):
    affiliation: str = Field(examples=["本报"])
    as_printed: str = Field(description="The line as it stands in print.", examples=["(记者 郑一帆)"])
    photo: int | None = Field(
        description="The position of the photo it credits; null for the article itself.", examples=[None]
    )


class Photo(Schema):
    position: int = Field(examples=[1])
    caption: str = Field(examples=["滑雪场里的游客。"])
    credit: str = Field(examples=["巴特尔 摄"])


class Text(Schema):
    """Every part of an article's text in one revision."""

    kicker: str = Kicker
    headline: str = Headline
    subhead: str = Subhead
    dateline: str = Field(description="What an agency or paper opens its report with (电头).", examples=["本报讯"])
    paragraphs: list[Paragraph]
    bylines: list[Byline]
    photos: list[Photo]


class RevisionNote(Link):
    number: int = Field(description="0 is the text as imported.", examples=[0])
    made_at: dt.datetime = Field(examples=["2026-01-07T08:30:00Z"])
    sha256: str = Field(description="Of the whole text: equal hashes, equal texts.", examples=["9f2c…"])


class ArticleWithText(Article):
    text: Text
    continued_from: int | None = Field(
        description="The page a printed line says it is continued from.", examples=[None]
    )
    continues_on: int | None = Field(description="The page a printed line says it continues on.", examples=[2])
    modified_at: dt.datetime = Field(examples=["2026-01-07T08:30:00Z"])
    revisions: list[RevisionNote]


class Revision(RevisionNote):
    article: Article
    text: Text


class Contributor(Link):
    id: int = Field(examples=[7])
    name: str = Field(examples=["郑一帆"])
    kind: Literal["person", "organisation"]
    distinction: str = Field(description="Tells two of one name apart; mostly empty.", examples=["摄影部"])
    pinyin: str = Field(description="What lists are ordered by.", examples=["zheng yi fan"])


class ContributorWithAliases(Contributor):
    aliases: list[str] = Field(description="Other names of the same.", examples=[["郑帆"]])
    articles: int = Field(examples=[12])


class FacetValue(Schema):
    value: str = Field(description="What the parameter takes.", examples=["要闻"])
    label: str = Field(description="What readers see.", examples=["要闻"])
    count: int = Field(description="How many are found with this value, whatever else of the facet is selected.")
    selected: bool


class Facets(Schema):
    """The values of each facet; each is named like the parameter that selects a value."""

    newspaper: list[FacetValue]
    year: list[FacetValue]
    month: list[FacetValue]
    section: list[FacetValue]
    page: list[FacetValue]
    byline: list[FacetValue]
    role: list[FacetValue]
    state: list[FacetValue]


class Hit(Link):
    """An article found, and where the words stand in it."""

    id: int = ArticleId
    title: str = Title
    headline: str = Field(description=f"The title. {Marked}", examples=["<mark>雪</mark>线上的巡线人"])
    snippet: str = Field(description=f"The best passages. {Marked}", examples=["齐膝深的积<mark>雪</mark>…"])
    snippets: list[str] = Field(description="The same passages one by one.", examples=[["齐膝深的积<mark>雪</mark>…"]])
    issue: Issue
    page: int = PageNumber
    page_name: str = PageName
    section: str | None = SectionSlug
    bylines: list[Credit]
    kind: Literal["article", "photo", "notice"]
    text_state: Literal["imported", "corrected", "reviewed"]
    revision: int = Field(description="The number of the newest revision.", examples=[2])
    matched: Literal["corrected", "printed", "look-alike"] = Field(
        description="Found in the text as it is, only in the text as first imported, or in a look-alike spelling."
    )


class SearchResults(Schema):
    count: int = Field(examples=[38])
    page: int = Field(examples=[1])
    page_count: int = Field(examples=[2])
    next: str | None = NextPage
    previous: str | None = PreviousPage
    ignored: list[str] = Field(description="Sentences on what of the query was not used.", examples=[[]])
    suggestions: list[str] = Field(description="Other queries, each sure to find something.", examples=[["未来"]])
    facets: Facets
    results: list[Hit]


class Listing(Schema):
    """A page of a list; ``next`` and ``previous`` are addresses."""

    count: int = Field(description="On all pages together.", examples=[56])
    next: str | None = NextPage
    previous: str | None = PreviousPage


class Issues(Listing):
    results: list[Issue]


class Articles(Listing):
    results: list[Article]


class Contributors(Listing):
    results: list[Contributor]


class Problem(Schema):
    """Why there is no answer."""

    detail: str = Field(examples=["Not in the archive."])


class RefusedValue(Schema):
    loc: list[str | int] = Field(description="Which parameter.", examples=[["query", "since"]])
    msg: str = Field(description="Why it was refused.", examples=["Value error, a day is written 2026-01-07"])
    type: str = Field(examples=["value_error"])


class Refusal(Schema):
    """A parameter could not be understood."""

    detail: list[RefusedValue]
