# One certificate in force for a holder and a line of publications; its person cannot vanish.
#
# Certificates whose person was written anew are joined to the person again. What is in force
# twice is left as it is and named on the screen: which of the two is right is for the office to say.

from collections import defaultdict

from django.db import migrations, models
from django.db.models import Q

import certificates.models


def name_lines(apps, schema_editor):
    certificates_ = apps.get_model("certificates", "Certificate").objects.using(
        schema_editor.connection.alias
    )
    rows = certificates_.select_related("publication", "register", "award").defer(
        "publication__payload"
    )
    for row in rows.order_by("pk").iterator(chunk_size=500):
        row.line = f"{row.publication.contest_id}-{row.publication.round_id or ''}"
        row.save(update_fields=["line"])
    _join(apps, rows.filter(state="issued"))
    _set_doubles_apart(rows.filter(state="issued"))
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # else no index is made after them


def _join(apps, rows):
    """Gives a certificate of somebody who was deleted to the one who has the name in its entry."""
    people = apps.get_model("submissions", "Participant").objects
    for row in rows.filter(participant=None, per="participant", entry__isnull=False):
        same = list(people.filter(entry=row.entry_id, full_name=row.content.get("recipient")))
        award = row.award.code if row.award and row.kind == "prize" else ""
        if len(same) == 1 and not row.team:
            row.participant = same[0]
            row.holder = f"{row.kind}-{award}-entry-{row.entry_id}-{same[0].pk}"
            row.save(update_fields=["participant", "holder"])


def _set_doubles_apart(rows):
    groups = defaultdict(list)
    for row in rows.order_by("pk"):
        groups[row.line, row.holder].append(row)
    for same in groups.values():
        for double in same[1:]:
            double.line = f"{double.line}-double-{double.pk}"
            double.save(update_fields=["line"])
        if len(same) > 1:
            numbers = ", ".join(f"{row.number:04d}/{row.register.year}" for row in same)
            print(
                f"\n  Certificates {numbers} are all in force for {same[0].content.get('recipient')}"
                " and the same award: revoke all but one of them."
                f"\n  Các giấy chứng nhận {numbers} cùng có hiệu lực cho một người và một giải:"
                " hãy thu hồi, chỉ giữ lại một giấy."
            )


class Migration(migrations.Migration):

    dependencies = [
        ("certificates", "0005_copies"),
        ("submissions", "0003_sample"),
    ]

    operations = [
        migrations.AddField(
            model_name="certificate",
            name="line",
            field=models.CharField(default="", editable=False, max_length=60),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="certificate",
            name="mentor",
            field=models.ForeignKey(blank=True, null=True, on_delete=certificates.models.unless_in_force, related_name="certificates", to="submissions.mentor"),
        ),
        migrations.AlterField(
            model_name="certificate",
            name="participant",
            field=models.ForeignKey(blank=True, null=True, on_delete=certificates.models.unless_in_force, related_name="certificates", to="submissions.participant"),
        ),
        migrations.RemoveConstraint(
            model_name="certificate",
            name="certificates_one_live_each",
        ),
        migrations.RunPython(name_lines, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.UniqueConstraint(condition=Q(state="issued"), fields=("line", "holder"), name="certificates_one_in_force"),
        ),
    ]
