"""Plans that were confirmed before there were drafts: their rows get uids, names and a working copy."""

from django.db import migrations


def give_drafts(apps, schema_editor):
    from jixiao.core import draft_reading, plan_json

    Plan, Item, Draft = (apps.get_model("plans", name) for name in ("Plan", "Item", "Draft"))
    for plan in Plan.objects.exclude(imported=None).select_related("imported"):
        record, _ = plan_json.load(plan.imported.record)
        draft = draft_reading.write(record)
        for number, row in enumerate(draft.rows, start=1):
            Item.objects.filter(plan=plan, level="indicator", position=number).update(uid=row.uid)
        rows = [{"uid": row.uid, "cells": dict(row.cells)} for row in draft.rows]
        Draft.objects.create(of_plan=plan, heading=dict(draft.heading), rows=rows)
        plan.last_uid = draft.last
        plan.save(update_fields=["last_uid"])


def give_names(apps, schema_editor):
    Responsibility = apps.get_model("plans", "Responsibility")
    for duty in Responsibility.objects.select_related("organisation", "person").iterator():
        duty.name = (duty.organisation or duty.person).name[:100]
        duty.save(update_fields=["name"])


class Migration(migrations.Migration):
    dependencies = [("plans", "0002_life")]
    operations = [
        migrations.RunPython(give_names, migrations.RunPython.noop),
        migrations.RunPython(give_drafts, migrations.RunPython.noop),
    ]
