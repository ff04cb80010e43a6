"""The command as an operator runs it: what it prints where, and how it ends."""

import fcntl
import io
import json
import os
import pty
import re
import struct
import subprocess
import sys
import termios

import pytest
from django.core.management.base import CommandError

from newsroom.ingest import run as run_module
from newsroom.management.commands import import_issue
from newsroom.models import Article, Page
from tests.ingest.dumps import FISHING, PENSIONS, issue_folder, write
from tests.program import ROOT, environment, manage

SEEDS = ROOT.parent / "shared" / "seeds"


class Done:
    """How a run of the command ended, and what it said. ``capsys`` hears what the argument parser says by itself."""

    def __init__(self, capsys, *arguments):
        self.stdout, self.stderr, self.returncode = "", "", 0
        out, err = io.StringIO(), io.StringIO()
        command = import_issue.Command(stdout=out, stderr=err, no_color=True)
        command._called_from_command_line = True
        try:
            options = command.create_parser("manage.py", "import_issue").parse_args([str(each) for each in arguments])
            command.execute(**{**vars(options), "skip_checks": True, "stdout": out, "stderr": err})
        except CommandError as error:
            self.returncode = error.returncode
            err.write(f"{error}\n")
        except SystemExit as error:
            self.returncode = error.code
        heard = capsys.readouterr()
        self.stdout, self.stderr = out.getvalue() + heard.out, err.getvalue() + heard.err


@pytest.fixture
def run(capsys, db):
    return lambda *arguments: Done(capsys, *arguments)


def without_log(stderr):
    """Standard error without what other rooms log, such as the first building of the search index."""
    return "".join(line for line in stderr.splitlines(keepends=True) if " newsroom.search " not in line)


def test_the_program_says_what_it_did_and_again_that_it_was_done(data_folder, tmp_path):
    folder = issue_folder(tmp_path)
    first = manage(data_folder, "import_issue", folder)
    assert (first.returncode, without_log(first.stderr)) == (0, "")
    pattern = (
        r"雪岭日报 2026-01-07 \(no\. 9086\): imported 3 pages, \d+ articles?, \d+ bylines?, \d+ joined columns?, "
        r"\d+ doubts?, \d+ unplaced characters?\n"
    )
    assert re.fullmatch(pattern, first.stdout)
    again = manage(data_folder, "import_issue", folder)
    assert (again.returncode, again.stderr) == (0, "")
    assert again.stdout == "雪岭日报 2026-01-07 (no. 9086): already imported, 3 pages\n"


def test_the_program_prints_json_and_nothing_else_on_standard_output(data_folder, tmp_path):
    folder = issue_folder(tmp_path)
    write(folder, {"README.md": "", "04.txt": b"\0\0\0"})
    done = manage(data_folder, "import_issue", folder, "--dry-run", "--json")
    printed = json.loads(done.stdout)
    assert list(printed) == ["issues", "warnings"]
    (issue,) = printed["issues"]
    assert (issue["newspaper"], issue["date"], issue["date_inferred"]) == ("雪岭日报", "2026-01-07", False)
    assert (issue["edition"], issue["number"]) == (1, 9086)
    assert [(page["number"], page["name"], page["source"]) for page in issue["pages"]] == [
        (1, "要闻", "01-要闻.txt"),
        (2, "民生", "02-民生.txt"),
        (3, "影像", "03-影像.txt"),
    ]
    assert "would import 3 pages" in done.stderr and "passed over 1 other file (README.md)" in done.stderr
    assert any("04.txt" in warning for warning in printed["warnings"])
    assert done.returncode == 1


def test_the_program_ends_with_2_on_wrong_usage(data_folder, tmp_path):
    done = manage(data_folder, "import_issue", tmp_path / "missing")
    assert (done.returncode, done.stdout) == (2, "")
    assert "There is no" in done.stderr and "Traceback" not in done.stderr


