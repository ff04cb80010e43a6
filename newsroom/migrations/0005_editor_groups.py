"""The three groups of editors. Their rights may be changed in the admin; this only makes a good beginning."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

# Each may do what the one before may, and more. Everybody on the desk may look at everything.
GROUPS = {
    "corrector": ["change_article"],
    "reviewer": ["review_article"],
    "chief editor": [
        "withdraw_article",
        "change_unplacedfragment",
        *(
            f"{verb}_{model}"
            for model in ("newspaper", "issue", "page", "section", "contributor", "contributoralias")
            for verb in ("add", "change")
        ),
    ],
}


def make_groups(apps, schema_editor):
    # Permissions are made after all migrations; these groups need them now.
    create_permissions(installed.get_app_config("newsroom"), verbosity=0, apps=apps, using=schema_editor.connection.alias)
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    ours = Permission.objects.filter(content_type__app_label="newsroom")
    rights = list(ours.filter(codename__startswith="view_"))
    for name, codenames in GROUPS.items():
        rights += ours.filter(codename__in=codenames)
        group, made = Group.objects.get_or_create(name=name)
        if made:
            group.permissions.set(rights)


def remove_groups(apps, schema_editor):
    """Groups somebody belongs to stay."""
    apps.get_model("auth", "Group").objects.filter(name__in=GROUPS, user=None).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("newsroom", "0004_reviews"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_groups, remove_groups)]
