"""An editor's morning, from login to undo: on the real documents where they are at hand, and on our samples always.

With NEWSROOM_WALK=<folder> every step is kept there as a picture; ``pytest -s`` shows when each was done.
"""

import os
import time
from pathlib import Path
from typing import NamedTuple

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from playwright.sync_api import expect

from newsroom.desk.snapshots import Snapshot
from newsroom.desk.texts import texts_of
from newsroom.models import Article, Changeset, Doubt
from tests.browser.keys import pressed, texts
from tests.factories import make_article

pytestmark = pytest.mark.django_db(transaction=True)

ROOT = Path(__file__).resolve().parents[2]
REAL = ROOT.parent / "shared" / "seeds"
LIST = "/admin/newsroom/article/"


class Walk(NamedTuple):
    """What there is to do in one set of documents."""

    folder: Path
    options: dict[str, str]
    # A misread name, and its right form.
    misread: str
    right: str
    # A misread place that is put right by key: what stands around it, and what stands there after.
    suspect: str
    mended: str


WALKS = {
    "real documents": Walk(REAL, {"newspaper": "阿勒泰日报"}, "石福云", "石榴云", "经济负担。“", "经济负担。”"),
    "samples": Walk(ROOT / "seeds", {}, "赵新民", "赵欣民", "2时5O分", "2时50分"),
}


@pytest.fixture(params=WALKS)
def walk(request):
    found = WALKS[request.param]
    if not found.folder.is_dir():
        pytest.skip(f"there are no documents in {found.folder}")
    call_command("import_issue", str(found.folder), verbosity=0, **found.options)
    # The same misreading elsewhere, as an archive of some years has it.
    make_article("旧闻", f"{found.misread}报道。", date="2020-01-01")
    User.objects.create_superuser("chief", password="chief")
    return found


class Steps:
    def __init__(self, page, name):
        self.page, self.name, self.number = page, name, 0
        self.began = time.perf_counter()

    def done(self, what):
        self.number += 1
        print(f"{self.name}: {what} {time.perf_counter() - self.began:.1f} s")
        if folder := os.environ.get("NEWSROOM_WALK"):
            self.page.screenshot(path=f"{folder}/{self.name}-{self.number:02d}-{what}.png", full_page=True)


def test_an_editors_morning(walk, open_page, request):
    page = open_page("/admin/")
    page.on("dialog", lambda dialog: dialog.accept())
    complaints = []
    page.on("console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None)
    steps = Steps(page, request.node.callspec.params["walk"].replace(" ", "-"))
    page.fill("#id_username", "chief")
    page.fill("#id_password", "chief")
    page.click("#login-form [type=submit]")
    steps.done("desk")

    page.goto(LIST)
    expect(page.locator("#result_list tbody tr").first).to_be_visible()
    steps.done("queue")
    page.fill("#searchbar", walk.misread)
    page.keyboard.press("Enter")
    page.wait_for_url("**q=**")
    steps.done("found")
    page.locator("#result_list tbody th a").filter(has_not_text="旧闻").first.click()
    page.wait_for_selector("#correction")
    article = Article.objects.get(pk=int(page.url.split("/change/")[0].rsplit("/", 1)[1]))
    steps.done("form")

    # The name is put right wherever the article has it, and offered to be looked for elsewhere.
    for field in page.locator("#correction :is(textarea, input[type=text])").all():
        if field.is_visible() and walk.misread in field.input_value():
            field.fill(field.input_value().replace(walk.misread, walk.right))
    steps.done("name-typed")
    pressed(page, "Control+s")
    offer = page.locator(".messagelist a", has_text=walk.right)
    expect(offer.first).to_be_visible()
    steps.done("name-saved")
    offer.first.click()
    page.locator(".tick-all").click()
    steps.done("elsewhere")
    own_work = texts()
    page.locator("#substitute [type=submit]").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    steps.done("propagated")
    old = Article.objects.get(headline="旧闻")
    assert old.body == f"{walk.right}报道。"

    # A suspect is walked to and put right by key.
    marked = next(one for one in Article.objects.suspicious() if walk.suspect in one.body)
    page.goto(f"{LIST}{marked.pk}/change/")
    for _ in range(marked.suspects):
        page.keyboard.press("Alt+j")
        if page.locator(".suspect-list [aria-current]").get_attribute("data-text") in walk.suspect:
            break
    steps.done("suspect")
    row = page.locator(".suspect-list [aria-current]")
    if row.get_attribute("data-suggestion") is not None:
        page.keyboard.press("Alt+Enter")
    else:  # nobody but the editor can say what is meant; the place is selected, to be typed over
        page.keyboard.type(walk.mended[-1])
    pressed(page, "Control+s")
    steps.done("suspect-mended")
    assert walk.mended in Article.objects.get(pk=marked.pk).body

    # A doubt about a headline is accepted.
    doubt = Doubt.objects.open().filter(what="headline").first()
    page.goto(f"{LIST}{doubt.article_id}/change/")
    page.locator(f"[name=doubt-{doubt.pk}][value=accepted]").check()
    pressed(page, "Control+s")
    steps.done("doubt-accepted")
    assert Doubt.objects.get(pk=doubt.pk).state == "accepted"

    # An article is split by keyboard, seen before it is done, and joined again.
    before = texts()
    whole = next(each for each in Article.objects.standing().order_by("pk") if len(each.paragraphs) > 2)
    page.goto(f"/admin/newsroom/page/{whole.page_id}/structure/")
    steps.done("page")
    page.click(f"#article-{whole.pk} .ways a:last-child")
    page.focus("#split [name=split-at] >> nth=-1")
    page.keyboard.press("Space")
    pressed(page, "Enter")
    steps.done("split-seen")
    assert page.locator(".changed-text").count() == 2
    assert texts() == before
    page.focus("[name=_apply]")
    pressed(page, "Enter")
    steps.done("split")
    [part] = Article.objects.standing().exclude(pk__in=before)
    assert part.body == whole.body.split("\n")[-1]
    page.click(f"#article-{whole.pk} .ways a:last-child")
    page.select_option("#join [name=join-other]", f"{part.pk}.{part.revision_number}")
    page.focus("#join button")
    pressed(page, "Enter")
    steps.done("join-seen")
    page.focus("[name=_apply]")
    pressed(page, "Enter")
    steps.done("joined")
    assert texts() == before
    page.goto(part.get_absolute_url())
    assert page.url.endswith(whole.get_absolute_url())

    # All of it is undone, the last first, each whole; the editor's own corrections stay.
    changesets = list(Changeset.objects.order_by("-pk"))
    assert [changeset.kind for changeset in changesets] == ["join", "split", "substitution"]
    for changeset in changesets:
        page.goto("/admin/newsroom/changeset/")
        page.click(f"#result_list a[href*='/{changeset.pk}/change/']")
        page.focus(".undo")
        pressed(page, "Enter")
        expect(page.locator(".messagelist .success")).to_be_visible()
        steps.done("undone")
    assert dict(texts().items() ^ own_work.items()).keys() == {marked.pk}
    assert Article.objects.get(headline="旧闻").body == f"{walk.misread}报道。"
    assert any(walk.right in text for text in texts_of(Snapshot.of(Article.objects.get(pk=article.pk))).values())
    assert complaints == []
