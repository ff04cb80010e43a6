import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.desk.known import Known
from newsroom.desk.misread import forms_of_names
from newsroom.desk.snapshots import Snapshot
from newsroom.desk.suspects import Rule, suspects


def found(body):
    """What is suspected in a body: (rule, the characters, what may be meant)."""
    return [
        (suspect.rule, body[suspect.start : suspect.end], suspect.suggestion)
        for suspect in suspects(Snapshot(body=body))
    ]


@pytest.mark.parametrize(
    ("body", "suspected"),
    [
        ("他说：“收入翻了一番。“记者看到", [(Rule.WRONG_WAY, "“", "”")]),
        ("他说：”收入翻了一番。”记者看到", [(Rule.WRONG_WAY, "”", "“")]),
        ("减轻了儿女的负担。“\n为此，县里", [(Rule.UNBALANCED, "“", None)]),
        ("“减轻了儿女的负担。“\n为此，县里", [(Rule.WRONG_WAY, "“", "”")]),
        ("演出了《燕子\n归来》与《归途》两部作品", [(Rule.UNBALANCED, "《", None), (Rule.UNBALANCED, "》", None)]),
        ("（记者石榴云报道", [(Rule.UNBALANCED, "（", None)]),
        ("凌晨2时5O分", [(Rule.LETTER_FOR_DIGIT, "O", "0")]),
        ("投入l2万元，增长1l%", [(Rule.LETTER_FOR_DIGIT, "l", "1")] * 2),
        ("药品价值9 .6万元", [(Rule.SPLIT_NUMBER, "9 .6", "9.6")]),
        ("共有1 200人参加", [(Rule.SPLIT_NUMBER, "1 200", "1200")]),
        ("2 026年1月", [(Rule.SPLIT_NUMBER, "2 026", "2026")]),
        ("雪停了，，路通了", [(Rule.DOUBLED, "，，", None)]),
        ("雪停了。，路通了", [(Rule.DOUBLED, "。，", None)]),
        ("雪停了r，路通了", [(Rule.STRAY_LETTER, "r", None)]),
        ("雪停了 路通了", [(Rule.STRAY_SPACE, " ", "")]),
        ("⼰经停⻋", [(Rule.GLYPH, "⼰", "己"), (Rule.GLYPH, "⻋", "车")]),
        ("雪\ue123停了\ufffd", [(Rule.GLYPH, "\ue123", None), (Rule.GLYPH, "\ufffd", None)]),
        ("甲，乙，丙，丁，戊，己，庚，辛，壬，癸，子,丑", [(Rule.WIDTH, ",", "，")]),
        ("甲,乙,丙,丁,戊,己,庚,辛,壬,癸,子，丑", [(Rule.WIDTH, "，", ",")]),
        ("甲，乙，丙，丁，戊。\n己，庚，辛，壬，癸，子.\n丑", [(Rule.WIDTH, ".", "。")]),
        ("甲，乙，丙，丁，戊。己，庚，辛，壬，癸.", [(Rule.WIDTH, ".", "。")]),
        ("亻尔好，山下丶雪", [(Rule.GLYPH, "亻", None), (Rule.GLYPH, "丶", None)]),
        ("雪\uf92c光", [(Rule.GLYPH, "\uf92c", "郎")]),
    ],
)
def test_what_is_misread_is_found(body, suspected):
    assert found(body) == suspected


@pytest.mark.parametrize(
    "body",
    [
        "他说：“好。”她问：“好吗？”",
        "“这是《燕子归来》（2025年版）的‘序’。”",
        "“第一段没有说完。\n“第二段说完了。”",
        "“聚焦“十五五”规划，”他说。",
        "他说:“好。”(记者石榴云）",
        "It’s Women’s Day，B超、T恤、A股、5G网络、X光",
        "（记者 常轶 张涛 实习记者 彭林）报道",
        "## 产业先行 项目为王\n正文",
        "王　浩　石榴云",
        "电话：0906 2123456，1月5日 10时30分",
        "真的吗？！真的！！等等……",
        "这是——“开门红”",
        "编辑丨石榴云",
        "甲,乙,丙，丁",
        "甲,乙,丙,丁,戊,己,庚,辛,壬,癸,子,丑。寅",
        "2025年GDP增长5.6%，1,200吨",
        "零下10℃、3㎡、①②",
        "",
    ],
)
def test_what_is_meant_is_left_alone(body):
    assert found(body) == []


