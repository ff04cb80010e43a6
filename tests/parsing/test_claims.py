"""The second look at headlines: what it asks of each pair of a headline group and a story."""

from __future__ import annotations

from newsroom.parsing import weights
from newsroom.parsing.arrange import Arranger
from newsroom.parsing.claims import Claims
from newsroom.parsing.displays import score_displays
from newsroom.parsing.fragments import pieces_of
from newsroom.parsing.headlines import WORST_FIT
from newsroom.parsing.joins import find_joins
from newsroom.parsing.layout import fragments_of
from newsroom.parsing.sheet import Sheet
from newsroom.parsing.units import units_of

PAGE = (
    "本报讯（记者 赵明）入冬以来，沙枣乡粮站忙着给种粮户兑付余款，截至1月4日，已有四百一十户领到了钱。\n\n"
    "粮站站长古丽娜说，今年小麦收购价每公斤涨了一角，种粮户领到的余款比去年多出两成。\n\n"
    "本报讯（记者 王小雨）1月5日，河东县第十届冰雪节在镜泉湖畔开幕，三千多名游客赶来观看冰上表演。\n\n"
    "冰雪节由河东县文化和旅游局主办，为期二十天，设冰雕展、雪地足球、马拉爬犁等十二项活动。\n\n"
    "镜泉湖畔冰雪节开幕\n\n沙枣乡种粮户领到余款\n"
)


def arranged() -> tuple[Arranger, Claims]:
    learned = weights.load()
    pieces = pieces_of(fragments_of(PAGE))
    sheet = Sheet(units_of(pieces, find_joins(pieces, learned)))
    score_displays(sheet, learned)
    arranger = Arranger(sheet, learned)
    return arranger, arranger.claims(arranger.divide([False, True, False]))


def test_every_pair_that_the_first_look_kept_is_asked_about_once() -> None:
    _, claims = arranged()
    asked = [(claim.key, claim.story) for claim in claims.all()]
    assert sorted(asked) == sorted((key, story) for key, found in claims.fits.items() for story in found)
    assert len(asked) == len(set(asked))


def test_a_claim_knows_its_rivals_and_what_was_given() -> None:
    arranger, claims = arranged()
    fair = next(line for line in arranger.sheet.lines if "冰雪节" in arranger.sheet.units[line].text)
    cues = {(claim.key, claim.story): claim.cues for claim in claims.all()}
    right = cues[(fair, 1), 1]
    assert right["fit"] == claims.fits[fair, 1][1]
    assert right["fit against rivals"] > 0
    assert right["fit against elsewhere"] > 0
    assert right["story was given it"] == 1.0
    for (key, story), found in cues.items():
        rivals = [
            fits[story]
            for other, fits in claims.fits.items()
            if story in fits and not set(range(key[0], sum(key))) & set(range(other[0], sum(other)))
        ]
        assert found["best rival"] == max(rivals, default=WORST_FIT)
        assert ("story was given it" in found) == (
            claims.given[story].lines == claims.headlines.groups[key].lines if story in claims.given else False
        )


def test_looking_again_gives_the_headlines_to_the_stories_that_say_them() -> None:
    arranger, _ = arranged()
    division = arranger.give_again(arranger.divide([False, True, False]))
    texts = [arranger.sheet.units[division.given[first][0].lines[0]].text for first, _ in division.stretches]
    assert texts == ["沙枣乡种粮户领到余款", "镜泉湖畔冰雪节开幕"]
