from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_shared_cache")]

    operations = [
        migrations.AddConstraint(
            model_name="staffmember",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", ["clerk", "lead", "admin"])), name="staff_role_known"
            ),
        ),
    ]
