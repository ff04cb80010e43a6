"""A proposed section in the correction form and in the list: accepted, changed or left a proposal."""

import pytest
from django.urls import reverse

from newsroom.models import Article, Section
from tests.admin.forms import form_address, opened, send
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def stored(article):
    return Article.objects.get(pk=article.pk)


class TestProposedSections:
    @pytest.fixture
    def proposed(self):
        evidence = {"section_source": "proposed", "section_evidence": "渔民、冬捕", "section_confidence": 0.7}
        return make_article("冬捕", section="农业", **evidence)

    def test_a_proposal_says_why_and_is_accepted_by_a_tick(self, desk, proposed):
        page = desk.get(form_address(proposed)).content.decode()
        assert "Proposed for these words: 渔民、冬捕. Confidence 0.70." in page
        send(desk, proposed, {**opened(desk, proposed), "place-accept": "on"})
        assert (stored(proposed).section.name, stored(proposed).section_source) == ("农业", "editor")
        assert "Proposed for" not in desk.get(form_address(proposed)).content.decode()

    def test_left_alone_it_stays_a_proposal(self, desk, proposed):
        send(desk, proposed, {**opened(desk, proposed), "text-body": "改过的一句。"})
        assert stored(proposed).section_source == "proposed"

    def test_another_choice_is_the_editors(self, desk, proposed):
        other = Section.objects.create(name="集市")
        send(desk, proposed, {**opened(desk, proposed), "place-section": str(other.pk)})
        assert (stored(proposed).section, stored(proposed).section_source) == (other, "editor")

    def test_many_are_accepted_in_the_list_and_only_proposals(self, desk, proposed):
        given = make_article("年货", section="经济", section_source="given")
        address = reverse("admin:newsroom_article_changelist")
        assert "农业 <small>proposed</small>" in desk.get(address).content.decode()
        chosen = {"action": "accept_chosen_sections", "_selected_action": [proposed.pk, given.pk]}
        response = desk.post(address, chosen, follow=True)
        assert "1 section was accepted." in response.content.decode()
        assert (stored(proposed).section_source, stored(given).section_source) == ("editor", "given")
