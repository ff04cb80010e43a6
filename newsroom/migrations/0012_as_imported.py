"""Kind and jump lines as imported, beside the article's own: what differs, an editor set."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0011_narrow_indexes")]

    operations = [
        migrations.AddField(
            model_name="article",
            name="as_imported",
            field=models.JSONField(default=dict, editable=False, verbose_name="as imported"),
        ),
    ]
