"""On a Chinese terminal the commands that keep the archive safe say everything in Chinese, good news and bad."""

import re
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db.models import QuerySet
from django.utils import translation
from haystack import connections

from newsroom.management.phrases import in_their_language
from newsroom.models import Article, Contributor, Revision
from newsroom.models.guards import lift_guards
from newsroom.search.writer import RebuildRunning
from newsroom.upkeep import exporting
from newsroom.upkeep.backup import write_backup
from newsroom.upkeep.exporting import MANIFEST, UNFINISHED
from newsroom.upkeep.proof import prove
from newsroom.upkeep.tables import Table
from tests.factories import make_article

pytestmark = pytest.mark.usefixtures("chinese")

ENGLISH = re.compile(r"[A-Za-z]+ [a-z]+ [a-z]+")
INDEX = Path(settings.HAYSTACK_CONNECTIONS["default"]["PATH"])


@pytest.fixture
def told(capsys):
    """What a command says on both streams, and why it gave up; not in English."""

    def by(*arguments):
        error = ""
        try:
            call_command(*map(str, arguments))
        except (CommandError, SystemExit) as raised:
            error = str(raised)
        said = "".join(capsys.readouterr()) + error
        assert not ENGLISH.search(said), said
        return said

    return by


def test_a_backup_and_its_return(archive, told, tmp_path, indexed):
    indexed()
    file = tmp_path / "a.tar"
    assert f"{file}：2 篇文章，3 次修订，" in told("backup", file)
    assert told("backup", file) == f"{file} 已经存在；请另指定文件。"
    assert "写不了：没有这个文件或文件夹。 没有做成备份。" in told("backup", tmp_path / "none" / "a.tar")
    assert "--keep 须为不小于 1 的数" in told("backup", file, "--keep", "3")
    assert f"{file} 完整：2 篇文章，3 次修订，" in told("restore", file, "--dry-run")
    assert told("restore", file) == "这里已有报库；加上 --replace，备份就取而代之。 现有报库未动。"
    said = told("restore", file, "--replace")
    assert f"已恢复 {file}：2 篇文章，3 次修订，" in said and "已编入索引 2 篇文章。" in said
    file.write_bytes(file.read_bytes()[:700])
    assert told("restore", file) == f"{file} 已损坏：不是完整的备份（数据不全）。 现有报库未动。"


def test_old_backups_are_removed(archive, told, tmp_path):
    (tmp_path / "newsroom-20250101-030000.tar").write_bytes(b"")
    assert f"已删除 {tmp_path / 'newsroom-20250101-030000.tar'}" in told("backup", tmp_path, "--keep", "1")


def test_a_restore_whose_index_is_not_built(archive, told, tmp_path, monkeypatch):
    def running():
        raise RebuildRunning("Another rebuild of the search index is running; wait until it has ended.")

    write_backup(tmp_path / "a.tar")
    monkeypatch.setattr("newsroom.management.commands.restore.rebuild", running)
    said = told("restore", tmp_path / "a.tar", "--replace")
    assert said.endswith("检索索引没有建成：检索索引正在另一处重建；请等它做完。 请运行 manage.py update_index。")


def test_a_move(archive, told, empty_database):
    url = empty_database("sqlite")
    assert "3 次修订和 1 份来源文本与其哈希值相符。" in told("move_archive", "--to", url, "--dry-run")
    said = told("move_archive", "--to", url)
    assert "逐表核对，两边一致" in said and "再运行 manage.py check_index。" in said
    assert told("move_archive", "--to", url).endswith("中已有报库；请指定空的数据库。")
    assert "数据库地址的写法是" in told("move_archive", "--to", "nonsense")


def test_a_move_that_does_not_come_out_equal(archive, told, empty_database, monkeypatch):
    insert = Table.insert
    monkeypatch.setattr(Table, "insert", lambda self, alias, rows: insert(self, alias, rows[1:]))
    said = told("move_archive", "--to", empty_database("sqlite"))
    assert "与读到的不一致；什么也没有留下。 请再运行一次同样的命令；" in said


def test_a_revision_that_belies_its_hash(archive, told, empty_database):
    lift_guards()
    QuerySet(Revision).filter(article=archive, number=1).update(sha256="0" * 64)
    url = empty_database("sqlite")
    assert f"中文章 {archive.pk} 的第 1 次修订与其哈希值不符；什么也没有复制。" in told("move_archive", "--to", url)
    assert "的第 1 次修订与其哈希值不符；请先恢复备份。" in told("move_archive", "--to", url, "--dry-run")
    with translation.override("zh-hans"):
        assert in_their_language(prove("default").broken) == f"文章 {archive.pk} 的第 1 次修订"


