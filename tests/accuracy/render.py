"""Gold pages set as the dumps that archives receive: the layouts of real ones, and their defects.

A gold page (``tests/golden/sample/*.json``) holds articles as they should be read. Each carries a ``setting`` that says
how it was set on its page, and the ``defects`` of its dump. From these, and from nothing else, `render` makes the dump:

``lines``    one paragraph a line, blank lines between blocks, bodies cut mid-sentence where a column ended;
``wrapped``  columns about 18 characters wide with the indent lost, blank lines at paragraph ends, at column ends and
             before lines that open with a quotation mark;
``web``      headline, source line running into the opening paragraph, captions that carry their credit.

`as_printed` gives the same page as a perfect reader would read that dump: defects, widths and lost paragraph ends
included.
"""

from __future__ import annotations

import copy
import json
import random
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

GOLD = Path(__file__).parents[1] / "golden" / "sample"

# A page or an article in the shape of ``import_issue --json``, with ``setting``, ``defects`` and ``place`` added.
Gold = dict[str, Any]
Lines = list[str]

HALF_WIDTH = str.maketrans("，：；（）！？", ",:;()!?")
CLOSING_MARKS = "，。、；：？！”’）》」』…—·％,.;:?!)%"
OPENING_MARKS = "“‘（《「『("
# Radicals that browsers print for simplified characters; the Kangxi ones (U+2F00–2FD5) come from Unicode's own tables.
SIMPLIFIED_RADICALS = dict(zip("长页车风马飞鱼门见贝青民西", "⻓⻚⻋⻛⻢⻜⻥⻔⻅⻉⻘⺠⻄", strict=True))
KANGXI = str.maketrans(
    {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(0x2F00, 0x2FD6)} | SIMPLIFIED_RADICALS
)
# What a byline says beyond its printed run: a contributor's name is never a defective one.
NOT_PRINTED = frozenset({"name", "role", "affiliation", "place", "kind"})
# A column cut leaves at least this much of the paragraph on either side; the real dumps show none shorter.
SHORTEST_PIECE = 12
# Of the paragraph ends in the wrapped real dump about one in twelve lacks its blank line.
BLANK_AFTER_PARAGRAPH = 0.92
BLANK_BEFORE_QUOTE = 0.5
# Closing marks that may hang over the end of a line: 。” together, as at the end of what somebody says.
OVERHANG = 2
# A headline wider than this is set on two lines in a wrapped column, broken at its space.
ONE_LINE_HEADLINE = 16


@dataclass(frozen=True, slots=True)
class Setting:
    """How one article stands on its page."""

    headline: str = "before"  # or "after" its body, or at the "end" of the page
    columns: int = 1
    tail_first: bool = False  # its last column was read before its first
    run_together: bool = False  # its paragraph ends are lost

    @classmethod
    def of(cls, article: Gold) -> Setting:
        known = {name: value for name, value in article.get("setting", {}).items() if name != "stanzas"}
        return cls(**known)

    @classmethod
    def by_chance(cls, chance: random.Random, *, displaced: bool) -> Setting:
        """A setting for accuracy runs: in place and uncut, or ``displaced`` as the real dumps are."""
        if not displaced:
            return cls()
        return cls(
            headline=chance.choices(["before", "end", "after"], [40, 40, 20])[0],
            columns=chance.randint(1, 4),
            tail_first=chance.random() < 0.15,
            run_together=chance.random() < 0.08,
        )


def gold_pages(folder: Path = GOLD) -> Iterator[Gold]:
    """Every gold page, in the order of date and page."""
    for path in sorted(folder.glob("*.json")):
        yield json.loads(path.read_text(encoding="utf-8"))


def committed_dump(page: Gold) -> bytes:
    """The dump that stands in ``seeds/`` for this page, byte for byte."""
    return render(page).encode(page["dump"]["encoding"])


