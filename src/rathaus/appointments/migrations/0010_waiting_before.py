from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("appointments", "0009_plan_stamp")]

    operations = [
        migrations.AddField(model_name="waiting", name="before", field=models.DateTimeField(null=True)),
    ]
