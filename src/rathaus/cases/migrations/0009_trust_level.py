from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_trust_levels"),
        ("cases", "0008_held_by_an_account"),
        ("tenancy", "0002_extensions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="submission",
            name="trust_level",
            field=models.CharField(
                choices=[
                    ("none", "ohne Anmeldung"),
                    ("basic", "mit Konto"),
                    ("substantial", "mit geprüfter Identität"),
                    ("high", "mit Online-Ausweis"),
                ],
                default="none",
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.CheckConstraint(
                condition=models.Q(("trust_level__in", ["none", "basic", "substantial", "high"])),
                name="submission_trust_known",
            ),
        ),
    ]