def resettled(page: Gold, layout: str, seed: int, *, displaced: bool = True) -> Gold:
    """The same articles set by chance in any layout: more pages to measure on than the committed ones."""
    page = copy.deepcopy(page)
    page["dump"] |= {"layout": layout, "seed": seed}
    chance = random.Random(f"{seed} {page['date']} {page['page']['number']}")
    for article in page["articles"]:
        stanzas = article.get("setting", {}).get("stanzas")
        setting = Setting.by_chance(chance, displaced=displaced and not stanzas)
        article["setting"] = {name: getattr(setting, name) for name in Setting.__slots__}
        if stanzas:
            article["setting"]["stanzas"] = stanzas
    return page


def as_printed(page: Gold) -> Gold:
    """The gold page as its dump shows it: what a reader that makes no mistake returns for that dump."""
    page = copy.deepcopy(page)
    for article in page["articles"]:
        for defect in article.get("defects", []):
            _replace_once(article, defect["gold"], defect["dump"])
        if Setting.of(article).run_together:
            article["paragraphs"] = _run_together(article["paragraphs"])
    if page["dump"].get("half_width"):
        page["articles"] = _each_string(page["articles"], lambda text: text.translate(HALF_WIDTH))
    if page["dump"].get("kangxi"):
        page["articles"] = _each_string(page["articles"], lambda text: text.translate(KANGXI))
    return page


def render(page: Gold) -> str:
    """The dump of a gold page. Same page, same dump."""
    dump = page["dump"]
    chance = random.Random(f"{dump['seed']} {page['date']} {page['page']['number']}")
    setter = {"lines": _SetInLines, "wrapped": _SetInColumns, "web": _SetOnTheWeb}[dump["layout"]](chance)
    body, displaced = [], []
    for article in as_printed(page)["articles"]:
        heads = setter.heads(article)
        copy_blocks = setter.body(article)
        match Setting.of(article).headline:
            case "before":
                body += heads + copy_blocks
            case "after":
                body += copy_blocks + heads
            case "end":
                body += copy_blocks
                displaced.append(heads)
    chance.shuffle(displaced)
    return setter.page(body + [block for heads in displaced for block in heads])


# What stands in an article, in the order in which a reader meets it


def head_lines(article: Gold) -> Lines:
    return [article[part] for part in ("kicker", "headline", "subhead") if article[part]]


def running_text(article: Gold) -> list[tuple[str, str]]:
    """(kind, text) of everything set in the columns: jump lines and bylines stand where they were printed."""
    text = [(paragraph["kind"], paragraph["text"]) for paragraph in article["paragraphs"]]
    opening = _opening(article)
    if opening and text:
        text[0] = (text[0][0], opening + text[0][1])
    closing = _closing(article)
    if closing:
        text[-1] = (text[-1][0], text[-1][1] + closing)
    first = [("byline", run) for run in _byline_runs(article, "line")]
    last = [("byline", run) for run in _byline_runs(article, "last line")]
    jump_from, jump_to = article["continued_from"], article["continues_on"]
    before = [("jump", jump_from["as_printed"])] if jump_from else []
    after = [("jump", jump_to["as_printed"])] if jump_to else []
    return before + first + text + last + after


def _byline_runs(article: Gold, place: str) -> Lines:
    return list(dict.fromkeys(byline["as_printed"] for byline in article["bylines"] if byline["place"] == place))


def _opening(article: Gold) -> str:
    """What runs into the first paragraph: 新华社海口1月5日电（记者…）, 本报红砾1月5日电 （记者…）."""
    dateline, runs = article["dateline"], "".join(_byline_runs(article, "opening"))
    if _stands_last(dateline):
        return runs
    own_wire = dateline.startswith("本报") and dateline.endswith("电")
    return dateline + (" " if dateline and (own_wire or not runs) else "") + runs


def _closing(article: Gold) -> str:
    """What ends the last paragraph: a sign-off, or dateline and byline in one bracket （新华社武汉1月8日电 记者…）."""
    dateline = article["dateline"] + " " if _stands_last(article["dateline"]) else ""
    return dateline + "".join(_byline_runs(article, "closing"))


