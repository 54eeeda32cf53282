from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("channel", "0008_places_of_dispatch")]

    operations = [
        migrations.AddField(model_name="subscriber", name="taken_at", field=models.DateTimeField(null=True)),
    ]
