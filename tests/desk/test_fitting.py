"""Readings of a dump fitted to articles that editors split, joined and rearranged."""

from hypothesis import given, settings
from hypothesis import strategies as st

from newsroom.desk.fitting import belonging, fitted
from newsroom.desk.shares import Share, cut, exchanged, joined, line_starts
from newsroom.desk.snapshots import BylineText, PhotoText, Snapshot

FISH = Snapshot(
    headline="雪岭河冬捕首网出鱼三千公斤",
    body="捕鱼队清晨拉起今冬第一网，冰面上人声鼎沸。\n## 一网等了一个月\n队长说这一网他们等了整整一个月，今年的鱼大。",
    bylines=(BylineText("马晓燕", "记者", "", "（记者 马晓燕）"),),
    photos=(PhotoText(1, "捕鱼队在雪岭河冰面上拉网。", "马晓燕 摄"),),
)
SCHOOL = Snapshot(
    headline="寄宿学校换新锅炉",
    body="孩子们终于洗上了热水澡，宿舍里暖和多了。\n锅炉工老王说今年不再半夜起来添煤。",
    bylines=(BylineText("王浩", "记者", "", "（记者 王浩）"),),
)


def snapshots_of(found):
    return [each and each.snapshot for each in found]


def misread(text, every):
    return "".join("口" if at % every == every - 1 and char.isalpha() else char for at, char in enumerate(text))


def test_a_reading_of_what_was_split_is_split_in_the_same_place():
    share = Share(FISH.body.index("##"), frozenset(), frozenset([1]))
    parts = cut(FISH, share)
    assert snapshots_of(fitted(parts, [FISH])) == list(parts)
    better = FISH.with_parts(body=misread(FISH.body, 9))
    assert snapshots_of(fitted(parts, [better])) == list(cut(better, share))


def test_readings_of_what_was_joined_are_joined_in_whatever_order_they_come():
    for run_on in (False, True):
        both = joined(FISH, SCHOOL, shift=1, run_on=run_on)
        assert snapshots_of(fitted([both], [FISH, SCHOOL])) == [both]
        assert snapshots_of(fitted([both], [SCHOOL, FISH])) == [both]


def test_a_paragraph_cut_in_two_is_cut_in_the_reading():
    parts = cut(FISH, Share(FISH.body.index("他们等了")))
    assert snapshots_of(fitted(parts, [FISH])) == list(parts)
    assert parts[1].body.startswith("他们等了") and parts[0].body.endswith("这一网")


def test_a_dump_that_reads_the_parts_as_articles_itself_fits():
    parts = cut(FISH, Share(FISH.body.index("##")))
    assert snapshots_of(fitted(parts, list(reversed(parts)))) == list(parts)


def test_exchanged_headlines_stay_exchanged():
    known = exchanged(FISH, SCHOOL, ["headline"])
    assert snapshots_of(fitted(known, [FISH, SCHOOL])) == list(known)
    other = FISH.with_parts(headline="雪岭河冬捕首网出鱼五千公斤")
    assert fitted(known, [other, SCHOOL])[1].snapshot.headline == other.headline


def test_what_the_dump_does_not_bring_is_kept():
    """One file of two brings one half of what was joined."""
    both = joined(FISH, SCHOOL, shift=1)
    assert snapshots_of(fitted([both], [SCHOOL])) == [both]


def test_a_new_paragraph_and_a_new_headline_come_in():
    parts = cut(SCHOOL, Share(line_starts(SCHOOL.body)[1]))
    reading = SCHOOL.with_parts(
        headline="完全不同的一个标题在此", body=SCHOOL.body.replace("\n", "\n市长昨天到学校看望师生。\n")
    )
    head, tail = snapshots_of(fitted(parts, [reading]))
    assert head.headline == reading.headline
    assert head.body == "孩子们终于洗上了热水澡，宿舍里暖和多了。\n市长昨天到学校看望师生。"
    assert tail == parts[1]


def test_readings_of_other_articles_are_let_be():
    parts = cut(FISH, Share(FISH.body.index("##")))
    assert belonging(parts, [SCHOOL], [SCHOOL, FISH, Snapshot(body="天气预报多云转晴。")]) == [1]
    assert fitted(parts, []) == [None, None]


def test_where_the_pieces_stand_is_told():
    share = Share(FISH.body.index("##"), frozenset(), frozenset([1]))
    head, tail = fitted(cut(FISH, share), [FISH])
    assert head.origins == {("headline", 0): [(0, "headline", 0)], ("body", 0): [(0, "body", 0)]}
    assert tail.origins[("body", 1)] == [(0, "body", 2)]
    assert tail.origins[("caption", 0)] == [(0, "caption", 0)]
    assert (head.readings, tail.readings) == ([0], [])


paragraphs = st.lists(
    st.text("雪山河草原牧场冬捕春耕农民干部", min_size=12, max_size=30), min_size=2, max_size=5, unique=True
)


@settings(max_examples=60, deadline=None)
@given(st.lists(paragraphs, min_size=2, max_size=3), st.data())
def test_no_piece_goes_to_two_articles_or_to_none(bodies, data):
    """Whatever is read, each paragraph of the readings stands once in what the articles get."""
    known = [Snapshot(body="\n".join(body)) for body in bodies]
    read = [line for body in bodies for line in body if data.draw(st.booleans())]
    found = fitted(known, [Snapshot(body="\n".join(read))]) if read else []
    lines = "\n".join(each.snapshot.body for each in found if each).replace("\n", "")
    for line in read:
        assert line in lines
