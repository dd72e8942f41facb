"""Entries and works for staff: to look things up, never to change them past the services."""

from __future__ import annotations

from django.contrib import admin

from contests.admin import ReadOnly
from submissions.models import Attachment, Entry, Invitation, PeopleRequest, Submission


@admin.register(Entry)
class EntryAdmin(ReadOnly):
    list_display = ["code", "title", "contest", "division", "organization", "state"]
    list_filter = ["state"]
    list_select_related = ["contest", "division", "organization"]
    search_fields = ["code", "title", "participants__full_name"]


@admin.register(Invitation)
class InvitationAdmin(ReadOnly):
    list_display = ["entry", "role", "full_name", "state", "invited_by", "created_at"]
    list_filter = ["state"]
    list_select_related = ["entry", "invited_by"]


@admin.register(PeopleRequest)
class PeopleRequestAdmin(ReadOnly):
    list_display = ["entry", "state", "reason", "requested_by", "created_at"]
    list_filter = ["state"]
    list_select_related = ["entry", "requested_by"]


@admin.register(Submission)
class SubmissionAdmin(ReadOnly):
    list_display = ["entry", "number", "created_by", "created_at"]
    list_select_related = ["entry", "created_by"]


@admin.register(Attachment)
class AttachmentAdmin(ReadOnly):
    list_display = ["name", "entry", "media_type", "size_bytes", "state", "refusal"]
    list_filter = ["state", "media_type"]
    list_select_related = ["entry"]
    exclude = ["file", "thumbnail", "blind_copy"]
