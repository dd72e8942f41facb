"""Grants on organizations. Who issues certificates or creates contests today may do so on."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def give_what_is_held(apps, schema_editor):
    """Who issues for a contest may speak for its organization, who creates contests for every tree."""
    for grant, table in (("contestusergrant", "user"), ("contestgroupgrant", "group")):
        rows = apps.get_model("contests", grant).objects.filter(
            permission__codename="issue_certificates"
        )
        pairs = rows.values_list(table, "content_object__organization").distinct()
        _give(apps, table, "certify", sorted(pairs))

    roots = list(
        apps.get_model("contests", "Organization")
        .objects.filter(parent=None)
        .values_list("pk", flat=True)
    )
    may = {"content_type__app_label": "contests", "codename": "add_contest"}
    people = apps.get_model("accounts", "User").objects.filter(is_staff=False)
    direct = people.filter(
        user_permissions__in=apps.get_model("auth", "Permission").objects.filter(**may)
    )
    users = {*direct.values_list("pk", flat=True)}
    users |= {*people.filter(is_superuser=True).values_list("pk", flat=True)}
    groups = apps.get_model("auth", "Group").objects.filter(
        permissions__in=apps.get_model("auth", "Permission").objects.filter(**may)
    )
    _give(apps, "user", "create_contests", [(pk, root) for pk in sorted(users) for root in roots])
    _give(
        apps, "group", "create_contests",
        [(pk, root) for pk in sorted(groups.values_list("pk", flat=True)) for root in roots],
    )  # fmt: skip


def _give(apps, table, codename, pairs):
    if not pairs:
        return
    # Django makes the rows of permissions after all migrations only.
    kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="contests", model="organization"
    )
    permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=kind, codename=codename, defaults={"name": _NAMES[codename]}
    )
    grants = apps.get_model("contests", f"Organization{table.title()}Grant").objects
    events = apps.get_model("contests", "OrganizationEvent").objects
    for who, organization in pairs:
        grants.get_or_create(
            **{f"{table}_id": who}, permission=permission, content_object_id=organization
        )
        if table == "user":
            events.create(
                organization_id=organization, kind="given", grant=codename, user_id=who
            )


_NAMES = {
    "create_contests": "create contests of the organization and those below it",
    "certify": "issue certificates in the name of the organization and those below it",
}


class Migration(migrations.Migration):

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('contests', '0003_calibration'),
        ('contenttypes', '0002_remove_content_type_name'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='organization',
            options={'ordering': ['name'], 'permissions': [('create_contests', 'create contests of the organization and those below it'), ('certify', 'issue certificates in the name of the organization and those below it')]},
        ),
        migrations.AddField(
            model_name='contest',
            name='organization_fixed_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name='OrganizationEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('given', 'Given'), ('taken', 'Taken'), ('moved', 'Moved')], max_length=5)),
                ('grant', models.CharField(blank=True, max_length=20)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('before', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contests.organization')),
                ('contest', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='moves', to='contests.contest')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='contests.organization')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('before__isnull', False), ('contest__isnull', False), ('kind', 'moved')), models.Q(('kind__in', ['given', 'taken']), ('user__isnull', False), models.Q(('grant', ''), _negated=True)), _connector='OR'), name='contests_organizationevent_kind')],
            },
        ),
        migrations.CreateModel(
            name='OrganizationGroupGrant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content_object', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='contests.organization')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='auth.group')),
                ('permission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='auth.permission')),
            ],
            options={
                'abstract': False,
                'unique_together': {('group', 'permission', 'content_object')},
            },
        ),
        migrations.CreateModel(
            name='OrganizationUserGrant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content_object', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='contests.organization')),
                ('permission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='auth.permission')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
                'unique_together': {('user', 'permission', 'content_object')},
            },
        ),
        migrations.RunPython(give_what_is_held, migrations.RunPython.noop),
    ]
