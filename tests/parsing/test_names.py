"""Names one by one, padded, run together, cut by a wrap, and in two parts with a middle dot."""

import pytest

from newsroom.parsing.folding import folded
from newsroom.parsing.names import confidence_of_name, is_padded, names_in, split_names


def read(text: str, *, vouched: bool = True) -> list[str] | None:
    found = names_in(folded(text), 0, len(text), vouched=vouched)
    return None if found is None else [name.name for name in found]


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("周文彬、孙丽", ["周文彬", "孙丽"]),
        ("周文彬 孙丽", ["周文彬", "孙丽"]),
        ("周文彬,孙丽", ["周文彬", "孙丽"]),
        ("周文彬/孙丽", ["周文彬", "孙丽"]),
        ("周文彬　孙　丽　赵　刚", ["周文彬", "孙丽", "赵刚"]),
        ("孙\u3000\u3000丽", ["孙丽"]),
        ("孙 丽 赵 刚", ["孙丽", "赵刚"]),
        ("周 文 彬", ["周文彬"]),
        ("周文彬和孙丽", ["周文彬", "孙丽"]),
        ("周文彬及孙丽丽", ["周文彬", "孙丽丽"]),
        ("周文彬、孙丽等", ["周文彬", "孙丽"]),
        ("欧阳修远", ["欧阳修远"]),
        ("司马南星 周文彬", ["司马南星", "周文彬"]),
        ("张和平", ["张和平"]),
        ("李国强王丽", ["李国强", "王丽"]),
        ("周文彬孙丽赵国强", ["周文彬", "孙丽", "赵国强"]),
    ],
)
def test_lists_of_names(printed: str, names: list[str]) -> None:
    assert read(printed) == names


@pytest.mark.parametrize("dot", "·•・‧∙⋅\uff65\u0387")
def test_a_kazakh_or_uyghur_name_is_one_person_whatever_its_dot(dot: str) -> None:
    assert read(f"叶尔兰{dot}哈布力 周文彬") == ["叶尔兰·哈布力", "周文彬"]


def test_the_second_half_of_a_name_that_a_wrap_cut_off_belongs_to_it() -> None:
    assert read("阿依古丽·吐尔逊 别克 周文彬") == ["阿依古丽·吐尔逊别克", "周文彬"]
    assert read("阿依古丽·吐尔逊 周文彬") == ["阿依古丽·吐尔逊", "周文彬"]


def test_a_name_run_together_with_one_that_is_sounded_out_is_cut_off() -> None:
    assert read("买买提·吐尔逊周文彬") == ["买买提·吐尔逊", "周文彬"]
    assert read("周文彬买买提·吐尔逊") == ["周文彬", "买买提·吐尔逊"]
    assert read("买买提·吐尔逊江") == ["买买提·吐尔逊江"]


def test_a_name_without_a_known_surname_is_believed_where_a_role_word_vouches_for_it() -> None:
    assert read("阿依努尔") == ["阿依努尔"]
    assert read("阿依努尔", vouched=False) is None


@pytest.mark.parametrize("text", ["", "，", "从自治区", "了解到", "本报", "记者 节", "2026", "abc", "x" * 5000, "王"])
def test_what_is_no_name_is_refused(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize("text", ["油田项目", "高质量发展", "时代新征程", "乌克兰油田项目", "我们在行动"])
def test_a_phrase_is_not_a_run_of_names(text: str) -> None:
    assert read(text, vouched=False) is None


def test_names_run_together_are_cut_before_the_frequent_surnames() -> None:
    assert split_names("王建国李小红") == ["王建国", "李小红"]
    assert split_names("张伟刘敏") == ["张伟", "刘敏"]
    assert split_names("欧阳文博陈静") == ["欧阳文博", "陈静"]
    assert split_names("某") is None


def test_offsets_cover_the_padding() -> None:
    text = "记者　孙　　丽　周文彬"
    found = names_in(folded(text), 3, len(text), vouched=True)
    assert found is not None
    assert [text[name.start : name.end] for name in found] == ["孙　　丽", "周文彬"]


def test_only_a_padded_name_is_padded() -> None:
    assert is_padded(folded("孙　丽"))
    assert not is_padded("孙丽")
    assert not is_padded(folded("的　了"))


def test_a_title_before_a_foreign_name_is_no_part_of_it() -> None:
    assert confidence_of_name("玛丽亚·卡塔") > 0.9
    assert confidence_of_name("某国首相玛丽亚·卡塔") < 0.5
