"""What walks through the desk do by key, and how they tell that nothing of the texts has changed."""

from playwright.sync_api import Page

from newsroom.desk.snapshots import Snapshot
from newsroom.models import Article


def pressed(page: Page, keys: str) -> None:
    """Presses keys that lead to another page, once the scripts they mean something to have run."""
    page.wait_for_load_state()
    with page.expect_navigation():
        page.keyboard.press(keys)


def texts() -> dict[int, str]:
    """Each standing article with the hash of its present text."""
    return {article.pk: Snapshot.of(article).sha256 for article in Article.objects.standing()}
