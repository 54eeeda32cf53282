from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("channel", "0002_sources")]

    operations = [
        migrations.RemoveIndex(model_name="subscription", name="subscription_reached"),
        migrations.AddIndex(
            model_name="subscription",
            index=models.Index(
                condition=models.Q(("is_on", True)),
                fields=["municipality", "topic", "way", "subscriber", "place"],
                name="subscription_counted",
            ),
        ),
    ]