def test_json_shows_pages_that_are_imported_already(run, tmp_path):
    folder = issue_folder(tmp_path)
    foreseen = json.loads(run(folder, "--dry-run", "--json").stdout)
    imported = json.loads(run(folder, "--json").stdout)
    known = json.loads(run(folder, "--json").stdout)
    assert imported == foreseen
    for page in foreseen["issues"][0]["pages"]:
        for article in page["articles"]:
            assert (article.pop("section"), article.pop("section_source")) == (page["name"], "page name")
    for article in (article for page in known["issues"][0]["pages"] for article in page["articles"]):
        del article["section"], article["section_source"]
    assert known["issues"] == foreseen["issues"]


def test_a_dry_run_needs_no_tables(tmp_path):
    folder = issue_folder(tmp_path)
    done = manage(tmp_path / "data", "import_issue", folder, "--dry-run")
    assert done.returncode == 0
    assert "would import 3 pages" in done.stdout and "no tables yet" in done.stderr
    real = manage(tmp_path / "data", "import_issue", folder)
    assert real.returncode == 2 and "migrate" in real.stderr


def test_some_input_refused_is_exit_1_and_the_rest_is_imported(run, tmp_path):
    folder = issue_folder(tmp_path)
    write(folder, {"04.txt": b"\x89PNG\0", "02-民生.txt": b""})
    done = run(folder)
    assert done.returncode == 1
    assert "imported 2 pages" in done.stdout and Page.objects.count() == 2
    assert "02-民生.txt: the file is empty" in done.stderr and "Refused 2 inputs; the rest is imported." in done.stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "PATH"),
        (["{folder}/missing"], "There is no"),
        (["{folder}", "--date", "2026-02-30"], "2026-02-30"),
        (["{folder}", "--date", "1018-01-01"], "before any newspaper"),
        (["{folder}", "--page", "1"], "3 dumps"),
        (["{folder}", "--page", "0"], "1 to 999"),
        (["{folder}", "--edition", "second"], "second"),
        (["{folder}", "--encoding", "klingon"], "klingon"),
        (["{folder}", "--newspaper", " "], "name"),
        (["{folder}", "--colour"], "--colour"),
    ],
)
def test_wrong_usage_is_exit_2_and_does_nothing(run, tmp_path, arguments, says):
    folder = issue_folder(tmp_path)
    done = run(*(argument.format(folder=folder) for argument in arguments))
    assert done.returncode == 2
    assert says in done.stderr
    assert not Page.objects.exists()


def test_options_say_what_a_lone_dump_does_not(run, tmp_path):
    write(tmp_path, {"scan.txt": FISHING.encode("big5", errors="ignore")})
    done = run(
        *(tmp_path / "scan.txt", "--newspaper", "山城晚报", "--date", "2026-01-08", "--edition", "2"),
        *("--page", "7", "--section", "要闻", "--encoding", "big5", "--json"),
    )
    (issue,) = json.loads(done.stdout)["issues"]
    assert (issue["newspaper"], issue["date"], issue["edition"]) == ("山城晚报", "2026-01-08", 2)
    assert issue["pages"][0]["number"] == 7
    assert {article["section"] for article in issue["pages"][0]["articles"]} == {"要闻"}
    assert set(Article.objects.values_list("page__issue__newspaper__name", "page__number")) == {("山城晚报", 7)}


def test_nobodys_page_is_refused_in_one_sentence(run, tmp_path):
    write(tmp_path, {"scan.txt": PENSIONS})
    done = run(tmp_path / "scan.txt", "--date", "2026-01-08")
    assert done.returncode == 1
    assert "scan.txt: neither path nor text tells; say whose page it is with --newspaper\n" in done.stderr


def test_verbose_names_each_page_with_its_articles(run, tmp_path):
    done = run(issue_folder(tmp_path), "--dry-run", "-v2")
    assert re.search(r"^  01 要闻 \(.*01-要闻\.txt\): \d+ article", done.stdout, re.MULTILINE)
    assert re.search(r"^    雪岭河冬捕首网出鱼三千公斤$", done.stdout, re.MULTILINE)


