"""The table of the shared cache, which sign-in counts its failed attempts in."""

from django.core.management import call_command
from django.db import migrations


def create_table(_apps, schema_editor):
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [migrations.RunPython(create_table, migrations.RunPython.noop)]
