"""Makes a working newsroom of the data folder: tables, an editor, the issues of the folders named, an index."""

import secrets
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from newsroom.management.language import speaking
from newsroom.search.outbox import drain

EDITOR = "editor"


class Command(BaseCommand):
    help = (
        "Makes a working newsroom of the data folder: creates or updates the tables, makes one editor account and "
        "prints its password once, imports the issues of the folders named, and indexes what is not indexed yet. "
        "Running it again changes nothing that is already there."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="*", help="folders of page dumps to import, such as seeds/")

    def handle(self, *args: Any, paths: list[str], **options: Any) -> None:
        call_command("migrate", verbosity=0, interactive=False)
        self._make_editor()
        # Before there are articles an index is made in no time, and the import need not complain that there is none.
        drain()
        if paths:
            self._import(paths)
        call_command("update_index")

    def _import(self, paths: list[str]) -> None:
        """Imports what can be; a dump that is refused is told and keeps nobody from reading the others."""
        try:
            call_command("import_issue", *paths)
        except CommandError as error:
            if error.returncode != 1:
                raise
            self.stderr.write(str(error))

    def _make_editor(self) -> None:
        users = get_user_model().objects
        if users.filter(is_staff=True).exists():
            return
        password = secrets.token_urlsafe(9)
        users.create_superuser(EDITOR, password=password)
        with speaking():
            said = _("Editor account made. Name: %(name)s   Password: %(password)s   (shown this once)")
            self.stdout.write(said % {"name": EDITOR, "password": password})
