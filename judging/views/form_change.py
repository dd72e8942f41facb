"""A round's change of form after its first sheet, in the API."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from contests.permissions import ContestPolicy
from judging import services
from judging.serializers.form_change import FormChangeSerializer, FormEffectSerializer
from judging.services.form_change import told
from judging.views.common import person, readable_round, require, valid


class RoundFormVersionView(APIView):
    """Let a round go over to another version of its form.

    With `dry_run` nothing is written: the answer tells the effect and its `basis`, which the change
    itself must carry, so that nobody decides on anything but what they saw.
    """

    @extend_schema(request=FormChangeSerializer, responses=FormEffectSerializer)
    def post(self, request: Request, pk: int) -> Response:
        round_ = readable_round(request, pk)
        require(ContestPolicy.can_manage(person(request), round_.contest))
        data = valid(FormChangeSerializer(data=request.data))
        version = data["form_version"]
        if data["dry_run"]:
            effect = services.preview_form_version(round_=round_, form_version=version)
        else:
            effect = services.change_form_version(
                round_=round_,
                form_version=version,
                actor=person(request),
                reason=data["reason"],
                basis=data["basis"],
            )
        return Response(FormEffectSerializer({**told(effect), "done": not data["dry_run"]}).data)
