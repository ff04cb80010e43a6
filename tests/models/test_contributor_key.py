"""One person, one key, however a dump spells the name; two people, two keys."""

import pytest

from newsroom.models.people import contributor_key


@pytest.mark.parametrize("dot", "·•・‧∙⋅●．\u0387\uff65\u1427\u2024\u2219\u22c5\u30fb\uff0e.")
def test_every_middle_dot_is_the_same_dot(dot: str) -> None:
    assert contributor_key(f"阿依古丽{dot}吐尔逊") == "阿依古丽·吐尔逊"


@pytest.mark.parametrize(
    ("printed", "key"),
    [
        ("孙　　丽", "孙丽"),
        ("孙 丽", "孙丽"),
        (" 孙丽\u3000", "孙丽"),
        ("孙\xa0丽", "孙丽"),
        ("孙\u200b丽\ufeff", "孙丽"),
        ("阿依古丽 · 吐尔逊", "阿依古丽·吐尔逊"),
        ("阿依古丽·吐尔逊 别克", "阿依古丽·吐尔逊别克"),
        ("阿依古丽··吐尔逊", "阿依古丽·吐尔逊"),
        ("⽂⼩⽟", "文小玉"),
        ("⻢⼩⻰", "马小龙"),
        ("ＸＪ融媒体", "xj融媒体"),
        ("John Smith", "johnsmith"),
        ("JOHN SMITH", "johnsmith"),
        ("䶮𠮷", "䶮𠮷"),
    ],
)
def test_padding_width_and_case_do_not_make_another_person(printed: str, key: str) -> None:
    assert contributor_key(printed) == key


@pytest.mark.parametrize(
    ("one", "other"), [("张明", "张名"), ("古丽·阿", "古丽阿"), ("王浩", "王皓"), ("赵刚", "赵岗")]
)
def test_different_people_keep_different_keys(one: str, other: str) -> None:
    assert contributor_key(one) != contributor_key(other)


@pytest.mark.parametrize("name", ["孙　丽", "阿依古丽•吐尔逊", "Ａ．Ｂ", "ﬁ", "İ", "ß", "…", "·"])
def test_a_key_is_its_own_key(name: str) -> None:
    assert contributor_key(contributor_key(name)) == contributor_key(name)