def test_headlines_may_hold_spaces_but_not_broken_brackets():
    snapshot = Snapshot(kicker="牢记嘱托 感恩奋进", headline="《归途》开演 《燕子", body="正文")
    assert [(suspect.part, suspect.rule, suspect.start) for suspect in suspects(snapshot)] == [
        ("headline", Rule.UNBALANCED, 7)
    ]


@given(st.text("“”‘’《》（）()雪山1 0Ol.，。,；\n⼰r", max_size=60))
def test_suspects_never_overlap_and_stand_in_the_text(body):
    at = 0
    for suspect in suspects(Snapshot(body=body)):
        assert at <= suspect.start < suspect.end <= len(body)
        at = suspect.end


@given(st.text("“《（雪山石榴云报道，。\n", max_size=40))
def test_balanced_text_is_never_called_unbalanced(text):
    closers = {"“": "”", "《": "》", "（": "）"}
    waiting, balanced = [], ""
    for char in text:
        if char == "\n" or (char in closers and char in waiting):
            balanced += "".join(closers[opener] for opener in reversed(waiting))
            waiting = []
        balanced += char
        if char in closers:
            waiting.append(char)
    balanced += "".join(closers[opener] for opener in reversed(waiting))
    assert not {Rule.UNBALANCED, Rule.WRONG_WAY} & {suspect.rule for suspect in suspects(Snapshot(body=balanced))}


def taught(body, **misreadings):
    return [
        (body[suspect.start : suspect.end], suspect.suggestion)
        for suspect in suspects(Snapshot(body=body), Known(misreadings))
        if suspect.rule == Rule.TAUGHT
    ]


@pytest.mark.parametrize(
    ("body", "misreadings", "marked"),
    [
        ("记者石福云报道，石福云进山", {"石福云": "石榴云"}, [("石福云", "石榴云")] * 2),
        ("记者石榴云报道", {"石福云": "石榴云"}, []),
        ("去白云山，望云山", {"云山": "白云山"}, [("云山", "白云山")]),
        ("石福云山", {"石福云": "石榴云", "石福云山": "石榴云山"}, [("石福云山", "石榴云山")]),
        ("石福云", {}, []),
    ],
)
def test_what_was_misread_before_is_marked_with_what_is_meant(body, misreadings, marked):
    assert taught(body, **misreadings) == marked


@pytest.mark.parametrize(
    ("body", "marked"),
    [
        ("末来五年，县里将修路", [("末来", "未来")]),
        ("去冬以来千旱少雪", [("千旱", "干旱")]),
        ("土兵们冒雪赶到", [("土兵", "士兵")]),
        ("未来五年，干部和士兵一起上山", []),
        ("周末来看雪，已经入冬，大家都来了", []),
        ("不太方便，入脑入心，引客入城，牛年马月，天大地大", []),
    ],
)
def test_no_word_but_nearly_one(body, marked):
    assert [(text, right) for rule, text, right in found(body) if rule == Rule.WORD] == marked


@pytest.mark.parametrize(
    ("body", "marked"),
    [
        ("石福云报道，石榴云摄", [("石福云", "石榴云")]),
        ("石榴云报道", []),
        # One credited now and then is somebody else; a word is a word.
        ("王末", []),
        ("李未山进山，张未山出山", [("李未山", "李末山")]),
        ("这是一场文明之旅", []),
    ],
)
def test_a_name_is_known_by_how_often_it_was_credited(body, marked):
    names = forms_of_names(
        {"石榴云": 9, "石福云": 0, "王未": 9, "李末山": 30, "张末山": 9, "张未山": 2, "杨文明": 9, "赵大山": 2}
    )
    assert [
        (body[suspect.start : suspect.end], suspect.suggestion)
        for suspect in suspects(Snapshot(body=body), Known(names=names))
        if suspect.rule == Rule.NAME
    ] == marked
    assert "赵太山" not in names
