"""Who may restructure; and contributors named as they are read, where a PDF's glyphs had been kept."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

from newsroom.models.people import plain_name

# Correctors split and join as they correct; what takes an article from its page or its headline is for these.
GROUPS = ("reviewer", "chief editor")


def let_reviewers_restructure(apps, schema_editor):
    create_permissions(installed.get_app_config("newsroom"), verbosity=0, apps=apps, using=schema_editor.connection.alias)
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    ours = Permission.objects.filter(content_type__app_label="newsroom")
    restructure = ours.get(codename="restructure_article")
    looks = ours.filter(codename__in=["view_formeraddress", "view_changedrow"])
    for group in Group.objects.filter(name__in=(*GROUPS, "corrector")):
        group.permissions.add(*looks)
        if group.name in GROUPS:
            group.permissions.add(restructure)


def name_contributors(apps, schema_editor):
    """The names bylines were printed with stay in the bylines; addresses and keys stay as they are."""
    Contributor = apps.get_model("newsroom", "Contributor")
    renamed = []
    for contributor in Contributor.objects.only("name").iterator():
        if (name := plain_name(contributor.name)) != contributor.name:
            contributor.name = name
            renamed.append(contributor)
    Contributor.objects.bulk_update(renamed, ["name"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0008_structure")]

    operations = [
        migrations.RunPython(let_reviewers_restructure, migrations.RunPython.noop),
        migrations.RunPython(name_contributors, migrations.RunPython.noop),
    ]
