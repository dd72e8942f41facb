"""What an upgrade made stricter: one entry each, in both languages. New ones go to the end.

Holds words, and what each means for this installation in figures; `upgrade.py` decides who is shown
them. Never names a person.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Max, Q
from django.utils import timezone

from accounts.models import ApiToken, SignInCard, User
from common.language import Text
from contests.models import (
    ContestGroupGrant,
    ContestUserGrant,
    OrganizationGroupGrant,
    OrganizationUserGrant,
)
from leaderboards.models import Publication
from submissions.models import NameConsent, Participant

_APPROVING = ("manage", "chair", "publish", "issue_certificates")


@dataclass(frozen=True, slots=True)
class Change:
    """`since` is the migration that brought it, or one of the same release: app and name.

    `key` is stored with who has read it and stays. `here` says what it means for this installation,
    or nothing where it means nothing.
    """

    key: str
    since: tuple[str, str]
    name: Text
    text: Text
    do: Text
    here: Callable[[], Text | None] = lambda: None


def _approvers() -> Text | None:
    if not settings.SECOND_FACTOR_REQUIRED:
        return {
            "vi": "Máy chủ này đã tắt yêu cầu đó (SECOND_FACTOR_REQUIRED).",
            "en": "This server has turned it off (SECOND_FACTOR_REQUIRED).",
        }
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    alone = ContestUserGrant.objects.filter(permission__codename__in=_APPROVING)
    groups = ContestGroupGrant.objects.filter(permission__codename__in=_APPROVING)
    people = User.objects.filter(
        Q(is_staff=True) | Q(pk__in=alone.values("user")) | Q(groups__in=groups.values("group")),
        is_active=True,
    ).distinct()
    enrolled = Authenticator.objects.filter(type__in=kinds)
    missing, every = people.exclude(pk__in=enrolled.values("user")).count(), people.count()
    return {
        "vi": f"{missing} trong {every} người có thể duyệt hoặc cấp giấy chưa bật.",
        "en": f"Not set up yet by {missing} of {every} people who may approve or issue.",
    }


def _cards() -> Text | None:
    living = SignInCard.objects.filter(
        ~Q(single_use=True, used_at__isnull=False),
        revoked_at=None,
        expires_at__gt=timezone.now(),
    )
    count, last = living.count(), living.aggregate(last=Max("expires_at"))["last"]
    return last and {
        "vi": f"Số thẻ còn dùng được: {count}; thẻ cuối hết hạn ngày {_day(last)}.",
        "en": f"Cards that still work: {count}; the last one ends on {_day(last)}.",
    }


def _tokens() -> Text | None:
    living = ApiToken.objects.filter(revoked_at=None, expires_at__gt=timezone.now())
    count, last = living.count(), living.aggregate(last=Max("expires_at"))["last"]
    return last and {
        "vi": f"Số mã còn dùng được: {count}; mã cuối hết hạn ngày {_day(last)}.",
        "en": f"Tokens that still work: {count}; the last one ends on {_day(last)}.",
    }


def _speakers() -> Text:
    count = OrganizationUserGrant.objects.count() + OrganizationGroupGrant.objects.count()
    return {
        "vi": f"Số quyền thay mặt đơn vị hiện có: {count}.",
        "en": f"Grants on organizations now: {count}.",
    }


def _obsolete() -> Text | None:
    count = Publication.objects.filter(state=Publication.State.OBSOLETE).count()
    return count and {  # type: ignore[return-value]
        "vi": f"Số đề nghị công bố đã lỗi thời: {count}.",
        "en": f"Proposals that are obsolete: {count}.",
    }


def _quotas() -> Text:
    entry, person, contest = (
        size // 1_000_000
        for size in (
            settings.QUOTA_ENTRY_BYTES,
            settings.QUOTA_PERSON_BYTES,
            settings.QUOTA_CONTEST_BYTES,
        )
    )
    return {
        "vi": f"Mỗi bài {entry} MB, mỗi người {person} MB, mỗi cuộc thi {contest} MB.",
        "en": f"{entry} MB an entry, {person} MB a person, {contest} MB a contest.",
    }


def _day(instant: datetime) -> str:
    return f"{instant.astimezone(ZoneInfo(settings.DISPLAY_TIME_ZONE)):%d/%m/%Y}"


def _unnamed() -> Text:
    every = Participant.objects.count()
    asked = NameConsent.objects.values("participant").distinct().count()
    return {
        "vi": f"Có giấy đồng ý của {asked} trong {every} thí sinh.",
        "en": f"Consent on paper is recorded for {asked} of {every} participants.",
    }


CHANGES = (
    Change(
        "second-factor",
        ("accounts", "0003_ends_and_scopes"),
        {"vi": "Duyệt cần xác thực hai bước", "en": "Approving takes two-step sign-in"},
        {
            "vi": "Duyệt kết quả và cấp giấy cần xác thực hai bước.",
            "en": "Approving results and issuing certificates take two-step sign-in.",
        },
        {
            "vi": "Mỗi người bật nó ở trang Tài khoản, mất hai phút; nên làm trước ngày công bố.",
            "en": "Each person sets it up under Account in two minutes; best before results day.",
        },
        _approvers,
    ),
    Change(
        "cards-end",
        ("accounts", "0003_ends_and_scopes"),
        {"vi": "Thẻ đăng nhập có hạn", "en": "Sign-in cards end"},
        {
            "vi": "Thẻ và liên kết hết hạn khi chấm xong, khi thôi chấm, khi người đó được thêm quyền.",
            "en": "Cards and links end with the judging, the role, or a further grant.",
        },
        {
            "vi": "In thẻ mới cho ai còn cần sau ngày đó.",
            "en": "Print new ones for whoever needs one after that.",
        },
        _cards,
    ),
    Change(
        "tokens-end",
        ("accounts", "0003_ends_and_scopes"),
        {"vi": "Mã cho chương trình có hạn", "en": "Tokens for programs end"},
        {
            "vi": "Mã có phạm vi và hạn dùng, và hết hiệu lực khi đổi mật khẩu.",
            "en": "Tokens have a scope and an end, and end with a new password.",
        },
        {
            "vi": "Tạo mã mới ở trang Tài khoản trước khi mã cũ hết hạn.",
            "en": "Make new ones under Account before the old ones end.",
        },
        _tokens,
    ),
    Change(
        "sessions-end",
        ("accounts", "0003_ends_and_scopes"),
        {"vi": "Phiên đăng nhập có hạn", "en": "Sessions end"},
        {
            "vi": "Sau 7 ngày không dùng hoặc 30 ngày; trên máy dùng chung sau 30 phút hoặc 4 giờ.",
            "en": "After 7 days without use or 30 days; on shared devices after 30 minutes or 4 hours.",
        },
        {
            "vi": "Không phải làm gì. Điểm chưa gửi vẫn ở trên máy cho đến khi đăng nhập lại.",
            "en": "Nothing to do. Unsent scores stay on the device until the next sign-in.",
        },
    ),
    Change(
        "organization-grants",
        ("contests", "0004_organization_grants"),
        {"vi": "Quyền thay mặt đơn vị", "en": "Who speaks for an organization"},
        {
            "vi": "Tạo cuộc thi và cấp giấy cần quyền trên đơn vị đó hoặc đơn vị cấp trên.",
            "en": "Creating contests and issuing certificates take a grant on the organization.",
        },
        {
            "vi": "Xem lại ai được quyền ở Tổ chức → Quyền thay mặt đơn vị (/speakers).",
            "en": "Look the grants through under Organise → Who speaks for organizations (/speakers).",
        },
        _speakers,
    ),
    Change(
        "one-in-force",
        ("leaderboards", "0005_obsolete"),
        {"vi": "Một bản công bố có hiệu lực", "en": "One publication in force"},
        {
            "vi": "Đề nghị cũ hơn kết quả đang có hiệu lực không duyệt được nữa.",
            "en": "A proposal older than the results in force can no longer be approved.",
        },
        {
            "vi": "Đề nghị lại nếu còn cần; xem Giấy cần thu hồi ở từng cuộc thi.",
            "en": "Propose again where needed; see the certificates to be revoked in each contest.",
        },
        _obsolete,
    ),
    Change(
        "quotas",
        ("leaderboards", "0005_obsolete"),
        {"vi": "Hạn mức tệp", "en": "Quotas of files"},
        {
            "vi": "Bài nộp có hạn mức; khi ổ đĩa gần đầy thì không nhận tệp, vẫn nhận điểm.",
            "en": "Works have quotas; on a nearly full disk no files are taken, scores still are.",
        },
        {
            "vi": "Đặt QUOTA_ENTRY_MB, QUOTA_PERSON_MB, QUOTA_CONTEST_MB nếu cần nhiều hơn.",
            "en": "Set QUOTA_ENTRY_MB, QUOTA_PERSON_MB, QUOTA_CONTEST_MB if you need more.",
        },
        _quotas,
    ),
    Change(
        "strict-api",
        ("leaderboards", "0005_obsolete"),
        {"vi": "API chặt hơn", "en": "A stricter API"},
        {
            "vi": "API chỉ nhận JSON ngoài chỗ tải tệp, và từ chối trường hay bộ lọc không biết.",
            "en": "The API takes JSON alone outside uploads, and refuses unknown members and filters.",
        },
        {
            "vi": "Thử lại các chương trình của bạn; câu từ chối nêu tên gần nhất.",
            "en": "Try your own programs once; a refusal names the nearest name.",
        },
    ),
    Change(
        "packages",
        ("leaderboards", "0006_imports"),
        {"vi": "Gói cuộc thi được tính lại", "en": "Packages are computed again"},
        {
            "vi": "Kết quả trong gói được tính lại từ phiếu chấm, và được đánh dấu là nhập vào.",
            "en": "A package's results are computed again from its sheets, and marked as imported.",
        },
        {
            "vi": "Gói có kết quả khác bị từ chối, hoặc nhập thành đề nghị để người khác duyệt.",
            "en": "One that differs is refused, or imported as a proposal that another approves.",
        },
    ),
    Change(
        "name-consents",
        ("submissions", "0006_name_consents"),
        {"vi": "Tên chỉ hiện khi có đồng ý", "en": "Names take consent"},
        {
            "vi": "Nơi công khai chỉ nêu tên thí sinh đã đồng ý; kết quả công bố từ trước cũng vậy.",
            "en": "In public only those who consented are named, in results of before too.",
        },
        {
            "vi": "Ghi đồng ý trên giấy của cả lớp ở Tổ chức → Bài dự thi của từng cuộc thi.",
            "en": "Record whole classes from paper under Organise → Entries of each contest.",
        },
        _unnamed,
    ),
    Change(
        "own-accounts",
        ("accounts", "0005_credentials"),
        {"vi": "Người duyệt dùng tài khoản của chính mình", "en": "Approvers own their account"},
        {
            "vi": "Tài khoản do người đề nghị tạo, phân công hoặc in thẻ chỉ duyệt được khi chủ của nó "
            "tự đặt mật khẩu, xác thực hai bước và địa chỉ thư.",
            "en": "An account that the proposer made, appointed or printed a card for approves once its "
            "person has set a password, a second factor and an address of their own.",
        },
        {
            "vi": "Màn hình từ chối nêu từng việc còn thiếu; làm trước ngày công bố.",
            "en": "The refusal lists what is missing; best done before results day.",
        },
    ),
    Change(
        "invitations",
        ("submissions", "0004_invitations_and_requests"),
        {"vi": "Nêu tên đăng nhập là lời mời", "en": "A user name is an invitation"},
        {
            "vi": "Giáo viên và thí sinh được nêu bằng tên đăng nhập phải nhận lời; sau phân công đầu tiên, "
            "đổi người phải qua ban tổ chức.",
            "en": "Mentors and team members named by user name accept first; after the first assignment "
            "changes of people go to the organiser.",
        },
        {
            "vi": "Yêu cầu đổi người nằm đầu trang Bài dự thi.",
            "en": "Requests wait on top of a contest's entries.",
        },
    ),
    Change(
        "blind",
        ("judging", "0014_declarations"),
        {"vi": "Chấm kín chặt hơn", "en": "Blind judging is stricter"},
        {
            "vi": "Trong cuộc thi chấm kín chưa công bố, công chúng chưa thấy bảng điểm trực tiếp và tệp.",
            "en": "Before the results of a blind contest the public sees no live board and no file.",
        },
        {
            "vi": "Không phải làm gì. Giám khảo khai trường hay người quen thay vì chọn bài.",
            "en": "Nothing to do. Judges declare a school or a person instead of picking an entry.",
        },
    ),
)
"""In the order in which they are shown."""
