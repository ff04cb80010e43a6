"""Parts of articles: headlines exchanged, paragraphs made headlines and back, fragments placed; and undone whole."""

import pytest

from newsroom.desk.reimport import last_imported
from newsroom.desk.structure import Refused, attach, dismiss, exchange_headlines, rearrange
from newsroom.desk.undoing import undo
from newsroom.models import ChangedRow, Changeset, Reimport, Revision, SourceText, UnplacedFragment
from tests.desk.structure import seen, state, stored, text_of
from tests.factories import make_article, make_page

pytestmark = pytest.mark.django_db


class TestParts:
    def test_headlines_change_places(self, editor):
        one, other = make_article("冬捕", "孩子们。", subhead="——副题"), make_article("", "捕鱼队。")
        before = state()
        done = exchange_headlines(
            one.pk, other.pk, parts=["headline", "subhead"], based_on=seen(one, other), author=editor
        )
        assert [(stored(each).headline, stored(each).subhead) for each in (one, other)] == [
            ("", ""),
            ("冬捕", "——副题"),
        ]
        assert last_imported(stored(other)).headline == "冬捕"
        undo(done, author=editor)
        assert state() == before

    @pytest.mark.parametrize(
        ("source", "target", "headline", "body"),
        [
            ("1", "headline", "乙", "甲\n冬捕\n丙"),
            ("1", "subhead", "冬捕", "甲\n丙"),
            ("2", "kicker", "冬捕", "甲\n乙"),
            ("0", "crosshead", "冬捕", "## 甲\n乙\n丙"),
            ("headline", "text", "", "冬捕\n甲\n乙\n丙"),
            ("headline", "kicker", "", "甲\n乙\n丙"),
        ],
    )
    def test_paragraph_and_headline(self, editor, source, target, headline, body):
        article = make_article("冬捕", "甲\n乙\n丙")
        before = state()
        done = rearrange(article.pk, source, target, based_on=seen(article), author=editor)
        assert (stored(article).headline, stored(article).body) == (headline, body)
        assert last_imported(stored(article)) == text_of(article)
        undo(done, author=editor)
        assert state() == before

    def test_a_mark_typed_by_the_paper_survives(self, editor):
        article = make_article("冬捕", "\\## 甲\n乙")
        rearrange(article.pk, "0", "headline", based_on=seen(article), author=editor)
        assert (stored(article).headline, stored(article).body) == ("## 甲", "冬捕\n乙")

    @pytest.mark.parametrize(
        ("source", "target"), [("7", "headline"), ("kicker", "text"), ("0", "text"), ("x", "text")]
    )
    def test_what_is_not_there_is_refused(self, editor, source, target):
        article = make_article("冬捕", "甲\n乙")
        with pytest.raises(Refused):
            rearrange(article.pk, source, target, based_on=seen(article), author=editor)


class TestFragments:
    @pytest.fixture
    def fragment(self):
        source = SourceText.objects.create(data=b"x", encoding="utf-8")
        return UnplacedFragment.objects.create(page=make_page(), source=source, text="归来》与", start=0, end=4)

    @pytest.mark.parametrize(
        ("place", "headline", "body"),
        [
            ("before 0", "", "归来》与\n甲\n乙"),
            ("before 2", "", "甲\n乙\n归来》与"),
            ("end 0", "", "甲归来》与\n乙"),
            ("start 1", "", "甲\n归来》与乙"),
            ("headline", "归来》与", "甲\n乙"),
        ],
    )
    def test_attached_where_the_editor_says(self, fragment, editor, place, headline, body):
        article = make_article("", "甲\n乙")
        before = state()
        done = attach(fragment.pk, article.pk, place, based_on=seen(article), author=editor)
        assert (stored(article).headline, stored(article).body) == (headline, body)
        fragment.refresh_from_db()
        assert (fragment.state, fragment.article) == ("attached", article)
        with pytest.raises(Refused):
            attach(fragment.pk, article.pk, place, based_on=seen(article), author=editor)
        undo(done, author=editor)
        assert state() == before

    def test_dismissed(self, fragment, editor):
        done = dismiss(fragment.pk, author=editor)
        assert not done.revisions.exists()
        with pytest.raises(Refused):
            dismiss(fragment.pk, author=editor)
        undo(done, author=editor)
        fragment.refresh_from_db()
        assert fragment.state == "open"

    def test_a_place_that_is_gone_is_refused(self, fragment, editor):
        article = make_article("甲", "乙")
        for place in ("headline", "before 2", "end 1", "nowhere"):
            with pytest.raises(Refused):
                attach(fragment.pk, article.pk, place, based_on=seen(article), author=editor)
        assert not Changeset.objects.exists() and not ChangedRow.objects.exists()
        assert (Revision.objects.count(), Reimport.objects.count()) == (1, 0)
