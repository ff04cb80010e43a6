"""Which section an article belongs to, as far as it says so itself: by the column it stands in, or by its words.

The lists of words are the editors' (``Section.keywords``). A section is proposed only where its words clearly outweigh
those of every other: no proposal is better than a wrong one.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from newsroom.parsing.types import ArticleKind, ParagraphKind, ParsedArticle, ParsedPage, Printed

# What a word in the headline weighs against one in the text, where only its first few mentions count for more.
IN_HEAD, MOST_MENTIONS = 3.0, 4
# Of what they let through, 28 % of 440 articles of a national daily, 94 % are right; of what passes only at 4.0, 2 and
# 0.48, a fifth is wrong.
LEAST_SCORE, LEAST_WORDS, LEAST_SHARE = 4.5, 2, 0.58
# A printed column is as good as the page's name; only the editor knows better.
COLUMN_CONFIDENCE = 0.95
MOST_EVIDENCE = 4
# 【经济】, 〔法治在线〕, ■体育, ◆教育周刊: what sets a column's title apart from a headline.
_BRACKETED = re.compile(r"\s*[【〔\[［〖]\s*(?P<name>[^】〕\]］〗]{2,10}?)\s*[】〕\]］〗]")
_MARKED = re.compile(r"\s*[■□●◆◇▲△★☆▌┃|｜]+\s*(?P<name>[\u3400-\u9fffA-Za-z·]{2,10})\s*[■□●◆◇▲△★☆▌┃|｜]*\s*")
_LABELLED = re.compile(r"\s*(?:栏目|版块|专栏)\s*[：:]\s*(?P<name>\S{2,10})\s*")


@dataclass(frozen=True, slots=True)
class SectionWords:
    """A section and the words that speak for it."""

    name: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """``evidence`` are the words of the article that speak for the section, the weightiest first."""

    section: str
    evidence: tuple[str, ...]
    confidence: float


class Proposer:
    """Proposes sections by lists of words; made once, asked of many articles in time linear in their length."""

    def __init__(self, lists: Iterable[SectionWords]) -> None:
        self._owners: dict[str, set[str]] = defaultdict(set)
        for listed in lists:
            for word in listed.words:
                if word:
                    self._owners[word].add(listed.name)
        # By their first character, the longest first: 体育馆 is not read as 体育 where both are listed.
        self._by_first: dict[str, list[str]] = defaultdict(list)
        for word in sorted(self._owners, key=len, reverse=True):
            self._by_first[word[0]].append(word)

    def propose(self, head: str, body: str) -> Proposal | None:
        """The section that headline and text speak for by their words, None where they do not do so clearly."""
        in_head, in_body = Counter(self._words_in(head)), Counter(self._words_in(body))
        scores: Counter[str] = Counter()
        weights: dict[str, dict[str, float]] = defaultdict(dict)
        for word in in_head.keys() | in_body.keys():
            owners = self._owners[word]
            weight = IN_HEAD * (word in in_head) + min(in_body[word], MOST_MENTIONS) ** 0.5
            for owner in owners:
                weights[owner][word] = weight / len(owners)
                scores[owner] += weight / len(owners)
        if not scores:
            return None
        best = min(scores, key=lambda name: (-scores[name], name))
        share = scores[best] / scores.total()
        if scores[best] < LEAST_SCORE or len(weights[best]) < LEAST_WORDS or share < LEAST_SHARE:
            return None
        words = sorted(weights[best], key=lambda word: (-weights[best][word], word))
        return Proposal(best, tuple(words[:MOST_EVIDENCE]), round(share * scores[best] / (scores[best] + 1), 2))

    def _words_in(self, text: str) -> Iterator[str]:
        at = 0
        while at < len(text):
            word = next((word for word in self._by_first.get(text[at], ()) if text.startswith(word, at)), None)
            if word is None:
                at += 1
            else:
                yield word
                at += len(word)


def propose_all(page: ParsedPage, proposer: Proposer, names: Mapping[str, str]) -> list[Proposal | None]:
    """The section of each article of a page: that of the column it stands in, else the one its words speak for.

    ``names`` holds every name under which a section is known; a column of another name proposes nothing.
    """
    columns = _columns_above(page, names)
    return [columns[index] or _by_words(article, proposer) for index, article in enumerate(page.articles)]


def _by_words(article: ParsedArticle, proposer: Proposer) -> Proposal | None:
    """Notices and corrections speak the words of whatever they are about, and belong nowhere by them."""
    if article.kind is ArticleKind.NOTICE:
        return None
    head = "\n".join(part.text for part in (article.kicker, article.headline, article.subhead))
    texts = [paragraph.text for paragraph in article.paragraphs] + [photo.caption.text for photo in article.photos]
    return proposer.propose(head, "\n".join(texts))


def _columns_above(page: ParsedPage, names: Mapping[str, str]) -> list[Proposal | None]:
    """For each article the column that it prints itself, or whose title stands right above it and has no article."""
    found = [_column_of(article, names) for article in page.articles]
    starts = [article.spans[0].start if article.spans else -1 for article in page.articles]
    for title in page.unplaced:
        proposal = _column_in(title.text, names, alone=True)
        following = [start for start in starts if title.spans and start >= title.spans[-1].end]
        if proposal and following and found[index := starts.index(min(following))] is None:
            found[index] = proposal
    return found


def _column_of(article: ParsedArticle, names: Mapping[str, str]) -> Proposal | None:
    if article.section in names:
        return Proposal(names[article.section], (article.section,), COLUMN_CONFIDENCE)
    opening = article.paragraphs[:1]
    alone: Sequence[Printed | None] = [article.kicker, article.subhead]
    lines = [printed.text for printed in alone if printed]
    lines += [each.text for each in opening if each.kind is not ParagraphKind.TEXT]
    for line in lines:
        if proposal := _column_in(line, names, alone=True):
            return proposal
    return _column_in(article.headline.text, names, alone=False)


def _column_in(line: str, names: Mapping[str, str], *, alone: bool) -> Proposal | None:
    """The section whose column a line names: set in brackets at its start, or as the whole line."""
    found = _BRACKETED.match(line) or _MARKED.fullmatch(line) or _LABELLED.fullmatch(line)
    name = found["name"] if found else line.strip() if alone else ""
    name = "".join(name.split())
    return Proposal(names[name], (line.strip()[:20],), COLUMN_CONFIDENCE) if name in names else None
