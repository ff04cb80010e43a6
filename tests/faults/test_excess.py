"""What no newspaper is: dumps of 200 megabytes, ten thousand files, bombs, folders and brackets without end.

Each is given to the command as an operator would. It says one clear sentence, imports what is good beside it, and takes
neither the machine's memory nor its day.
"""

import datetime as dt
import zipfile

import pytest

from tests.ingest.dumps import FISHING, write
from tests.program import manage, measured

# What a command takes that imports one good page is 300; one that held 200 MB as bytes and as text would need 700.
MEGABYTES = 400
DEEP = 100_000
PLACE = "雪岭日报/2026-01-07"


@pytest.fixture
def folder(tmp_path):
    """A folder with one good page, for a bad one to be put beside it."""
    return write(tmp_path / "dumps" / PLACE, {"02-民生.txt": FISHING})


def imported(data_folder, path):
    """The good page was imported, the rest refused; gives the sentences that say why."""
    done = measured(data_folder, "import_issue", path)
    assert "Traceback" not in done.stderr
    assert done.returncode == 1, done.stderr[-2000:]
    assert done.megabytes < MEGABYTES
    assert "imported 1 page" in done.stdout, done.stderr
    assert done.stderr.endswith("CommandError: Refused 1 input; the rest is imported.\n")
    return [line for line in done.stderr.splitlines() if line.startswith("refused: ")]


def finished_without(data_folder, path, bad):
    """Once what is bad has been taken away, the same command ends well and changes nothing more."""
    bad.unlink()
    again = manage(data_folder, "import_issue", path)
    assert again.returncode == 0, again.stderr
    assert "already imported, 1 page" in again.stdout


@pytest.mark.parametrize("name", ["01.txt", "01.json", "issue.toml"])
def test_a_dump_of_200_megabytes(data_folder, folder, name):
    bad = folder / name
    with bad.open("wb") as file:
        file.write(b'{"issues": "')
        page = FISHING.encode() * 10_000
        while file.tell() < 200_000_000:
            file.write(page)
    if name == "issue.toml":  # which speaks for the whole issue: none of it is read
        done = measured(data_folder, "import_issue", folder)
        assert done.returncode == 1 and done.megabytes < MEGABYTES
        said = done.stderr
    else:
        (said,) = imported(data_folder, folder)
    assert "MB large; no page is, and more than" in said
    bad.unlink()
    assert manage(data_folder, "import_issue", folder).returncode == 0


def test_a_zip_that_unpacks_to_200_megabytes(data_folder, folder):
    bad = folder.parent / "2026-01-08.zip"
    with zipfile.ZipFile(bad, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("01.txt", "w") as page:
        for _ in range(200):
            page.write(b"\0" * 1_000_000)
    done = measured(data_folder, "import_issue", bad, folder)
    assert done.returncode == 1 and done.megabytes < MEGABYTES
    assert "would unpack to 200 MB from 0.2; that is no newspaper" in done.stderr
    assert "imported 1 page" in done.stdout


def test_ten_thousand_tiny_files(data_folder, folder):
    """Each refused for itself; what is said of them can be read, and the good page among them is imported."""
    first = dt.date(2020, 1, 1)
    write(folder.parent, {f"{first + dt.timedelta(n // 10)}/{n % 10 + 1:02}.txt": "" for n in range(10_000)})
    done = measured(data_folder, "import_issue", folder.parent)
    assert done.returncode == 1 and done.megabytes < MEGABYTES and "imported 1 page" in done.stdout
    said = done.stderr.splitlines()
    assert len(said) < 30
    assert said[-2].startswith("… and 9980 more: the file is empty; extract its page again, or leave it out (")
    assert said[-1] == "CommandError: Refused 10000 inputs; the rest is imported."


NESTED = {
    "01.json": '{"issues": ' + "[" * DEEP + "]" * DEEP + "}",
    "issue.toml": "number = " + "[" * DEEP + "]" * DEEP,
    "01.html": f"<title>雪</title><body>{'<div>' * DEEP}雪{'</div>' * DEEP}",
}


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("01.json", "is no JSON of ours: it is nested too deeply"),
        ("issue.toml", "issue.toml cannot be followed: it is nested too deeply"),
        ("01.html", "is a web page without an article that could be found"),
    ],
)
def test_nested_without_end(data_folder, folder, name, why):
    bad = write(folder, {name: NESTED[name]}) / name
    other = write(folder.parent / "2026-01-08", {"01.txt": FISHING + "次日。"}) if name == "issue.toml" else folder
    (said,) = imported(data_folder, folder.parent)
    assert said.endswith(why)
    bad.unlink()
    again = manage(data_folder, "import_issue", folder.parent)
    assert again.returncode == 0 and f"{other.name}: already imported, 1 page" in again.stdout


def test_a_folder_too_deep(data_folder, folder, tmp_path):
    deep = tmp_path / "dumps" / "/".join("深" * 60)
    write(deep, {"01.txt": FISHING + "深处。"})
    (said,) = imported(data_folder, tmp_path / "dumps")
    assert said.endswith("lies 50 folders deep; what is in folders below was not looked at")
    finished_without(data_folder, folder, deep / "01.txt")


def test_a_page_of_ever_so_many_lines(data_folder, folder):
    bad = write(folder, {"01-要闻.txt": "雪\n" * 50_000}) / "01-要闻.txt"
    (said,) = imported(data_folder, folder)
    assert "holds 50000 lines; no page does, and more than 20000 are not read" in said
    finished_without(data_folder, folder, bad)


@pytest.mark.parametrize("marks", ["（》", "《〈"])
def test_a_page_of_nothing_but_marks(data_folder, folder, marks):
    text = "".join(mark * (100_000 // len(marks)) for mark in marks)
    write(folder, {"01-要闻.txt": f"{FISHING}{text}"})
    done = measured(data_folder, "import_issue", folder)
    assert (done.returncode, done.stdout.count("imported 2 pages")) == (0, 1), done.stderr


def test_the_bound_on_memory_would_be_crossed(data_folder):
    """A program that holds 200 MB as bytes and as text is seen to."""
    script = "kept = ('雪' * 70_000_000).encode(); text = kept.decode(); print(len(text))"
    done = measured(data_folder, "shell", "--no-imports", "-c", script)
    assert done.returncode == 0 and done.megabytes > MEGABYTES
