"""Making a newsroom of an empty data folder, and making it again."""

from tests.ingest.dumps import issue_folder, write
from tests.program import manage


def test_a_refused_dump_keeps_nobody_from_reading_the_others(tmp_path):
    data, folder = tmp_path / "data", issue_folder(tmp_path / "dumps")
    write(folder, {"04.txt": b"\0"})
    done = manage(data, "prepare", tmp_path / "dumps")
    assert done.returncode == 0
    assert "imported 3 pages" in done.stdout and "Password: " in done.stdout
    assert "04.txt" in done.stderr and "Refused 1 input" in done.stderr
    again = manage(data, "prepare", tmp_path / "dumps")
    assert again.returncode == 0
    assert "already imported, 3 pages" in again.stdout and "Password" not in again.stdout
    missing = manage(data, "prepare", tmp_path / "missing")
    assert missing.returncode != 0 and "There is no" in missing.stderr
