from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.desk.merge import Clash, merge, merge_texts
from newsroom.desk.snapshots import BylineText, PhotoText, Snapshot
from tests.desk.strategies import snapshots

# Few letters, so that changes meet and alignments are ambiguous.
texts = st.text("雪山河\n，", max_size=30)


def exchanged(clash):
    return Clash(clash.base, clash.theirs, clash.mine)


class TestTexts:
    @given(texts, texts)
    def test_a_side_that_changed_nothing_gives_way(self, base, changed):
        for merged in (merge_texts(base, base, changed), merge_texts(base, changed, base)):
            assert (merged.text, merged.clashes) == (changed, [])

    @given(texts, texts)
    def test_the_same_change_twice_is_made_once(self, base, changed):
        merged = merge_texts(base, changed, changed)
        assert (merged.text, merged.clashes) == (changed, [])

    @given(texts, texts, texts)
    def test_it_does_not_matter_who_came_first(self, base, mine, theirs):
        one, other = merge_texts(base, mine, theirs), merge_texts(base, theirs, mine)
        assert one.clashes == [exchanged(clash) for clash in other.clashes]
        if not one.clashes:
            assert one.text == other.text

    @given(texts, texts, texts)
    def test_each_side_can_be_read_back_from_agreed_text_and_clashes(self, base, mine, theirs):
        """No clash hides a character of any version: with one side's agreed changes undone, clash by clash."""
        merged = merge_texts(base, mine, theirs)
        for clash in merged.clashes:
            assert clash.base in base
            assert clash.mine in mine
            assert clash.theirs in theirs
            assert len({clash.mine, clash.theirs, clash.base}) == 3

    @given(st.data())
    def test_changes_apart_from_each_other_are_all_kept(self, data):
        """Words of letters of their own, some changed by one side, some by the other, none by both."""
        words = [chr(0x4E00 + 8 * index) * 6 for index in range(data.draw(st.integers(1, 8)))]
        mine, theirs, expected = [], [], []
        for index, word in enumerate(words):
            changed = data.draw(st.sampled_from([word, word[:2] + "改" + word[4:], word + "添", word[:3], "换" * 6]))
            by_me = data.draw(st.booleans())
            mine.append(changed if by_me else word)
            theirs.append(word if by_me else changed)
            expected.append(changed)
            # Unchanged text between, longer than what is kept by accident.
            for side in (mine, theirs, expected):
                side.append(chr(0x7000 + index) + "之间未改")
        base = "".join(word + chr(0x7000 + index) + "之间未改" for index, word in enumerate(words))
        merged = merge_texts(base, "".join(mine), "".join(theirs))
        assert merged.clashes == []
        assert merged.text == "".join(expected)

    def test_two_readings_of_one_character_clash(self):
        merged = merge_texts("记者石福云报道", "记者石榴云报道", "记者石富云报道")
        assert merged.stretches == ("记者石", Clash("福", "榴", "富"), "云报道")
        assert merged.text == "记者石榴云报道"

    def test_two_insertions_at_one_place_clash(self):
        assert merge_texts("甲乙", "甲一乙", "甲二乙").clashes == [Clash("", "一", "二")]

    def test_neighbouring_changes_clash_rather_than_make_a_word_nobody_wrote(self):
        assert merge_texts("精准编制实施", "精准辨制实施", "精准编治实施").clashes == [Clash("编制", "辨制", "编治")]

    def test_nothing_is_woven_into_a_sentence_rewritten_whole(self):
        merged = merge_texts("冬捕将于下旬举行", "冬季捕鱼定于下旬办", "冬捕将在下旬举行")
        assert merged.clashes
        assert merged.text == "冬季捕鱼定于下旬办"
        assert merge_texts("甲乙丙丁", "天乙丙人", "甲乙又丙丁").text == "天乙丙人"

    def test_a_joined_column_and_a_misprint_elsewhere(self):
        base = "精准编\n制实施，石福云报道"
        merged = merge_texts(base, "精准编制实施，石福云报道", "精准编\n制实施，石榴云报道")
        assert (merged.text, merged.clashes) == ("精准编制实施，石榴云报道", [])


BASE = Snapshot(
    headline="冬捕节开网",
    body="甲。\n乙。",
    bylines=(BylineText("石福云", "记者", "", "记者石福云"), BylineText("王浩", "摄影", "", "王浩摄", 1)),
    photos=(PhotoText(1, "雪景", "王浩摄"),),
)


