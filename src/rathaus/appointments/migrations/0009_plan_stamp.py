import django.db.models.deletion
from django.db import migrations, models

import rathaus.core.ids

# A stamp that is drawn anew with each change, never counted: what a rolled back transaction remembered under its own
# stamp is found by nobody.
STAMP = """
create function appointments_stamp() returns trigger language plpgsql as $$
begin
    insert into appointments_planstamp (id, municipality_id, stamp)
    values (gen_random_uuid(), coalesce(new.municipality_id, old.municipality_id), gen_random_uuid())
    on conflict (municipality_id) do update set stamp = excluded.stamp;
    return null;
end $$;
"""
TABLES = ("office", "counter", "offering", "counteroffering", "closure")
TRIGGERS = "".join(
    f"create trigger plan_stamp after insert or update or delete on appointments_{table}"
    " for each row execute function appointments_stamp();"
    for table in TABLES
)
UNDO = "".join(f"drop trigger plan_stamp on appointments_{table};" for table in TABLES)


class Migration(migrations.Migration):
    dependencies = [("tenancy", "0001_initial"), ("appointments", "0008_proof_of_work")]

    operations = [
        migrations.CreateModel(
            name="PlanStamp",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=rathaus.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("stamp", models.UUIDField()),
                (
                    "municipality",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.municipality",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("municipality",), name="plan_stamp_once"),
                ],
            },
        ),
        migrations.RunSQL(STAMP, "drop function appointments_stamp();"),
        migrations.RunSQL(TRIGGERS, UNDO),
    ]
