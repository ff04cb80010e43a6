"""Reporting a misprint as readers do it, and as those do who mean harm."""

import re
import time
from html import unescape
from urllib.parse import quote

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse

from newsroom.desk import proposals
from newsroom.models import Proposal
from newsroom.reader import reporting
from newsroom.reader.reporting import SALT
from tests.factories import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return make_article("初雪", "石福云进山采访。\n<b>收入</b>翻了一番。", bylines=["石福云"])


@pytest.fixture
def later(monkeypatch):
    """Lets the reader take their time before they send."""
    monkeypatch.setattr(reporting, "LEAST_SECONDS", 0)


def address(article, **asked):
    query = "&".join(f"{name}={quote(str(value))}" for name, value in asked.items())
    return f"{reverse('reader:report', args=[article.pk])}?{query}"


def signed(response):
    return unescape(re.search(r'name="shown" value="([^"]+)"', response.content.decode())[1])


def form_for(client, article, passage="石福云进山"):
    return signed(client.get(address(article, passage=passage)))


def send(client, article, proposed="石榴云进山", *, shown=None, **fields):
    sent = {"shown": shown if shown is not None else form_for(client, article), "proposed": proposed, **fields}
    return client.post(address(article), sent)


def test_without_scripts_a_place_is_chosen_mended_and_sent(english, article, later):
    page = english.get(article.get_absolute_url())
    assert address(article).rstrip("?") in page.content.decode()
    choices = english.get(address(article))
    assert "&lt;b&gt;收入" in choices.content.decode()
    chosen = re.findall(r'href="(\?part=[^"]+)"[^>]*>([^<]+)<', choices.content.decode())
    [link] = [unescape(link) for link, text in chosen if text == "石福云进山采访。"]
    form = english.get(address(article).rstrip("?") + link)
    assert form.context["passage"].text == "石福云进山采访。"
    response = send(english, article, "石榴云进山采访。", shown=signed(form), note="本人")
    assert response.status_code == 302
    assert "with the editors" in english.get(response.url).content.decode()
    told = Proposal.objects.get()
    assert (told.field, told.start, told.passage, told.proposed, told.note, told.state) == (
        "body", 0, "石福云进山采访。", "石榴云进山采访。", "本人", "open",
    )  # fmt: skip
    assert told.revision == article.revisions.get(number=0)


def test_selected_words_open_the_form_at_their_place(english, article):
    shown = english.get(address(article, passage="石福云", before="记者 ")).context
    assert shown["passage"].field == "byline 0 name"
    shown = english.get(address(article, passage="采访")).context
    assert (shown["before"], shown["after"]) == ("石福云进山", "。")


def test_words_that_are_gone_lead_to_the_list(english, article):
    page = english.get(address(article, passage="石榴云"))
    assert "do not stand in the article" in page.content.decode()
    assert page.context["passages"]


def test_the_form_is_kept_by_no_cache_and_no_search_engine(english, article):
    response = english.get(address(article, passage="采访"))
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"
    assert "csrftoken" in response.cookies
    # The article itself stays the same for everybody.
    assert not english.get(article.get_absolute_url()).cookies


def test_another_sites_form_is_turned_away(article, later):
    client = Client(enforce_csrf_checks=True)
    assert send(client, article).status_code == 403
    page = client.get(address(article, passage="石福云进山"))
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.content.decode())[1]
    assert send(client, article, csrfmiddlewaretoken=token).status_code == 302


@pytest.mark.parametrize("passage", ["石福云进山", "采访"])
def test_nothing_new_comes_back_with_a_word(english, article, later, passage):
    response = send(english, article, passage, shown=form_for(english, article, passage))
    assert response.status_code == 422
    assert "stands there already" in response.content.decode()
    assert not Proposal.objects.exists()


