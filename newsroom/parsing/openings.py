"""How paragraphs begin and end: what first and last words say of standing at an article's head, middle or foot."""

from __future__ import annotations

import re

from newsroom.parsing import edges, marks
from newsroom.parsing.fragments import Kind
from newsroom.parsing.units import Unit

# First words that lean on what was said before.
LEANING = re.compile(
    r"同时|此外|另外|其中|因此|所以|于是|然而|但|不过|而|并且|接着|随后|之后|后来|对此|为此|至此|与此同时|据介绍|据了解|据悉|目前|如今"
    r"|[一二三四五六七八九十]是|首先|其次|再次|最后|第[二三四五六七八九十]|还|也|又|更|只|才|就|都|再|从此|正是|例如|比如|可|当然|总之"
    r"|比赛|现场|下一步|截至|一方面|另一方面|事实上|其实|说起|提起|谈及|谈到|会议(?:还|指出|强调|要求|认为|研究|听取|决定)"
    r"|[一-鿿]{2,4}(?:表示|介绍|说|指出|强调|认为|坦言|回忆|告诉)"
)
POINTING = re.compile(r"他|她|它|这|该|其|此|那|两人|双方|前者|后者|上述|以上")
RECENTLY = re.compile(r"近日|日前|近期|昨日|昨天|今日|近年来|连日来|最近|今年|去年|眼下")
ON_A_DAY = re.compile(r"\d\s*日")
PLACE = re.compile(r"[省市县区州旗镇乡村盟院校局部委公司会]")
REPORTER = "记者"
DAY = "日"
LOOKING_ON = re.compile(r"下一步|未来|今后|接下来|据悉|据了解|截至目前|目前|展望|让我们")
AUTHOR = "作者"
ABOUT_AUTHOR = re.compile(r"[（(](?:本文)?作者(?:为|系|单位|是|：|:)")
LIST_ITEM = re.compile(
    r"[（(]?[一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十]、|\d{1,2}[.．、]|[●■◆▲★①-⑳]|第[一二三四五六七八九十]{1,2}[章条节]|——"
)
NAME_AND_COLON = re.compile(r"[^，。；]{2,16}[：:]")


def first_words(unit: Unit) -> dict[str, float]:
    """Cues of how a paragraph begins."""
    text = unit.text
    found: dict[str, float] = {"length": min(len(text), 400) / 100}
    if unit.kind is Kind.CAPTION:
        found["is a caption"] = 1.0
    if unit.opening is not None:
        found["has a dateline" if unit.opening.dateline else "has an opening byline"] = 1.0
        text = text[unit.opening.body_start :]
    head = text[:36]
    found["begins as paragraphs do"] = edges.paragraph_begins(head)
    found["first character of stories"], found["first two characters of stories"] = edges.story_begins(head)
    if LEANING.match(head):
        found["leans back"] = 1.0
    if POINTING.search(head[:8]):
        found["points back"] = 1.0
    if head[:1] in '“「"':
        found["opens a quotation"] = 1.0
    if LIST_ITEM.match(head):
        found["is a list item"] = 1.0
    if NAME_AND_COLON.match(head):
        found["opens with a name and a colon"] = 1.0
    if RECENTLY.search(head):
        found["says recently"] = 1.0
    if DAY in head and ON_A_DAY.search(head):
        found["names a day"] = 1.0
    if REPORTER in head:
        found["names a reporter"] = 1.0
    found["places and bodies"] = float(min(4, len(PLACE.findall(head))))
    if head[:1] in marks.NEVER_FIRST:
        found["starts in mid-sentence"] = 1.0
    return found


def last_words(unit: Unit) -> dict[str, float]:
    """Cues of how a paragraph ends."""
    text = unit.text
    found: dict[str, float] = {"length": min(len(text), 400) / 100}
    if unit.kind is Kind.CAPTION:
        found["is a caption"] = 1.0
    if unit.closing is not None:
        found["is signed"] = 1.0
    if unit.opening is not None:
        found["had opened an article"] = 1.0
    end = text[-80:]
    if AUTHOR in end and ABOUT_AUTHOR.search(end):
        found["tells of its author"] = 1.0
    if LOOKING_ON.match(text):
        found["looks ahead"] = 1.0
    last = text.rstrip("”’」』）)")[-1:]
    if last in "：:":
        found["ends in a colon"] = 1.0
    elif last in "！!":
        found["ends in an exclamation"] = 1.0
    elif last in "？?":
        found["ends in a question"] = 1.0
    elif last == "…":
        found["ends in an ellipsis"] = 1.0
    elif not marks.ends_sentence(text):
        found["breaks off"] = 1.0
    if text[-1] in "”」":
        found["ends a quotation"] = 1.0
    if marks.open_marks(text):
        found["leaves a mark open"] = 1.0
    return found
