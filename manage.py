#!/usr/bin/env python
"""Runs the newsroom's commands: `python manage.py help` lists them."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    from django.conf import settings
    from django.core.management import execute_from_command_line

    try:
        settings.INSTALLED_APPS  # noqa: B018 — reads the settings
    except (ValueError, OSError) as error:
        sys.exit(f"Settings: {error}")
    try:
        execute_from_command_line(sys.argv)
    except KeyboardInterrupt:
        from newsroom.management.faults import INTERRUPTED, stopped

        sys.stderr.write(f"{stopped()}\n")
        sys.exit(INTERRUPTED)
    except Exception as error:
        from newsroom.management.faults import in_words

        if "--traceback" in sys.argv or not (said := in_words(error)):
            raise
        sys.exit(f"CommandError: {said}")


if __name__ == "__main__":
    main()
