"""Where a dump belongs: options over issue.toml over the path, and never a guess."""

import datetime as dt
from pathlib import Path

import pytest

from newsroom.ingest import manifest as manifest_module
from newsroom.ingest.files import Dump
from newsroom.ingest.manifest import BadManifest, Manifest, ManifestPage, manifest_in, read_manifest
from newsroom.ingest.places import Misplaced, Options, page_in_name, place_of
from tests.ingest.dumps import write

DAY = dt.date(2026, 1, 7)


def place(path: Path, argument: Path | None = None, known=(), **options):
    return place_of(Dump(path, argument or path), Options(**options), frozenset(known))


@pytest.mark.parametrize(
    ("stem", "expected"),
    [
        ("01", (1, "")),
        ("01-要闻", (1, "要闻")),
        ("12－综合新闻", (12, "综合新闻")),
        ("01版：要闻", (1, "要闻")),
        ("第03版 民生", (3, "民生")),
        ("4_文旅", (4, "文旅")),
        ("05-A", (5, "A")),
        ("000_cd7b242e85288b75", (None, "")),
        ("002_f9a2d7af374e3555", (None, "")),
        ("0", (None, "")),
        ("20260107", (None, "")),
        ("scan", (None, "")),
        ("要闻", (None, "")),
        ("12月综述", (None, "")),
        ("01-07", (None, "")),
        ("03版", (3, "")),
        ("03版民生", (3, "民生")),
    ],
)
def test_the_page_a_file_name_states(stem, expected):
    assert page_in_name(stem) == expected


@pytest.mark.parametrize(
    "folder",
    [
        "2026-01-07",
        "20260107",
        "2026_01_07",
        "2026年1月7日",
        "2026-01/07",
        "2026/01/07",
        "2026/01-07",
        "202601/07",
        "html/2026-01/07",
        "pc/content/202601/07",
    ],
)
def test_the_date_a_folder_states(tmp_path, folder):
    found = place(tmp_path / "雪岭日报" / folder / "01-要闻.txt")
    assert (found.date, found.edition, found.title.name) == (DAY, None, "雪岭日报")
    assert (found.page, found.page_name) == (1, "要闻")


def test_a_second_edition_is_a_folder_of_its_own(tmp_path):
    found = place(tmp_path / "雪岭日报" / "2026-01-07-e2" / "01.txt")
    assert (found.date, found.edition) == (DAY, 2)


@pytest.mark.parametrize("folder", ["2026-02-30", "1018-01-07", "2026-13-01"])
def test_a_folder_that_looks_like_a_date_and_is_none_is_refused(tmp_path, folder):
    with pytest.raises(Misplaced, match="--date"):
        place(tmp_path / folder / "01.txt")


def test_a_number_is_not_taken_for_a_date(tmp_path):
    assert place(tmp_path / "99999999" / "01.txt").date is None


def test_a_date_further_up_counts_only_where_the_operator_pointed(tmp_path):
    path = tmp_path / "2025-12-31" / "backup" / "scan.txt"
    assert place(path).date is None
    assert place(path, argument=path.parent).date is None
    assert place(path, argument=tmp_path).date == dt.date(2025, 12, 31)


@pytest.mark.parametrize("argument", ["", "xueling", "xueling/2026-01-07", "xueling/2026-01-07/01.txt"])
def test_the_folder_above_the_date_is_the_paper(tmp_path, argument):
    found = place(tmp_path / "xueling/2026-01-07/01.txt", argument=tmp_path / argument)
    assert (found.title.name, found.title.slug) == ("xueling", "xueling")
    assert "is that of its folder" in found.remark


@pytest.mark.parametrize("folder", ["dumps", "tmp", "Downloads", "data"])
def test_a_folder_of_everybodys_dumps_is_no_paper(tmp_path, folder):
    found = place(tmp_path / folder / "2026-01-07" / "01.txt")
    assert not found.title
    assert found.date == DAY


def test_a_folder_that_was_not_named_is_a_paper_only_if_known_or_chinese(tmp_path, monkeypatch):
    for paper in ("xueling", "雪岭日报"):
        (tmp_path / paper / "2026-01-07").mkdir(parents=True)
    path = Path("2026-01-07/01.txt")
    monkeypatch.chdir(tmp_path / "xueling")
    assert not place(path, argument=Path("2026-01-07")).title
    assert place(path, argument=Path("2026-01-07"), known={"xueling"}).title.name == "xueling"
    assert place(path, argument=Path()).title.name == "xueling"
    monkeypatch.chdir(tmp_path / "雪岭日报")
    assert place(path, argument=Path("2026-01-07")).title.name == "雪岭日报"


