from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("appointments", "0006_calendars")]

    operations = [
        migrations.AddField(model_name="booking", name="case", field=models.UUIDField(null=True)),
        migrations.AddIndex(
            model_name="booking",
            index=models.Index(
                condition=models.Q(("case__isnull", False)), fields=["municipality", "case"], name="booking_of_case"
            ),
        ),
    ]