def test_a_file_name_cannot_break_lines_or_colours(run, tmp_path):
    names = ["01-a\nrefused: all\x1b[31m.txt", "b\nc\x1b[31m.txt", os.fsdecode(b"02-\xb0\xa1.txt"), "x\x1b[1m.pdf"]
    write(tmp_path, {names[0]: FISHING, names[1]: PENSIONS, names[2]: FISHING + "又一行", names[3]: ""})
    done = run(tmp_path, "--newspaper", "雪岭日报", "--date", "2026-01-08", "-v2")
    assert "\x1b" not in done.stdout + done.stderr
    assert "01-a\\nrefused: all\\x1b[31m.txt: the page name is no line" in done.stderr
    assert "02-\\udcb0\\udca1.txt: the page name is no line" in done.stderr
    assert "b\\nc\\x1b[31m.txt" in done.stdout
    assert done.returncode == 1 and Page.objects.count() == 1


def test_a_terminal_that_speaks_little_gets_escapes(data_folder, tmp_path):
    folder = issue_folder(tmp_path)
    narrow = {**environment(data_folder), "PYTHONIOENCODING": "ascii"}
    arguments = [sys.executable, "manage.py", "import_issue", str(folder), "--dry-run"]
    words = subprocess.run(arguments, cwd=ROOT, env=narrow, capture_output=True, text=True, timeout=60)
    assert words.returncode == 0 and "\\u96ea\\u5cad\\u65e5\\u62a5 2026-01-07" in words.stdout
    shown = subprocess.run([*arguments, "--json"], cwd=ROOT, env=narrow, capture_output=True, text=True, timeout=60)
    assert json.loads(shown.stdout)["issues"][0]["newspaper"] == "雪岭日报"


def test_a_progress_bar_is_drawn_on_a_terminal_only(data_folder, tmp_path):
    folder = issue_folder(tmp_path)
    screen, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    arguments = [sys.executable, "manage.py", "import_issue", str(folder), "--dry-run", "--json"]
    more = {"cwd": ROOT, "env": environment(data_folder), "timeout": 60, "check": True}
    done = subprocess.run(arguments, stdout=subprocess.PIPE, stderr=terminal, **more)
    drawn = os.read(screen, 65536)
    os.close(terminal)
    os.close(screen)
    assert b"0/3" in drawn and b"would import 3 pages" in drawn
    assert len(json.loads(done.stdout)["issues"]) == 1
    piped = subprocess.run(arguments, capture_output=True, **more)
    assert b"0/3" not in piped.stderr and b"would import 3 pages" in piped.stderr


def test_interrupted_it_says_how_to_go_on_and_keeps_what_was_finished(run, tmp_path, monkeypatch):
    issue_folder(tmp_path)
    write(tmp_path / "雪岭日报" / "2026-01-08", {"01.txt": PENSIONS})
    read = run_module.read

    def interrupted_on_the_second_day(dump, *arguments):
        if "2026-01-08" in str(dump):
            raise KeyboardInterrupt
        return read(dump, *arguments)

    monkeypatch.setattr(run_module, "read", interrupted_on_the_second_day)
    done = run(tmp_path)
    assert done.returncode == 130
    assert done.stderr.endswith("Interrupted. What was finished stays; run the same command again to finish.\n")
    assert Page.objects.count() == 3


def test_help_teaches_every_option_it_uses(run):
    shown = run("--help").stdout
    assert import_issue.TEACHING in shown
    reference, taught = shown.split("layout of a folder")
    used = set(re.findall(r"--[a-z-]+", taught))
    assert {"--newspaper", "--dry-run", "--json"} <= used
    assert all(option in reference for option in used)


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the three real documents are not here")
def test_the_real_documents_are_foreseen_without_a_word_lost(run):
    done = run(SEEDS, "--dry-run", "--json")
    assert done.returncode == 0
    issues = json.loads(done.stdout)["issues"]
    assert [issue["newspaper"] for issue in issues] == ["", "", "阿勒泰新闻网"]
    assert [issue["newspaper_inferred"] for issue in issues] == [False, False, True]
    assert all(issue["date_inferred"] for issue in issues)
    for issue in issues:
        (page,) = issue["pages"]
        text = (SEEDS / page["source"]).read_text("utf-8")
        covered = bytearray(len(text))
        spans = [span for article in page["articles"] for span in article["spans"]]
        for start, end in [*spans, *(fragment["span"] for fragment in page["unplaced"])]:
            for at in range(start, end):
                covered[at] += 1
        assert all(covered[at] == 1 for at, character in enumerate(text) if not character.isspace())
