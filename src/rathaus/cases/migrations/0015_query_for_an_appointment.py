from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0014_why_somebody_looked")]

    operations = [
        migrations.AddField(
            model_name="query", name="offering", field=models.CharField(blank=True, default="", max_length=60)
        ),
    ]
