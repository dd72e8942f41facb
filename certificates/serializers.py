"""Shapes of certificates in the API; no rules."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from certificates.amended import Outdated
from certificates.models import (
    Certificate,
    CertificateBatch,
    CertificateImage,
    CertificateTemplate,
    Delivery,
    NameCorrection,
    SigningKey,
)
from certificates.outputs import FORMS
from certificates.rendering.template import KINDS, PER
from certificates.selectors import award_titles
from common.serializers import Strict
from contests.models import Contest
from contests.package.serializers import ImportMarkSerializer
from jobs.serializers import JobSerializer
from leaderboards.models import Publication


class TemplateSerializer(Strict, serializers.ModelSerializer[CertificateTemplate]):
    contest = serializers.SlugRelatedField(slug_field="slug", queryset=Contest.objects.all())
    definition = serializers.JSONField(default=dict)

    class Meta:
        model = CertificateTemplate
        fields = ("id", "contest", "number", "design", "definition", "created_at")
        read_only_fields = ("number", "created_at")


class DraftSerializer(Strict, serializers.Serializer[Any]):
    """A definition that is not saved, and how to picture it."""

    contest = serializers.SlugRelatedField(slug_field="slug", queryset=Contest.objects.all())
    design = serializers.CharField(max_length=40)
    definition = serializers.JSONField(default=dict)
    name = serializers.ChoiceField(choices=("longest", "shortest"), default="longest")
    division = serializers.CharField(max_length=40, default="", allow_blank=True)
    award = serializers.CharField(max_length=40, default="", allow_blank=True)
    width_px = serializers.IntegerField(min_value=200, max_value=2000, default=1000)


class ImageSerializer(serializers.ModelSerializer[CertificateImage]):
    contest: serializers.SlugRelatedField[Contest] = serializers.SlugRelatedField(
        slug_field="slug", read_only=True
    )
    file_url = serializers.SerializerMethodField()

    class Meta:
        model = CertificateImage
        fields = ("id", "contest", "sha256", "width_px", "height_px", "file_url", "created_at")

    def get_file_url(self, image: CertificateImage) -> str:
        return f"/api/v1/certificate-images/{image.pk}/file/"


class ImageUploadSerializer(Strict, serializers.Serializer[Any]):
    contest = serializers.SlugRelatedField(slug_field="slug", queryset=Contest.objects.all())
    file = serializers.FileField()


class BatchSerializer(Strict, serializers.ModelSerializer[CertificateBatch]):
    contest: serializers.SlugRelatedField[Contest] = serializers.SlugRelatedField(
        source="publication.contest", slug_field="slug", read_only=True
    )
    publication = serializers.PrimaryKeyRelatedField(
        queryset=Publication.objects.select_related("contest")
    )
    template = serializers.PrimaryKeyRelatedField(
        queryset=CertificateTemplate.objects.all(), required=False, allow_null=True, default=None
    )
    accept = serializers.BooleanField(
        write_only=True, default=False, help_text="agrees to what cannot be printed as entered"
    )
    accept_changes = serializers.BooleanField(
        write_only=True, default=False, help_text="agrees to what changed since the publication"
    )
    job = JobSerializer(read_only=True, allow_null=True)
    file_url = serializers.SerializerMethodField()
    count = serializers.SerializerMethodField()

    class Meta:
        model = CertificateBatch
        fields = (
            "id", "contest", "publication", "template", "accept", "accept_changes", "state", "job", "file_url", "sha256",
            "count", "created_at",
        )  # fmt: skip
        read_only_fields = ("state", "sha256", "created_at")

    def get_file_url(self, batch: CertificateBatch) -> str | None:
        return f"/api/v1/certificate-batches/{batch.pk}/file/" if batch.file else None

    def get_count(self, batch: CertificateBatch) -> int:
        return len(batch.pages)


class BatchFileQuery(serializers.Serializer[Any]):
    form = serializers.ChoiceField(choices=list(FORMS), default="pdf")
    first = serializers.IntegerField(min_value=0, default=None)
    last = serializers.IntegerField(min_value=0, default=None)

    def to_internal_value(self, data: Any) -> Any:
        """The query says "from" and "to", which are no names in Python."""
        own = {"form": data.get("form", "pdf"), "first": data.get("from"), "last": data.get("to")}
        return super().to_internal_value({k: v for k, v in own.items() if v not in (None, "")})


class CertificateSerializer(serializers.ModelSerializer[Certificate]):
    contest = serializers.CharField(source="publication.contest.slug")
    contest_title = serializers.CharField(source="publication.contest.title")
    contest_title_en = serializers.CharField(source="publication.contest.title_en")
    number = serializers.CharField(source="register_number")
    entry = serializers.CharField(source="entry.code", default="")
    per = serializers.ChoiceField(choices=PER)
    kind = serializers.ChoiceField(choices=KINDS)
    award = serializers.SerializerMethodField()
    recipient = serializers.CharField(source="content.recipient")
    address = serializers.CharField(source="content.address")
    achievement = serializers.SerializerMethodField()
    supersedes = serializers.SerializerMethodField()
    superseded_by = serializers.SerializerMethodField()
    file_url = serializers.SerializerMethodField()
    badge_url = serializers.SerializerMethodField()

    class Meta:
        model = Certificate
        fields = (
            "id", "contest", "contest_title", "contest_title_en", "number", "code", "state",
            "reason", "recipient", "address", "achievement", "entry", "award", "team", "per", "kind",
            "issued_on", "file_sha256", "supersedes", "superseded_by", "file_url",
            "badge_url",
        )  # fmt: skip

    @extend_schema_field(
        {
            "type": "object",
            "properties": {key: {"type": "string"} for key in ("code", "title", "title_en")},
        }
    )
    def get_award(self, certificate: Certificate) -> dict[str, Any]:
        titles = award_titles(certificate)
        code = certificate.award.code if certificate.award else ""
        return {"code": code, "title": titles["award"], "title_en": titles["award_en"]}

    def get_achievement(self, certificate: Certificate) -> str:
        return "".join(run["text"] for run in certificate.content["achievement"])

    def get_supersedes(self, certificate: Certificate) -> str | None:
        return certificate.supersedes.code if certificate.supersedes else None

    def get_superseded_by(self, certificate: Certificate) -> str | None:
        successor = getattr(certificate, "superseded_by", None)
        return successor.code if successor else None

    def get_file_url(self, certificate: Certificate) -> str:
        return f"/api/v1/certificates/{certificate.pk}/file/"

    def get_badge_url(self, certificate: Certificate) -> str | None:
        """Where the signed-in person fetches it as an Open Badge; null if they may not."""
        has_badge = getattr(certificate, "badge", False)
        return f"/api/v1/certificates/{certificate.pk}/badge/" if has_badge else None


class OutdatedAwardSerializer(serializers.Serializer[Any]):
    title = serializers.CharField()
    title_en = serializers.CharField(allow_blank=True)


class OutdatedSerializer(serializers.Serializer[Any]):
    """A valid certificate that should be revoked: why, and the award that its entry has now."""

    id = serializers.IntegerField(source="certificate.pk")
    number = serializers.CharField(source="certificate.register_number")
    code = serializers.CharField(source="certificate.code")
    recipient = serializers.CharField(source="certificate.content.recipient")
    entry = serializers.CharField(source="certificate.entry.code", default="")
    award = serializers.SerializerMethodField()
    why = serializers.ChoiceField(choices=("out", "award", "person"))
    now = OutdatedAwardSerializer(allow_null=True)

    @extend_schema_field(OutdatedAwardSerializer)
    def get_award(self, row: Outdated) -> dict[str, str]:
        titles = award_titles(row.certificate)
        return {"title": titles["award"], "title_en": titles["award_en"]}


class DeliverySerializer(serializers.ModelSerializer[Delivery]):
    recipient = serializers.CharField(source="certificate.content.recipient")
    number = serializers.CharField(source="certificate.register_number")
    code = serializers.CharField(source="certificate.code")

    class Meta:
        model = Delivery
        fields = (
            "id", "certificate", "recipient", "number", "code", "address", "state", "note",
            "tries", "changed_at",
        )  # fmt: skip


class DeliveryOrderSerializer(Strict, serializers.Serializer[Any]):
    publication = serializers.PrimaryKeyRelatedField(
        queryset=Publication.objects.select_related("contest")
    )
    attach = serializers.BooleanField(default=False)


class DeliveryOrderedSerializer(serializers.Serializer[Any]):
    count = serializers.IntegerField()
    job = JobSerializer()


class BouncesSerializer(Strict, serializers.Serializer[Any]):
    contest = serializers.SlugRelatedField(slug_field="slug", queryset=Contest.objects.all())
    text = serializers.CharField(max_length=200_000)


class BouncedSerializer(serializers.Serializer[Any]):
    count = serializers.IntegerField()


class SigningKeySerializer(serializers.ModelSerializer[SigningKey]):
    contest: serializers.SlugRelatedField[Contest] = serializers.SlugRelatedField(
        slug_field="slug", read_only=True
    )
    added_by = serializers.CharField(source="added_by.full_name", default="")

    class Meta:
        model = SigningKey
        fields = (
            "id", "contest", "subject", "authority", "sha256", "valid_from", "valid_until",
            "added_by", "added_at", "removed_at",
        )  # fmt: skip


class SigningKeyUploadSerializer(Strict, serializers.Serializer[Any]):
    contest = serializers.SlugRelatedField(slug_field="slug", queryset=Contest.objects.all())
    file = serializers.FileField()
    passphrase = serializers.CharField(max_length=1000, allow_blank=True, trim_whitespace=False)


class BadgeSwitchSerializer(Strict, serializers.Serializer[Any]):
    on = serializers.BooleanField()


class RevocationSerializer(Strict, serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=500)


class CorrectionSerializer(Strict, serializers.Serializer[Any]):
    recipient = serializers.CharField(max_length=200, required=False)
    address = serializers.CharField(max_length=400, required=False, allow_blank=True)
    achievement = serializers.CharField(max_length=1000, required=False)


class NameCorrectionSerializer(Strict, serializers.ModelSerializer[NameCorrection]):
    certificate = serializers.PrimaryKeyRelatedField[Certificate](read_only=True)
    code = serializers.CharField(source="certificate.code", read_only=True)
    number = serializers.CharField(source="certificate.register_number", read_only=True)
    contest = serializers.CharField(source="certificate.publication.contest.slug", read_only=True)
    printed = serializers.CharField(source="certificate.content.recipient", read_only=True)

    class Meta:
        model = NameCorrection
        fields = (
            "id", "certificate", "code", "number", "contest", "printed", "recipient", "reason",
            "state", "note", "requested_at", "decided_at",
        )  # fmt: skip
        read_only_fields = ("state", "note", "requested_at", "decided_at")


class DeclineSerializer(Strict, serializers.Serializer[Any]):
    note = serializers.CharField(max_length=500)


class FileDigestSerializer(Strict, serializers.Serializer[Any]):
    sha256 = serializers.RegexField(r"^[0-9A-Fa-f]{64}$")


class ReissueSerializer(Strict, serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=500)
    content = CorrectionSerializer(required=False)


class FileSignatureSerializer(serializers.Serializer[Any]):
    signer = serializers.CharField()
    authority = serializers.CharField()
    self_issued = serializers.BooleanField()
    valid_until = serializers.DateTimeField()
    signed_at = serializers.DateTimeField()


class VerificationSerializer(serializers.Serializer[Any]):
    state = serializers.ChoiceField(choices=Certificate.State.choices)
    code = serializers.CharField()
    number = serializers.CharField()
    issuer = serializers.CharField()
    issuer_en = serializers.CharField()
    contest = serializers.CharField()
    contest_en = serializers.CharField()
    award = serializers.CharField()
    award_en = serializers.CharField()
    division = serializers.CharField()
    division_en = serializers.CharField()
    recipient = serializers.CharField()
    issued_on = serializers.DateField()
    file_sha256 = serializers.CharField()
    superseded_by = serializers.CharField(allow_null=True)
    outdated = serializers.BooleanField(
        help_text="valid, but the results that are public now do not give it"
    )
    signature = FileSignatureSerializer(allow_null=True)
    imports = ImportMarkSerializer(
        many=True, help_text="the packages by which the results came that gave it"
    )


class FileVerificationSerializer(VerificationSerializer):
    file_signed = serializers.BooleanField()
    signature_intact = serializers.BooleanField(allow_null=True)