def test_options_override_issue_toml_and_that_the_path(tmp_path):
    write(
        tmp_path / "xueling" / "2026-01-07",
        {
            "issue.toml": """
                newspaper = "雪岭日报"
                date = "2026-01-07"
                number = 9086
                edition = 2
                section = "新闻"
                [[pages]]
                number = 1
                name = "头版"
                [[pages]]
                number = 2
                section = "民生"
            """
        },
    )
    path = tmp_path / "xueling" / "2026-01-07" / "01-要闻.txt"
    found = place(path)
    assert (found.title.name, found.title.slug) == ("雪岭日报", "xueling")
    assert (found.date, found.edition, found.number) == (DAY, 2, 9086)
    assert (found.page, found.page_name, found.section) == (1, "头版", "新闻")
    assert place(path.with_name("02-要闻.txt")).section == "民生"
    said = place(path, newspaper="山城晚报", date=dt.date(2025, 1, 1), edition=3, page=2, section="要闻")
    assert (said.title.name, said.date, said.edition) == ("山城晚报", dt.date(2025, 1, 1), 3)
    assert (said.page, said.section) == (2, "要闻")


def test_issue_toml_can_name_files_that_have_no_number(tmp_path):
    write(tmp_path, {"issue.toml": '[[pages]]\nnumber = 7\nname = "副刊"\nfile = "scan-a.txt"'})
    found = place(tmp_path / "scan-a.txt")
    assert (found.page, found.page_name) == (7, "副刊")
    assert place(tmp_path / "scan-b.txt").page is None


def test_a_manifest_of_the_paper_speaks_for_all_its_issues(tmp_path):
    write(
        tmp_path / "xueling",
        {
            "issue.toml": 'newspaper = "雪岭日报"\nsection = "新闻"',
            "2026-01-07/issue.toml": 'section = "要闻"\nnumber = 5',
        },
    )
    found = place(tmp_path / "xueling" / "2026-01-07" / "01.txt")
    assert (found.title.name, found.section, found.number) == ("雪岭日报", "要闻", 5)


def test_a_manifest_above_what_the_operator_named_is_nobodys(tmp_path):
    write(tmp_path, {"issue.toml": 'newspaper = "别的报"', "dumps/scan.txt": ""})
    assert not place(tmp_path / "dumps" / "scan.txt", argument=tmp_path / "dumps").title


def test_a_manifest_left_over_from_another_day_is_refused(tmp_path):
    write(tmp_path / "2026-01-07", {"issue.toml": "date = 2026-01-06"})
    path = tmp_path / "2026-01-07" / "01.txt"
    with pytest.raises(Misplaced, match=r"2026-01-06.*2026-01-07"):
        place(path)
    assert place(path, date=DAY).date == DAY


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("newspapper = 'x'", "newspapper"),
        ("date = 2026-02-30", "issue.toml"),
        ("date = '7. Januar'", "no date"),
        ("date = 2026-01-07T08:00:00", "no date"),
        ("number = 'zwölf'", "number"),
        ("number = 0", "number"),
        ("edition = true", "edition"),
        ("newspaper = 3", "line of text"),
        ('newspaper = "a\\nb"', "line of text"),
        ("pages = 3", "[[pages]]"),
        ("[[pages]]\nname = '要闻'", "no number"),
        ("[[pages]]\nnumber = 1\n[[pages]]\nnumber = 1", "twice"),
        ("[[pages]]\nnumber = 1\nfile = '../secret.txt'", "plain file name"),
        ("[[pages]]\nnumber = 1\ntitle = 'x'", "title"),
        ("[[sections]]\npage_names = ['x']", "no name"),
        ("[[sections]]\nname = '要闻'\npage_names = 'x'", "page_names"),
        ("date = ", "issue.toml"),
        ("\0", "issue.toml"),
    ],
)
def test_an_issue_toml_that_cannot_be_followed_is_refused_with_a_reason(tmp_path, text, why):
    write(tmp_path, {"issue.toml": text})
    with pytest.raises(BadManifest) as refused:
        manifest_in(tmp_path)
    assert why in str(refused.value) and "issue.toml" in str(refused.value)


def test_the_example_in_the_documentation_is_one(tmp_path):
    example = manifest_module.__doc__.split("\n\n")[1:4]
    write(
        tmp_path, {"issue.toml": "\n".join(line.removeprefix("    ") for part in example for line in part.split("\n"))}
    )
    manifest = manifest_in(tmp_path)
    assert (manifest.newspaper, manifest.slug, manifest.date, manifest.number) == ("雪岭日报", "xueling", DAY, 12345)
    assert manifest.pages == (ManifestPage(1, "要闻", "要闻", "scan-a.txt"),)
    assert manifest.sections[0].page_names == ("头版", "时政")


def test_the_nearer_manifest_wins_where_it_speaks():
    near, far = Manifest(section="要闻"), Manifest(section="新闻", newspaper="雪岭日报")
    assert near.over(far) == Manifest(section="要闻", newspaper="雪岭日报")


def test_an_empty_manifest_says_nothing():
    assert read_manifest({}) == Manifest()
