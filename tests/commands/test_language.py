"""Commands speak the language of the operator's terminal, and write into the archive in that of the site."""

import ast

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from newsroom.ingest.phrases import in_their_language
from newsroom.management import phrases
from newsroom.management.language import operators_language
from newsroom.models import ImportEvent, Revision
from tests.ingest.dumps import FISHING, PENSIONS, issue_folder, write
from tests.program import ROOT, manage


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh-hans"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8", "LC_MESSAGES": "zh_TW"}, "zh-hans"),
        ({"LANG": "zh_CN.UTF-8", "LANGUAGE": ""}, "zh-hans"),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "zh_CN:en"}, "zh-hans"),
    ],
)
def test_the_terminal_says_which(monkeypatch, said, language):
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in said.items():
        monkeypatch.setenv(name, value)
    assert operators_language() == language


@pytest.mark.django_db
def test_an_import_in_chinese(chinese, tmp_path, capsys):
    folder = issue_folder(tmp_path)
    write(tmp_path / "雪岭日报" / "2026-01-08", {"01-要闻.txt": FISHING + "次日。", "02-民生.txt": ""})
    with pytest.raises(CommandError, match=r"没有可读的 .*没有这样的路径。"):
        call_command("import_issue", tmp_path / "没有这样的路径")
    with pytest.raises(CommandError, match="拒收 1 项；其余已导入。"):
        call_command("import_issue", folder.parent)
    said = capsys.readouterr()
    assert "雪岭日报 2026-01-07 （第9086期）：已导入 3 个版，" in said.out and "共计：已导入 2 期，4 个版，" in said.out
    assert "拒收：" in said.err
    call_command("import_issue", folder)
    assert "早已导入，3 个版" in capsys.readouterr().out


@pytest.mark.django_db
@pytest.mark.parametrize("terminal", ["zh_CN", "en"])
def test_the_archive_does_not_depend_on_the_terminal(monkeypatch, tmp_path, capsys, terminal):
    """The revision that a later dump makes is in the site's language, and the run's record in one for programs."""
    monkeypatch.setenv("LANGUAGE", terminal)
    with translation.override("zh-hans"):
        folder = issue_folder(tmp_path)
        call_command("import_issue", folder)
        write(folder, {"02-民生.txt": PENSIONS.replace("。", "！", 1)})
        call_command("import_issue", folder)
    assert set(Revision.objects.filter(number__gt=0).values_list("reason", flat=True)) == {"据新来稿"}
    assert ImportEvent.objects.filter(message__contains="1 taken in").exists()


# By the rooms that read dumps, and by those that keep the archive and its index.
OF_DUMPS = {"Unreadable", "NoSuchPath", "Unfit", "Undecodable", "Misplaced", "BadManifest", "Refusal"}
OF_THE_ARCHIVE = {"Unfit", "Damaged", "Unequal", "Taken", "Occupied", "NoIndex", "NoUsableIndex", "RebuildRunning"}
# What is wrong inside a JSON document is for who wrote the program that wrote it.
FOR_PROGRAMMERS = "own_json.py"


def told_sentences(rooms, told):
    """Every reason for a refusal that stands in the program, each hole in it filled with a word."""
    for file in sorted(file for room in rooms for file in (ROOT / "newsroom" / room).rglob("*.py")):
        if file.name == FOR_PROGRAMMERS:
            continue
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in told and node.args:
                said = node.args[-1]
                if isinstance(said, ast.Constant) and isinstance(said.value, str):
                    yield said.value
                elif isinstance(said, ast.JoinedStr):
                    yield "".join(
                        str(getattr(part, "value", "")) if isinstance(part, ast.Constant) else "雪"
                        for part in said.values
                    )


@pytest.mark.parametrize(
    ("rooms", "told", "say"),
    [
        (["ingest", "parsing"], OF_DUMPS, in_their_language),
        (["upkeep", "search"], OF_THE_ARCHIVE, phrases.in_their_language),
    ],
)
def test_every_reason_for_a_refusal_is_said_in_chinese(rooms, told, say):
    sentences = set(told_sentences(rooms, told))
    assert len(sentences) > 25
    with translation.override("zh-hans"):
        unsaid = {sentence for sentence in sentences if say(sentence) == sentence}
    assert unsaid == set()
    with translation.override("en"):
        assert all(say(sentence) == sentence for sentence in sentences)


def test_a_sentence_keeps_what_stands_in_its_holes():
    with translation.override("zh-hans"):
        said = in_their_language("is 198.0 MB large; no page is, and more than 1 MB are not read")
        assert said == "有 198.0 MB；没有哪个版这么大，超过 1 MB 的不读"
        nested = in_their_language(
            "it starts like UTF-16 but does not read like text; if it is text, name its encoding with --encoding"
        )
        assert nested == "开头像 UTF-16，却读不成文字；如果是文本，请用 --encoding 说明编码"
        assert in_their_language("something nobody has said yet") == "something nobody has said yet"
        assert in_their_language("cannot be read: 100% wrong %(name)s") == "读不了：100% wrong %(name)s"


def test_the_other_commands_follow_the_terminal_too(data_folder, chinese):
    assert manage(data_folder, "update_index").stdout == "索引已是最新。\n"
    (data_folder / "newsroom.sqlite3").write_bytes("不是数据库。".encode() * 999)
    failed = manage(data_folder, "update_index")
    assert failed.stderr.startswith("CommandError: 数据库出错：") and "再运行一次同样的命令" in failed.stderr
