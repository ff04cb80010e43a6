"""Commands speak the language of the operator's terminal, and write into the archive in that of the site."""

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from newsroom.management.language import operators_language
from newsroom.models import ImportEvent, Revision
from tests.ingest.dumps import FISHING, PENSIONS, issue_folder, write


@pytest.fixture
def chinese(monkeypatch):
    monkeypatch.setenv("LANGUAGE", "zh_CN:en")


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
