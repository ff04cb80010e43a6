"""Whatever is typed or sent as a search, the page and the JSON answer, and say what they ignored."""

from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsroom.search.archive import ArchiveSearch
from newsroom.search.filters import FIELD_NAMES
from newsroom.search.params import FACETS, MAX_QUERY_CHARS, SORTS
from tests.factories import make_article

pytestmark = pytest.mark.django_db
once_made = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)

PIECES = [
    *"雪山未末己已湖a9　 “”\"「」()（）[]{}-－—:：*?~^\\/|&!+%<>'=;，。·\u200b\u202e\ufeff\0\n😀",
    *("AND", "OR", "NOT", "TO", "与", "或", "非", " ", " ", "..", "至", "2026-01-07", "2025年", "第四版", "要闻"),
    *(f"{name}:" for name in FIELD_NAMES),
]
TYPED = st.lists(st.sampled_from(PIECES), max_size=40).map("".join) | st.text(max_size=500)
SENT = st.dictionaries(
    st.sampled_from([*FACETS, "from", "to", "sort", "p", "unknown"]),
    st.lists(
        st.sampled_from(["1", "0", "-1", "2026", "2026-13", "2026-01-07", "9" * 30, "要闻", "x", "", *SORTS]) | TYPED
    ),
    max_size=5,
)


@pytest.fixture
def archive(indexed):
    articles = [
        make_article("湖上开网", "末班车开出，雪山己在身后。", section="要闻", bylines=["王浩"]),
        make_article("山城初雪", "雪落在山上。", date="2025-12-27", page_number=4, newspaper="southern-post"),
    ]
    indexed()
    return articles


@once_made
@given(text=TYPED, sent=SENT)
def test_page_and_json_always_answer(client, archive, text, sent):
    query = urlencode({"q": text, **sent}, doseq=True, errors="replace")
    page = client.get(f"/search/?{query}")
    assert page.status_code == 200
    answer = page.context["answer"]
    assert all(sentence.strip() for sentence in answer.ignored)
    assert 1 <= answer.page <= answer.page_count
    assert len(answer.hits) == min(answer.count, answer.per_page)
    json = client.get(f"/api/v1/search/?{query}")
    assert json.status_code in {200, 422}
    if json.status_code == 200:
        assert json.json()["count"] == answer.count
        assert list(answer.ignored) == json.json()["ignored"]


@once_made
@given(text=TYPED)
def test_what_is_suggested_finds_something(archive, text):
    answer = ArchiveSearch.from_params({"q": text}).answer()
    for suggestion in answer.suggestions:
        found = ArchiveSearch.from_params({"q": suggestion.text}).answer()
        assert found.count > 0
        assert not any(hit.matched == "look-alike" for hit in found.hits)


@once_made
@given(text=TYPED)
def test_an_address_leads_to_the_same_search(archive, text):
    """What the links of a page hold is the search as it is."""
    search = ArchiveSearch.from_params({"q": text})
    assert len(search.text) <= MAX_QUERY_CHARS
    again = ArchiveSearch.from_params({"q": search.text})
    assert again.parsed == search.parsed
    assert again.params.query_string == search.params.query_string


@pytest.mark.parametrize(
    "text",
    [
        "(" * 400,
        "(雪 " * 99,
        "日期:[ " * 60,
        "日期:[a TO " * 35,
        "“" * 400,
        "雪 OR " * 70,
        "NOT " * 99,
        "-" * 400,
        " ".join(chr(0x4E00 + number) for number in range(199)),
        "ﷺ" * 400,
        "e" + "\u0301" * 399,
        "版:" + "9" * 390,
        "未末己已" * 100,
        "雪" * 10_000,
    ],
)
def test_the_longest_of_everything(client, archive, text):
    response = client.get("/search/", {"q": text})
    assert response.status_code == 200
    cut = len(text.strip()) > MAX_QUERY_CHARS
    assert cut == any(str(MAX_QUERY_CHARS) in sentence for sentence in response.context["answer"].ignored)
