"""Editors may look up what corrections have taught. The lists others keep for themselves stay with administrators."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

GROUPS = ("corrector", "reviewer", "chief editor")


def let_editors_look(apps, schema_editor):
    create_permissions(installed.get_app_config("newsroom"), verbosity=0, apps=apps, using=schema_editor.connection.alias)
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    look = Permission.objects.get(content_type__app_label="newsroom", codename="view_misreading")
    for group in Group.objects.filter(name__in=GROUPS):
        group.permissions.add(look)


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0014_misreadings")]

    operations = [migrations.RunPython(let_editors_look, migrations.RunPython.noop)]