def _stands_last(dateline: str) -> bool:
    return dateline.startswith("（")


def _replace_once(article: Gold, gold: str, dump: str) -> None:
    holders = set()

    def replaced(text: str) -> str:
        if gold in text:
            holders.add(text)
        return text.replace(gold, dump)

    # ``setting`` and ``defects`` are words about the article, not words of it.
    for part in article.keys() - {"setting", "defects"}:
        article[part] = _each_string(article[part], replaced)
    # The bylines of one run repeat it: the same words in the same run are one place.
    if sum(text.count(gold) for text in holders) != 1:
        raise ValueError(f"the defect {gold!r} does not stand once in {article['headline']!r}")


def _each_string(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [_each_string(item, change) for item in value]
    if isinstance(value, dict):
        return {key: item if key in NOT_PRINTED else _each_string(item, change) for key, item in value.items()}
    return value


def _run_together(paragraphs: list[Gold]) -> list[Gold]:
    joined: list[Gold] = []
    for paragraph in paragraphs:
        if joined and joined[-1]["kind"] == paragraph["kind"] == "text":
            joined[-1] = {"kind": "text", "text": joined[-1]["text"] + paragraph["text"]}
        else:
            joined.append(dict(paragraph))
    return joined


# Columns


def _columns(texts: Lines, count: int, chance: random.Random) -> list[Lines]:
    """Texts dealt out to columns of about the same height; a column ends inside a sentence wherever it can."""
    columns: list[Lines] = [[]]
    height = sum(map(len, texts)) / count
    room = height
    for text in texts:
        while len(text) > room and len(columns) < count:
            cut = _cut_near(text, int(room * chance.uniform(0.9, 1.1)))
            if cut is None:
                break
            columns[-1].append(text[:cut])
            columns.append([])
            text, room = text[cut:], height
        columns[-1].append(text)
        room -= len(text)
    return columns


def _cut_near(text: str, wanted: int) -> int | None:
    """The place nearest to ``wanted`` where both neighbours are Han characters, so that a sentence is cut in two."""
    places = range(SHORTEST_PIECE, len(text) - SHORTEST_PIECE)
    legal = [place for place in places if _is_han(text[place - 1]) and _is_han(text[place])]
    return min(legal, key=lambda place: abs(place - wanted), default=None)


def _is_han(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"


def _reordered(columns: list[Lines], setting: Setting) -> list[Lines]:
    return [columns[-1], *columns[:-1]] if setting.tail_first else columns


class _SetInLines:
    """One paragraph a line. A block is what blank lines set off; the lines of a stanza make one block."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance

    def heads(self, article: Gold) -> Lines:
        return head_lines(article)

    def body(self, article: Gold) -> Lines:
        setting = Setting.of(article)
        stanzas = article.get("setting", {}).get("stanzas")
        if stanzas:
            return self._photos(article) + _verse(article, stanzas)
        texts = [text for _, text in running_text(article)]
        columns = _reordered(_columns(texts, setting.columns, self.chance), setting)
        return self._photos(article) + [text for column in columns for text in column]

    def _photos(self, article: Gold) -> Lines:
        """A picture leaves a gap of empty lines; caption and credit follow as blocks of their own."""
        blocks = []
        for photo in article["photos"]:
            blocks += ["\n\n" + photo["caption"]] + ([photo["credit"]] if photo["credit"] else [])
        return blocks

    def page(self, blocks: Lines) -> str:
        return "\n\n\n\n" + "\n\n".join(blocks) + "\n"


def _verse(article: Gold, stanzas: list[int]) -> Lines:
    """A poem: its bylines, then stanzas of so many lines each. A crosshead is the title of a further poem."""
    blocks = _byline_runs(article, "line")
    lines = iter(running_text(article)[len(blocks) :])
    for length in stanzas:
        blocks.append("\n".join(next(lines)[1] for _ in range(length)))
    return blocks + [text for _, text in lines]


class _SetInColumns:
    """Hard-wrapped columns. A block is a list of lines joined by newlines; blank lines inside it are part of it."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance

    def heads(self, article: Gold) -> Lines:
        """The kicker stands apart; the lines of headline and subhead follow each other."""
        long = len(article["headline"]) > ONE_LINE_HEADLINE
        headline = article["headline"].replace(" ", "\n", 1) if long else article["headline"]
        lines = "\n".join(filter(None, (headline, article["subhead"])))
        return [block for block in (article["kicker"], lines) if block]

    def body(self, article: Gold) -> Lines:
        setting = Setting.of(article)
        width = self.chance.choice([16, 17, 17, 18])
        photos = [part for photo in article["photos"] for part in (photo["caption"], photo["credit"]) if part]
        blocks = ["\n".join(_wrapped(text, width, indent=0)) for text in photos]
        lines = self._lines(article, width)
        for column in _reordered(self._column_lines(lines, setting.columns), setting):
            blocks.append("\n".join(column).strip("\n"))
        return blocks

    def _lines(self, article: Gold, width: int) -> Lines:
        """The article's lines, with the empty ones that stand after paragraphs and before quotation marks."""
        lines: Lines = []
        for kind, text in running_text(article):
            if kind == "crosshead" and lines and lines[-1]:
                lines.append("")
            for number, line in enumerate(_wrapped(text, width, indent=2)):
                if number and line[0] in "“‘" and self.chance.random() < BLANK_BEFORE_QUOTE:
                    lines.append("")
                lines.append(line)
            if kind != "text" or self.chance.random() < BLANK_AFTER_PARAGRAPH:
                lines.append("")
        return lines

    def _column_lines(self, lines: Lines, count: int) -> list[Lines]:
        """Columns of about the same height. One that would end with a paragraph ends a line or two further on."""
        columns, height = [], len(lines) / count
        start = 0
        for number in range(1, count):
            end = round(height * number)
            while end < len(lines) - 1 and not (lines[end - 1] and lines[end]):
                end += 1
            columns.append(lines[start:end])
            start = end
        return [*columns, lines[start:]]

    def page(self, blocks: Lines) -> str:
        return " " + "\n\n".join(blocks) + "\n"


def _wrapped(text: str, width: int, *, indent: int) -> Lines:
    """Text in lines ``width`` characters wide, half-width ones counting half; the first is shorter by its lost indent.

    No line starts with a closing mark (it hangs over instead) or ends with an opening one; numbers stay whole.
    """
    lines, line, room = [], "", float(width - indent)
    for unit in _units(text):
        size = sum(0.5 if character.isascii() else 1.0 for character in unit)
        if size > room and line and not (unit in CLOSING_MARKS and room > -OVERHANG):
            carried = line[-1] if line[-1] in OPENING_MARKS else ""
            lines.append(line.removesuffix(carried).rstrip() if carried else line.rstrip())
            line, room = carried, width - len(carried)
            unit = unit.lstrip()
        line += unit
        room -= size
    return [*lines, line]


def _units(text: str) -> Iterator[str]:
    """Characters, but runs of digits and Latin letters whole."""
    run = ""
    for character in text:
        if character.isascii() and (character.isalnum() or character in ".%"):
            run += character
            continue
        if run:
            yield run
        run = ""
        yield character
    if run:
        yield run


class _SetOnTheWeb(_SetInLines):
    """A web article saved as text: paragraphs on lines of their own, with a blank line only where a picture was."""

    def _photos(self, article: Gold) -> Lines:
        return []

    def body(self, article: Gold) -> Lines:
        blocks = super().body(article)
        captions = ["\n" + f"{photo['caption']} {photo['credit']}".strip() for photo in article["photos"]]
        return [*blocks[:1], *captions, *blocks[1:]]

    def page(self, blocks: Lines) -> str:
        return "\n".join(blocks) + "\n"
