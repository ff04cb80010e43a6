"""The message catalogues: complete, compiled, and in step with the code.

`python -m tests.messages` checks; with `--update` it collects the messages anew (needs gettext) and compiles them.
Compiled catalogues are in the repository because a fresh machine has no gettext.
"""

import argparse
import ast
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "newsroom/locale/zh_Hans/LC_MESSAGES/django.po"


def collected(into: Path) -> polib.POFile:
    """The messages of code and templates as gettext finds them now, merged with the translations we have."""
    shutil.copytree(ROOT / "newsroom", into / "newsroom")
    shutil.copytree(ROOT / "templates", into / "templates")
    shutil.copy(ROOT / "manage.py", into)  # settings find the copy's catalogue, not ours
    subprocess.run(
        [sys.executable, "manage.py", "makemessages", "-l", "zh_Hans", "--no-wrap", "--no-location", "-v0"],
        cwd=into,
        env={**os.environ, "NEWSROOM_DATA": str(into / "data")},
        check=True,
    )
    return polib.pofile(str(into / "newsroom/locale/zh_Hans/LC_MESSAGES/django.po"), wrapwidth=0)


def problems() -> list[str]:
    """One sentence for everything that is wrong with the catalogue; none when all is well."""
    catalogue = polib.pofile(str(CATALOGUE))
    found = [f"Not translated: {entry.msgid!r}" for entry in catalogue.untranslated_entries()]
    found += [f"Only guessed (fuzzy): {entry.msgid!r}" for entry in catalogue.fuzzy_entries()]
    if polib.mofile(str(CATALOGUE.with_suffix(".mo"))).metadata is None or _compiled_differs(catalogue):
        found.append("The compiled catalogue is older than its text; run `make messages`.")
    known = {entry.msgid for entry in catalogue if not entry.obsolete}
    found += [f"Hidden from gettext in an f-string: {said!r}" for said in sorted(set(hidden()) - known)]
    if shutil.which("xgettext"):
        with tempfile.TemporaryDirectory() as folder:
            known = {_key(entry) for entry in catalogue if not entry.obsolete}
            now = {_key(entry) for entry in collected(Path(folder)) if not entry.obsolete}
            found += [f"Not in the catalogue: {key[1]!r}; run `make messages`." for key in sorted(now - known, key=str)]
            found += [f"No longer used: {key[1]!r}; run `make messages`." for key in sorted(known - now, key=str)]
    return found


def hidden() -> Iterator[str]:
    """Messages inside f-strings: where gettext does not look, so that they must stand elsewhere, too."""
    for file in (ROOT / "newsroom").rglob("*.py"):
        for string in ast.walk(ast.parse(file.read_text("utf-8"))):
            for call in ast.walk(string) if isinstance(string, ast.JoinedStr) else ():
                if isinstance(call, ast.Call) and getattr(call.func, "id", "") in ("_", "gettext"):
                    yield from (said.value for said in call.args[:1] if isinstance(said, ast.Constant))


def _key(entry: polib.POEntry) -> tuple[str | None, str]:
    return entry.msgctxt, entry.msgid


def _compiled_differs(catalogue: polib.POFile) -> bool:
    compiled = polib.mofile(str(CATALOGUE.with_suffix(".mo")))
    translations = {_key(entry): (entry.msgstr, entry.msgstr_plural) for entry in catalogue.translated_entries()}
    return translations != {_key(entry): (entry.msgstr, entry.msgstr_plural) for entry in compiled}


def update() -> None:
    with tempfile.TemporaryDirectory() as folder:
        catalogue = collected(Path(folder))
    for entry in list(catalogue.obsolete_entries()):
        catalogue.remove(entry)
    catalogue.save(str(CATALOGUE))
    catalogue.save_as_mofile(str(CATALOGUE.with_suffix(".mo")))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--update", action="store_true", help="collect and compile instead of checking")
    if parser.parse_args().update:
        update()
    found = problems()
    for problem in found:
        print(problem, file=sys.stderr)
    print(f"Message catalogue: {len(polib.pofile(str(CATALOGUE)))} messages, {len(found)} problems.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