def test_an_export_and_its_way_back(archive, told, tmp_path, monkeypatch):
    folder = tmp_path / "a"
    assert told("export_archive", folder, "--newspaper", "没有的报") == "库中没有这样的期；什么也没有写。"
    assert told("export_archive", folder, "--dry-run") == "将导出 1 期，2 篇文章\n"
    assert f"{folder}：已导出 1 期，1 个版，2 篇文章，3 次修订，1 份来源文本" in told("export_archive", folder)
    assert told("export_archive", folder) == f"{folder} 中已有一份完整的导出；请另指定文件夹。"
    assert "早已导入，1 期" in told("import_issue", folder)
    (folder / "files.sha256").write_bytes(b"")
    assert f"这份导出已损坏：files.sha256 与 {MANIFEST} 所记不符。" in told("import_issue", folder)


def test_an_export_that_is_stopped(archive, told, tmp_path, monkeypatch):
    def stop(*arguments):
        raise KeyboardInterrupt

    def full(*arguments):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as stopping:
        stopping.setattr(exporting._Export, "_finish", stop)
        assert told("export_archive", tmp_path / "a") == "已中断。 已写的保留着；再运行一次同样的命令即可做完。"
        stopping.setattr(exporting._Export, "_write_lines", full)
        assert "写不了：磁盘已满。 已写的保留着；" in told("export_archive", tmp_path / "a")
    assert (tmp_path / "a" / UNFINISHED).exists()
    assert "尚未写完；请以同一文件夹再运行 export_archive" in told("import_issue", tmp_path / "a")
    assert "接着已写好的 1 期往下写" in told("export_archive", tmp_path / "a")


def test_an_index_that_agrees_and_one_that_does_not(archive, told, indexed):
    missing, stale, orphaned = make_article("甲"), make_article("乙"), make_article("丙")
    indexed()
    assert told("check_index") == "索引与数据库一致：5 篇文章。\n"
    connections["default"].get_backend().remove(missing)
    Article.objects.filter(pk=stale.pk).update(body="改过")
    Article.objects.filter(pk=orphaned.pk).update(visible=False)
    Contributor.objects.bulk_create([Contributor(name="木塔力甫", key="木塔力甫", sort_key="mutalifu")])
    said = told("check_index")
    assert f"1 篇文章不在索引中：{missing.pk}\n" in said
    assert f"1 篇文章在索引中是旧文本：{stale.pk}\n" in said
    assert f"1 篇文章在索引中，在数据库中却不公开：{orphaned.pk}\n" in said
    assert "1 个名字还不是可检索的词：木塔力甫\n" in said and "修复请运行：manage.py check_index --repair" in said
    said = told("check_index", "--repair")
    assert "已修复，再核对一遍：\n索引与数据库一致：4 篇文章。\n" in said
    assert told("rebuild_index", "--processes", "0") == "--processes 须为 1 或更大。"


def test_an_index_that_is_gone(archive, told, indexed):
    indexed()
    shutil.rmtree(INDEX)
    INDEX.mkdir()
    said = told("check_index")
    assert said.startswith(f"索引不能使用：{INDEX} 中没有检索索引。 重建请运行：manage.py rebuild_index\n")
    told("rebuild_index")


def test_suspects_counted_anew(archive, told):
    assert told("update_suspects") == "统计已是最新。\n"
    assert told("update_suspects", "--all", "--verbosity", "2") == "2 篇……\n已重新统计 2 篇文章的可疑之处。\n"


def test_what_a_database_is_called():
    with translation.override("zh-hans"):
        said = "PostgreSQL newsroom on db.example holds an archive already; name an empty database."
        assert in_their_language(said) == "PostgreSQL newsroom（db.example） 中已有报库；请指定空的数据库。"
        said = "PostgreSQL newsroom on this machine got no tables: manage.py migrate failed"
        assert in_their_language(said) == "PostgreSQL newsroom（本机） 中没能建表：manage.py migrate 没有成功"
        said = (
            "newsroom.article 3: headline holds a NUL character, which not every database can hold; correct it first."
        )
        assert in_their_language(said).startswith("newsroom.article 3：headline 含有 NUL 字符，不是每种")
