import django.contrib.postgres.fields
from django.db import migrations, models

# Each dispatch that is there already went to the places that its publication names. The owner sees no rows behind the
# wall between municipalities, so it is opened for this statement; the sealing step puts it up in any case.
_FILL = """
alter table channel_dispatch no force row level security;
alter table channel_publication no force row level security;
update channel_dispatch d set places = p.places from channel_publication p
 where p.municipality_id = d.municipality_id and p.id = d.publication_id;
alter table channel_dispatch force row level security;
alter table channel_publication force row level security;
"""


class Migration(migrations.Migration):
    dependencies = [("channel", "0007_limits")]

    operations = [
        migrations.AddField(
            model_name="dispatch",
            name="places",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=100), blank=True, default=list, size=None
            ),
        ),
        migrations.RunSQL(_FILL, migrations.RunSQL.noop),
    ]
