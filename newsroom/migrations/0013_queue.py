"""Lists editors come back to, and indexes by which the queue is put in order without reading any text."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('newsroom', '0012_as_imported'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SavedQueue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40, verbose_name='name')),
                ('query', models.CharField(max_length=1000, verbose_name='list')),
            ],
            options={
                'verbose_name': 'saved queue',
                'verbose_name_plural': 'saved queues',
                'ordering': ['name'],
            },
        ),
        migrations.RemoveIndex(
            model_name='article',
            name='articles_in_printed_order',
        ),
        migrations.AlterField(
            model_name='article',
            name='text_state',
            field=models.CharField(choices=[('imported', 'not yet corrected'), ('corrected', 'corrected'), ('reviewed', 'reviewed')], default='imported', max_length=10, verbose_name='text'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(fields=['page', 'position', 'visible', 'text_state'], name='articles_in_printed_order'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(fields=['text_state', 'page', 'position'], name='articles_by_text_state'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('suspects__gt', 0)), fields=['page', 'position', 'text_state', 'suspects'], name='suspicious_articles'),
        ),
        migrations.AddField(
            model_name='savedqueue',
            name='editor',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_queues', to=settings.AUTH_USER_MODEL, verbose_name='editor'),
        ),
        migrations.AddConstraint(
            model_name='savedqueue',
            constraint=models.UniqueConstraint(fields=('editor', 'name'), name='one_queue_of_a_name_per_editor'),
        ),
    ]
