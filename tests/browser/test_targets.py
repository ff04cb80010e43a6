"""WCAG 2.2: what is pressed is large enough for a finger, and every word says what language it is in."""

import pytest

pytestmark = pytest.mark.django_db(transaction=True)

# Links within a sentence are exempt (2.5.8), and so is what is shown to nobody until it has the focus.
TARGETS = "a[href], button, input:not([type=hidden]), summary, select, textarea, label[for]"
TOO_SMALL = (
    f"""() => [...document.querySelectorAll("{TARGETS}")]"""
    + """
  .filter((one) => {
    const box = one.getBoundingClientRect();
    if (!box.width || one.closest(".unseen, .skip, .report-website")) return false;
    const inSentence = getComputedStyle(one).display === "inline"
      && [...one.parentElement.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim());
    return !inSentence && (box.height < 24 || box.width < 24);
  })
  .map((one) => one.outerHTML.slice(0, 160))"""
)
# The reader has chosen English: what is Chinese stands in an element that says so, and the other way round.
WRONG_LANGUAGE = r"""() => {
  const wrong = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const [text, element] = [walk.currentNode.textContent.trim(), walk.currentNode.parentElement];
    if (element.closest("code")) continue;  // names and values are of no language
    const chinese = element.closest("[lang]").lang.startsWith("zh");
    if (!chinese && /^[^A-Za-z]*[\u4e00-\u9fff]/.test(text)) wrong.push(`Chinese: ${text}`);
    if (chinese && /[A-Za-z]{3}/.test(text) && !/[\u4e00-\u9fff]/.test(text)) wrong.push(`English: ${text}`);
  }
  return wrong;
}"""


@pytest.mark.parametrize("width", ["phone", "desktop"])
def test_targets_are_large_enough(addresses, open_page, width):
    page = open_page("/", width=width)
    found = {}
    for address in addresses:
        page.goto(address)
        if small := page.evaluate(TOO_SMALL):
            found[address] = small
    assert not found


def test_each_word_says_its_language(addresses, open_page):
    page = open_page("/", locale="en")
    found = {}
    for address in addresses:
        page.goto(address)
        if wrong := page.evaluate(WRONG_LANGUAGE):
            found[address] = wrong
    assert not found


def test_the_checks_see_what_is_wrong(archive, open_page):
    page = open_page("/", locale="en")
    small = "font-size: 8px; min-height: 0; line-height: 1; padding: 0"
    page.evaluate("style => (document.querySelector('.main-nav a').style.cssText = style)", small)
    page.evaluate("document.querySelector('.nameplate').removeAttribute('lang')")
    assert len(page.evaluate(TOO_SMALL)) == 1
    assert page.evaluate(WRONG_LANGUAGE) == ["Chinese: 雪岭日报"]


def test_nothing_moves_for_readers_who_ask_for_rest(archive, open_page):
    page = open_page(archive.get_absolute_url(), reduced_motion="reduce")
    assert page.evaluate("document.getAnimations().length") == 0
    moving = """[...document.querySelectorAll("*")].filter((one) => {
      const style = getComputedStyle(one);
      return parseFloat(style.transitionDuration) > 0.01 || style.scrollBehavior === "smooth";
    }).length"""
    assert page.evaluate(moving) == 0
