"""Readers' reports, which everybody on the desk may look at."""

import django.db.models.deletion
import django.utils.timezone
from django.apps import apps as installed
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models


def show_to_editors(apps, schema_editor):
    # Permissions are made after all migrations; these groups need them now.
    create_permissions(installed.get_app_config("newsroom"), verbosity=0, apps=apps, using=schema_editor.connection.alias)
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for permission in Permission.objects.filter(content_type__app_label="newsroom", codename="view_proposal"):
        for group in Group.objects.filter(name__in=["corrector", "reviewer", "chief editor"]):
            group.permissions.add(permission)


class Migration(migrations.Migration):

    dependencies = [
        ('newsroom', '0005_editor_groups'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('field', models.CharField(max_length=40, verbose_name='part')),
                ('start', models.PositiveIntegerField(verbose_name='from character')),
                ('passage', models.TextField(verbose_name='stands')),
                ('proposed', models.TextField(blank=True, verbose_name='should read')),
                ('note', models.TextField(blank=True, verbose_name="reader's note")),
                ('received_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name='received')),
                ('sender', models.CharField(blank=True, db_index=True, editable=False, max_length=64)),
                ('fingerprint', models.CharField(editable=False, max_length=64)),
                ('state', models.CharField(choices=[('open', 'open'), ('accepted', 'accepted'), ('refused', 'refused')], default='open', max_length=10, verbose_name='state')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided')),
                ('answer', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='newsroom.article', verbose_name='article')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='decided_proposals', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('made', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='newsroom.revision', verbose_name='revision made')),
                ('revision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposed_against', to='newsroom.revision', verbose_name='revision read')),
            ],
            options={
                'verbose_name': "reader's report",
                'verbose_name_plural': "readers' reports",
                'ordering': ['-received_at', '-pk'],
                'indexes': [models.Index(fields=['state', 'article'], name='open_proposals')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('fingerprint',), name='one_open_proposal_of_a_kind'), models.CheckConstraint(condition=models.Q(('state__in', ['open', 'accepted', 'refused'])), name='proposal_state_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('decided_at__isnull', False)), _connector='OR'), name='a_decided_proposal_has_its_time')],
            },
        ),
        migrations.RunPython(show_to_editors, migrations.RunPython.noop),
    ]
