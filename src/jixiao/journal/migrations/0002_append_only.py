"""The database itself refuses to change or delete an entry, and the chain gets its head."""

from django.db import migrations

from jixiao.core.journal_chain import GENESIS

SQLITE = """
CREATE TRIGGER journal_entry_no_{act} BEFORE {act} ON journal_entry
BEGIN SELECT RAISE(ABORT, 'journal entries are never changed or deleted'); END
"""
FUNCTION = """
CREATE FUNCTION journal_entry_refuse() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'journal entries are never changed or deleted'; END
$$ LANGUAGE plpgsql
"""
POSTGRESQL = """
CREATE TRIGGER journal_entry_no_{act} BEFORE {act} ON journal_entry
FOR EACH ROW EXECUTE FUNCTION journal_entry_refuse()
"""


def forward(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    if vendor == "postgresql":
        schema_editor.execute(FUNCTION)
    trigger = POSTGRESQL if vendor == "postgresql" else SQLITE
    for act in ("update", "delete"):
        schema_editor.execute(trigger.format(act=act))
    apps.get_model("journal", "Head").objects.create(id=1, seq=0, hash=GENESIS)


def backward(apps, schema_editor):
    on_table = " ON journal_entry" if schema_editor.connection.vendor == "postgresql" else ""
    for act in ("update", "delete"):
        schema_editor.execute(f"DROP TRIGGER journal_entry_no_{act}{on_table}")
    if on_table:
        schema_editor.execute("DROP FUNCTION journal_entry_refuse()")
    apps.get_model("journal", "Head").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]
    operations = [migrations.RunPython(forward, backward)]