class TestAbuse:
    def test_hostile_markup_stays_text(self, english, article, later, client, django_user_model):
        evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{ 7|add:7 }}"
        send(english, article, evil, note=evil)
        told = Proposal.objects.get()
        assert told.proposed == evil
        client.force_login(django_user_model.objects.create_superuser("chief"))
        for page in (f"/admin/newsroom/proposal/{told.pk}/change/", "/admin/newsroom/proposal/", address(article)):
            html = client.get(page).content.decode()
            assert "<script>alert" not in html
            assert "<img src=x" not in html

    def test_a_flood_is_stopped_and_told_when_to_come_back(self, english, article, later):
        most = proposals.MOST_FROM_ONE_SENDER[0][1]
        answers = [send(english, article, f"石{number}").status_code for number in range(most + 3)]
        assert answers == [302] * most + [429] * 3
        assert Proposal.objects.count() == most
        held = send(english, article, "石榴云")
        assert int(held["Retry-After"]) > 0
        assert "石榴云" in held.content.decode()  # what was typed is not lost
        assert send(Client(REMOTE_ADDR="203.0.113.9"), article, "石榴云").status_code == 302

    def test_a_forged_address_header_gets_nobody_past_the_limit(self, english, article, later):
        most = proposals.MOST_FROM_ONE_SENDER[0][1]
        for number in range(most + 2):
            english.defaults["HTTP_X_FORWARDED_FOR"] = f"198.51.100.{number}"
            response = send(english, article, f"石{number}")
        assert response.status_code == 429

    def test_a_script_that_fills_in_everything_is_thanked_and_forgotten(self, english, article, later):
        assert send(english, article, website="http://spam.example").status_code == 302
        assert not Proposal.objects.exists()

    def test_a_form_sent_back_at_once_is_asked_for_again(self, english, article):
        shown = form_for(english, article)
        response = send(english, article, shown=shown)
        assert (response.status_code, Proposal.objects.count()) == (422, 0)
        assert signed(response) == shown
        waited = signing.dumps([*signing.loads(shown, salt=SALT)[:4], time.time() - 10], salt=SALT)
        assert send(english, article, shown=waited).status_code == 302

    @pytest.mark.parametrize("length", [proposals.LONGEST_PROPOSED + 1, 300_000])
    def test_huge_input_is_refused(self, english, article, later, length):
        assert send(english, article, "雪" * length).status_code == 422
        assert send(english, article, note="雪" * length).status_code == 422
        assert not Proposal.objects.exists()

    def test_a_body_beyond_all_bounds_is_not_even_read(self, english, article, later):
        assert send(english, article, "雪" * 1_000_000).status_code == 400

    def test_a_form_of_our_making_only(self, english, article, later):
        shown = form_for(english, article)
        other = make_article("别的", "石福云进山。", date="2026-01-08")
        revision = article.revisions.get(number=0).pk
        forged = [
            "", "x", shown[:-2], "雪" * 500,
            signing.dumps([revision, "body", 0, 5, time.time()], salt="another"),
            signing.dumps([revision, "body", 0], salt=SALT),
            signing.dumps([revision, "body", 900, 5, time.time()], salt=SALT),
            signing.dumps([revision, "section", 0, 5, time.time()], salt=SALT),
        ]  # fmt: skip
        for one in forged:
            assert send(english, article, shown=one).status_code == 400, one
        # A form made for one article is good for no other.
        assert send(english, other, shown=shown).status_code == 400
        assert not Proposal.objects.exists()

    def test_an_old_form_is_good_no_longer(self, english, article, later, monkeypatch):
        shown = form_for(english, article)
        monkeypatch.setattr(reporting, "MOST_SECONDS", -1)
        assert send(english, article, shown=shown).status_code == 400

    @pytest.mark.parametrize("pk", [0, 999_999, 10**18, 10**40])
    def test_an_article_there_is_not(self, english, pk):
        assert english.get(f"/articles/{pk}/report/").status_code == 404
        assert english.post(f"/articles/{pk}/report/", {}).status_code == 404

    def test_a_withdrawn_article_takes_no_reports_and_shows_none_of_its_text(self, english, article, later):
        shown = form_for(english, article)
        article.visible = False
        article.save()
        for response in (english.get(address(article)), send(english, article, shown=shown)):
            assert response.status_code == 410
            assert "石福云" not in response.content.decode()
        assert not Proposal.objects.exists()

    @pytest.mark.parametrize("asked", [{"part": "body", "start": "x"}, {"part": "\0", "start": -1}, {"passage": "\0"}])
    def test_nonsense_in_the_address_leads_to_the_list(self, english, article, asked):
        response = english.get(address(article, **asked))
        assert (response.status_code, bool(response.context["passages"])) == (200, True)
