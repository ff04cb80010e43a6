"""What a dump says of an article beside its text: kind, jump lines, section; and what a later dump may change of it."""

from __future__ import annotations

from typing import Any

from newsroom.models import Article, Section
from newsroom.parsing.types import Jump, ParsedArticle, SectionChoice

# What belongs together is taken or kept together.
GROUPS = (
    ("kind",),
    ("continues_on", "continues_on_as_printed"),
    ("continued_from", "continued_from_as_printed"),
)
_RANKS = list(Article.SectionSource)


def facts_of(article: ParsedArticle) -> dict[str, Any]:
    """Field of Article -> value, as stored with the article and, for the next dump, beside it."""
    return {
        "kind": article.kind.value,
        **_jump("continues_on", article.continues_on),
        **_jump("continued_from", article.continued_from),
    }


def _jump(name: str, jump: Jump | None) -> dict[str, Any]:
    page, printed = (jump.page, jump.as_printed.text) if jump else (None, "")
    return {name: page, f"{name}_as_printed": printed}


def section_fields(choice: SectionChoice, section: Section | None) -> dict[str, Any]:
    return {
        "section": section,
        "section_source": choice.source,
        "section_evidence": choice.evidence,
        "section_confidence": choice.confidence,
    }


def facts_to_take(article: Article, reading: ParsedArticle) -> dict[str, Any]:
    """The values of a later dump that the article is to have now: all but what an editor set in the meantime.

    An article that no dump's facts are known of, such as one that an editor split off another, keeps its own.
    """
    before, now = article.as_imported, facts_of(reading)
    taken: dict[str, Any] = {"as_imported": now} if before != now else {}
    for group in GROUPS:
        untouched = all(name in before and getattr(article, name) == before[name] for name in group)
        if untouched:
            taken |= {name: now[name] for name in group if getattr(article, name) != now[name]}
    return taken


def takes_section(article: Article, choice: SectionChoice) -> bool:
    """Whether a later dump's section replaces the article's.

    Never an editor's, and none by a weaker say: a proposal follows the better text, even where that proposes none.
    """
    source = Article.SectionSource
    was, now = source(article.section_source), source(choice.source)
    if was == source.EDITOR:
        return False
    if _RANKS.index(now) < _RANKS.index(was) and was != source.PROPOSED:
        return False
    named = article.section.name if article.section else ""
    return (named, was, article.section_evidence) != (choice.name, now, choice.evidence)