def byline(index, **values):
    bylines = list(BASE.bylines)
    bylines[index] = replace(bylines[index], **values)
    return replace(BASE, bylines=tuple(bylines))


class TestArticles:
    @given(snapshots(), snapshots())
    def test_a_side_that_changed_nothing_gives_way(self, base, changed):
        for merged in (merge(base, base, changed), merge(base, changed, base), merge(base, changed, changed)):
            assert (merged.snapshot, merged.clashes) == (changed, ())

    @given(snapshots(), snapshots(), snapshots())
    def test_any_three_merge_to_an_article_that_holds_together(self, base, mine, theirs):
        merged, other = merge(base, mine, theirs), merge(base, theirs, mine)
        assert {clash.part for clash in merged.clashes} == {clash.part for clash in other.clashes}
        if not merged.clashes:
            assert merged.snapshot == other.snapshot

    def test_different_parts_are_merged(self):
        mine = replace(byline(0, name="石榴云"), headline="冬捕节今日开网")
        theirs = replace(byline(1, role="供图"), body="甲。\n乙乙。")
        merged = merge(BASE, mine, theirs)
        assert merged.clashes == ()
        assert (merged.snapshot.headline, merged.snapshot.body) == ("冬捕节今日开网", "甲。\n乙乙。")
        assert [(line.name, line.role) for line in merged.snapshot.bylines] == [("石榴云", "记者"), ("王浩", "供图")]

    def test_two_values_of_one_byline_are_merged(self):
        merged = merge(BASE, byline(0, name="石榴云"), byline(0, affiliation="记者站"))
        assert merged.clashes == ()
        assert merged.snapshot.bylines[0] == BylineText("石榴云", "记者", "记者站", "记者石福云")

    def test_two_names_for_one_byline_clash(self):
        mine, theirs = byline(0, name="石榴云"), byline(0, name="石富云")
        merged = merge(BASE, mine, theirs)
        assert [clash.part for clash in merged.clashes] == ["bylines"]
        assert merged.clashes[0].theirs == theirs.bylines
        assert merged.snapshot.bylines == mine.bylines

    def test_a_byline_added_and_another_corrected(self):
        mine = replace(BASE, bylines=(*BASE.bylines, BylineText("艾力", "通讯员")))
        merged = merge(BASE, mine, byline(0, name="石榴云"))
        assert merged.clashes == ()
        assert [line.name for line in merged.snapshot.bylines] == ["石榴云", "王浩", "艾力"]

    def test_a_photo_taken_out_while_somebody_credits_it_is_theirs_to_settle(self):
        mine = replace(BASE, photos=(), bylines=BASE.bylines[:1])
        theirs = replace(BASE, bylines=(*BASE.bylines, BylineText("艾力", "摄影", photo=1)))
        merged = merge(BASE, mine, theirs)
        assert {clash.part for clash in merged.clashes} == {"photos", "bylines"}
        assert (merged.snapshot.photos, merged.snapshot.bylines) == (mine.photos, mine.bylines)

    def test_captions_are_merged_photo_by_photo(self):
        base = replace(BASE, photos=(PhotoText(1, "雪景", ""), PhotoText(2, "冬捕", "")))
        mine = replace(base, photos=(PhotoText(1, "雪后", ""), PhotoText(2, "冬捕", "")))
        theirs = replace(base, photos=(PhotoText(1, "雪景", "王浩摄"), PhotoText(2, "冬捕节", "")))
        merged = merge(base, mine, theirs)
        assert merged.clashes == ()
        assert merged.snapshot.photos == (PhotoText(1, "雪后", "王浩摄"), PhotoText(2, "冬捕节", ""))

    @pytest.mark.parametrize(("asked", "stored", "credited"), [(7, 3, 7), (None, 3, 3), (None, None, None)])
    def test_whom_a_byline_credits(self, asked, stored, credited):
        merged = merge(BASE, byline(0, contributor=asked), byline(0, contributor=stored))
        assert merged.snapshot.bylines[0].contributor == credited

    def test_a_contributor_chosen_for_one_name_is_not_carried_to_another(self):
        merged = merge(BASE, byline(0, affiliation="记者站", contributor=7), byline(0, name="石榴云", contributor=3))
        assert merged.snapshot.bylines[0].contributor is None
