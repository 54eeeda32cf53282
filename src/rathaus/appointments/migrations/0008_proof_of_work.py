from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("appointments", "0007_booking_of_case")]

    operations = [
        migrations.AddField(model_name="hold", name="proof", field=models.UUIDField(null=True)),
        migrations.AddConstraint(
            model_name="hold",
            constraint=models.UniqueConstraint(fields=("municipality", "proof"), name="hold_of_proof_once"),
        ),
        migrations.AddIndex(
            model_name="hold", index=models.Index(fields=["municipality", "created_at"], name="hold_lately")
        ),
    ]
