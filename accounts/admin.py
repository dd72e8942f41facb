"""People in the staff's admin; consents and secrets are not edited by hand."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy

from accounts.audit.kinds import Kind
from accounts.audit.services import event, record, record_all
from accounts.errors import OwnConfirmation
from accounts.models import User
from accounts.services import confirm_in_person, end_ways_in
from common.language import Text, in_language

_SEEN: Text = {
    "vi": "Xác nhận trực tiếp: tôi gặp những người này, mỗi người tự dùng tài khoản của mình",
    "en": "Confirm in person: I see these people, and each alone uses the account",
}
SEEN = lazy(lambda: in_language(_SEEN), str)()

_POWERS = {"is_active", "is_staff", "is_superuser", "groups", "user_permissions", "username"}


class UserCreationForm(AdminUserCreationForm):
    class Meta:
        model = User
        fields = ("username", "full_name")


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    add_form = UserCreationForm
    list_display = ("username", "full_name", "is_staff", "is_active", "last_login")
    search_fields = ("username", "full_name", "email")
    actions = ("confirm_in_person",)
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (gettext_lazy("Personal info"), {"fields": ("full_name", "email", "language")}),
        (
            gettext_lazy("Permissions"),
            {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")},
        ),
        (gettext_lazy("Important dates"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (
            None,
            {
                "classes": ("wide",),
                "fields": (
                    "username",
                    "full_name",
                    "usable_password",
                    "password1",
                    "password2",
                ),
            },
        ),
    )

    def delete_model(self, request: HttpRequest, obj: User) -> None:
        record(Kind.ACCOUNT_DELETED, subject=obj)
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        record_all(event(Kind.ACCOUNT_DELETED, subject=each) for each in queryset)
        super().delete_queryset(request, queryset)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """Who becomes staff signs in by password alone, and so does who is closed out."""
        super().save_model(request, obj, form, change)
        if not change:
            record(Kind.ACCOUNT_CREATED, subject=obj, facts={"staff": obj.is_staff or None})
        elif changed := sorted(_POWERS & set(form.changed_data)):
            facts = {"changed": changed, "staff": obj.is_staff, "active": obj.is_active}
            facts["superuser"] = obj.is_superuser
            record(Kind.ACCOUNT_CHANGED, subject=obj, facts=facts)
        if change and (obj.is_staff or obj.is_superuser or not obj.is_active):
            end_ways_in(user=obj)

    @admin.action(description=SEEN, permissions=["change"])
    def confirm_in_person(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Where no mail is sent: the administrator sees each of them (docs/operations.md)."""
        for user in queryset.order_by("pk"):
            try:
                confirm_in_person(user=user, by=request.user)  # type: ignore[arg-type]
            except OwnConfirmation as error:
                self.message_user(request, error.detail(), messages.ERROR)
            else:
                self.message_user(request, f"✓ {user.full_name} ({user.username})")
