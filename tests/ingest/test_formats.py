"""Other ways in: e-papers with a file an article, saved web pages, and our own JSON there and back."""

import datetime as dt
import io
import json

import pytest
from django.core.management import call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsroom.ingest.places import Options
from newsroom.ingest.report import json_pieces
from newsroom.ingest.run import Import
from newsroom.models import Article, Issue, Page, PageSource, SourceText
from newsroom.parsing.readers import plain
from tests.ingest.dumps import FISHING, ONE_OF_EACH, contents, issue_folder, read_one_of_each, write
from tests.parsing.readers.pages import FOUNDER, NEWER, NODE, WEB

pytestmark = pytest.mark.django_db


def outcomes(path, writing=True, **said):
    return list(Import([path], Options(**said), write=writing).outcomes())


def refusals(found):
    return [str(refusal) for outcome in found for refusal in outcome.refused]


def epaper(root):
    """Two pages of a day as a browser or a mirroring program saves them."""
    return write(
        root / "雪岭日报" / "2026-01" / "07",
        {
            "node_2.htm": "<div>第02版：民生</div>",
            "node_3.htm": NODE,
            "content_4711.htm": FOUNDER,
            "content_9.htm": NEWER.replace("2026-01-08", "2026-01-07"),
            "content_12.htm": NEWER.replace("月牙坡", "鹰嘴岭"),
            "res/2026-01/07/1.jpg": b"\xff\xd8",
        },
    )


def as_json(path, *arguments):
    out = io.StringIO()
    call_command("import_issue", str(path), *arguments, "--json", stdout=out, stderr=io.StringIO())
    return out.getvalue()


def test_an_epaper_becomes_pages_with_their_articles_in_the_listed_order(tmp_path):
    epaper(tmp_path)
    (outcome,) = outcomes(tmp_path)
    assert not outcome.refused
    issue = Issue.objects.get()
    assert (issue.newspaper.name, issue.date, issue.date_inferred) == ("雪岭日报", dt.date(2026, 1, 7), False)
    assert list(Page.objects.values_list("number", "name", "number_inferred")) == [
        (2, "民生", False),
        (3, "影像", False),
    ]
    assert list(Article.objects.filter(page__number=3).order_by("position").values_list("number", "headline")) == [
        (1, "鹰嘴岭滑雪场开板"),
        (2, "月牙坡滑雪场开板"),
    ]
    assert PageSource.objects.filter(page__number=3).count() == 2
    assert (outcome.figures.pages, outcome.figures.articles) == (2, 3)
    assert any("2026-01-08 itself" in warning for warning in outcome.plan.warnings)


def test_an_epaper_again_changes_nothing_and_a_further_article_joins_its_page(tmp_path):
    folder = epaper(tmp_path)
    late = folder / "content_9.htm"
    kept = late.read_bytes()
    late.unlink()
    outcomes(tmp_path)
    before = contents()
    (again,) = outcomes(tmp_path)
    assert not again.written and not again.refused and contents() == before
    late.write_bytes(kept)
    (outcome,) = outcomes(tmp_path)
    assert not outcome.refused and outcome.figures.articles == 1
    assert list(Article.objects.filter(page__number=3).order_by("position").values_list("number", "headline")) == [
        (1, "鹰嘴岭滑雪场开板"),
        (2, "月牙坡滑雪场开板"),
    ]


def test_a_changed_article_of_an_epaper_is_read_again_and_another_text_of_its_page_refused(tmp_path):
    folder = epaper(tmp_path)
    outcomes(tmp_path)
    write(folder, {"content_12.htm": NEWER.replace("月牙坡", "鹰嘴山")})
    (outcome,) = outcomes(tmp_path)
    assert not outcome.refused and not any("not in the new text" in warning for warning in outcome.plan.warnings)
    assert list(Article.objects.filter(page__number=3).order_by("position").values_list("headline", flat=True)) == [
        "鹰嘴山滑雪场开板",
        "月牙坡滑雪场开板",
    ]
    before = contents()
    write(folder, {"03-影像.txt": "别的一版，写的全是别的事情，没有一句相同。"})
    (refusal,) = refusals(outcomes(tmp_path))
    assert "nothing was overwritten" in refusal and contents() == before


def test_an_epaper_without_page_numbers_keeps_its_articles_together(tmp_path):
    write(tmp_path, {"content_1.htm": NEWER, "content_2.htm": NEWER.replace("月牙坡", "鹰嘴岭")})
    outcomes(tmp_path, newspaper="雪岭日报")
    (page,) = Page.objects.all()
    assert (page.number, page.number_inferred, page.articles.count()) == (1, True, 2)
    assert Issue.objects.get().date == dt.date(2026, 1, 8) and not Issue.objects.get().date_inferred


