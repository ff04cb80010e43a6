"""The desk suspects what is misread, and next to nothing else: measured on the sample pages, damaged and clean."""

from tests.accuracy.suspects import measure, on_clean_text


def test_clean_articles_are_left_alone():
    assert set(on_clean_text()) <= {"stray space"}
    assert on_clean_text().total() <= 2


def test_look_alikes_are_found():
    found = measure(0.03, (1,), look_alikes_only=True)
    assert found.damaged >= 50
    assert found.recall >= 0.7
    assert found.precision >= 0.93
    assert found.mended >= 0.95 * found.marked


def test_a_bad_scan_is_not_suspected_at_random():
    found = measure(0.01, (1,))
    assert found.precision >= 0.85
    assert found.recall >= 0.18