def test_a_saved_web_page_is_a_page(tmp_path):
    write(tmp_path, {"冬捕.html": WEB.encode("gb18030"), "冬捕_files/frame.html": WEB, "冬捕_files/a.js": "x"})
    outcomes(tmp_path, newspaper="雪岭日报")
    article = Article.objects.get()
    assert article.headline == "雪岭河冬捕首网出鱼三千公斤"
    assert (article.page.issue.date, article.page.number) == (dt.date(2026, 1, 6), 1)
    source = SourceText.objects.get()
    assert bytes(source.data) == WEB.encode("gb18030") and source.encoding == "gb18030" and source.text == WEB
    for span in article.spans.filter(part="headline"):
        assert source.text[span.start : span.end] == article.headline


def test_hostile_pages_are_refused_and_the_rest_is_imported(tmp_path):
    folder = epaper(tmp_path)
    write(
        folder,
        {
            "content_90.htm": "<!--enpcontent-->" + "<div>" * 50_000,
            "content_91.htm": b"<!--enpcontent-->\0\0\0",
            "evil.html": "<script>while(1);</script>" * 2000,
            "empty.htm": "",
            "deep.json": '{"issues":' + "[" * 50_000,
        },
    )
    (early, outcome) = outcomes(tmp_path)
    assert len(early.refused) + len(outcome.refused) == 5
    assert Article.objects.count() == 3
    assert "while(1)" not in "".join(Article.objects.values_list("body", flat=True))


def test_other_json_beside_the_dumps_is_passed_over(tmp_path):
    write(tmp_path, {"package.json": '{"name": "x"}'})
    found = Import([tmp_path], Options(), write=True).found
    assert [path.name for path in found.passed_over] == ["package.json"]
    assert "no page dump" in Import([tmp_path / "package.json"], Options(), write=True).found.refused[0].why


def test_what_is_printed_as_json_imports_to_the_same_archive(tmp_path, monkeypatch):
    monkeypatch.setattr(plain, "read_page", read_one_of_each)
    write(
        tmp_path / "雪岭日报" / "2026-01-07",
        {"02-民生.txt": ONE_OF_EACH, "03.txt": (ONE_OF_EACH + "又").encode("utf-16"), "issue.toml": "number = 9086"},
    )
    with transaction.atomic():
        printed = as_json(tmp_path / "雪岭日报")
        first = contents()
        transaction.set_rollback(True)
    again = write(tmp_path / "elsewhere" / "2020-02-02", {"issues.json": printed})
    outcomes(again)
    second = contents()
    assert second == first


def test_json_of_several_issues_and_formats_comes_back_the_same(tmp_path):
    root = tmp_path / "papers"
    epaper(root)
    write(root / "雪岭日报" / "2026-01-09", {"冬捕.html": WEB.encode("gb18030"), "02-要闻.txt": FISHING})
    printed = as_json(root, "--dry-run")
    folder = write(tmp_path / "json", {"all.json": printed})
    again = as_json(folder, "--dry-run")
    assert again.split('"warnings": ')[0] == printed.split('"warnings": ')[0]
    assert [len(issue["pages"]) for issue in json.loads(printed)["issues"]] == [3, 2]


def test_json_says_where_its_pages_belong_unless_the_operator_does(tmp_path):
    printed = as_json(issue_folder(tmp_path), "--dry-run")
    folder = write(tmp_path / "别的报" / "2020-02-02", {"issues.json": printed})
    outcomes(folder, newspaper="山城晚报")
    assert [(issue.newspaper.name, issue.date) for issue in Issue.objects.all()] == [("山城晚报", dt.date(2026, 1, 7))]


def test_json_of_pages_already_imported_is_already_imported(tmp_path):
    folder = issue_folder(tmp_path)
    outcomes(folder)
    before = contents()
    (outcome,) = outcomes(write(tmp_path / "json", {"x.json": as_json(folder, "--dry-run")}))
    assert len(outcome.plan.unchanged) == 3 and not outcome.refused and contents() == before


SAMPLES = [
    FOUNDER.encode(),
    NEWER.encode("gb18030"),
    WEB.encode("gb18030"),
    FISHING.encode("utf-16"),
    b'{"issues": [{"pages": [{}]}]}',
]


@given(
    st.sampled_from([".txt", ".htm", ".html", ".json"]),
    st.one_of(st.binary(max_size=200), st.sampled_from(SAMPLES)),
    st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=4)), max_size=6),
)
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_a_file_holds_it_is_imported_or_refused_in_words(tmp_path, suffix, data, damages):
    for place, damage in damages:
        at = int(place * len(data))
        data = data[:at] + damage + data[at + len(damage) :]
    path = tmp_path / f"content_1{suffix}"
    path.write_bytes(data)
    with transaction.atomic():
        found = list(Import([path], Options(newspaper="雪岭日报", date=dt.date(2026, 1, 7)), write=True).outcomes())
        assert all(outcome.written != bool(outcome.refused) for outcome in found)
        json.loads("".join(json_pieces(iter(found), ascii_only=False)))
        transaction.set_rollback(True)
