"""The people who can sign in to the demo, all with one password, and how they are told of."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Final

from accounts.models import User
from accounts.services import create_user

PASSWORD: Final = os.environ.get("DEMO_PASSWORD", "hoc-tap-suot-doi")


@dataclass(frozen=True, slots=True)
class Account:
    """A demo user and what the sign-in table says of them."""

    username: str
    full_name: str
    role: str
    role_en: str
    is_staff: bool = False
    language: str = "vi"


ACCOUNTS: Final = (
    Account("quantri", "Đặng Quốc Việt", "Quản trị hệ thống", "Staff", is_staff=True),
    Account("tochuc", "Lê Thị Thu Hiền", "Ban tổ chức: quản lý, công bố, in giấy", "Organiser"),
    Account("duyet", "Trịnh Hữu Phước", "Người duyệt công bố thứ hai", "Second approver"),
    Account("truongban", "Nguyễn Thị Bạch Tuyết", "Trưởng ban giám khảo", "Head judge"),
    Account("giamkhao1", "Vũ Đình Khôi", "Giám khảo nội dung số", "Judge: digital content"),
    Account("giamkhao2", "Huỳnh Ngọc Trâm", "Giám khảo, trọng tài sân robot", "Judge and referee"),
    Account("giamkhao3", "Ksor Y Thuỷ", "Giám khảo, sản phẩm robot", "Judge: robot design"),
    Account("giaovien", "Phạm Thị Kim Oanh", "Giáo viên hướng dẫn", "Mentor teacher"),
    Account("hocsinh1", "Nguyễn Phúc Bảo Ngân", "Thí sinh (có giấy chứng nhận)", "Student"),
    Account("hocsinh2", "Trần Đức Tuệ", "Thí sinh, đội robot", "Student, robot team"),
)

MACHINE: Final = Account("may-cham", "Máy chấm tự động", "", "")
"""The seat that automatic scores are entered by; nobody signs in with it."""


def make_accounts() -> dict[str, User]:
    """The demo users by user name; those that exist stay as they are."""
    wanted = (*ACCOUNTS, MACHINE)
    users = {
        user.username: user
        for user in User.objects.filter(username__in=[each.username for each in wanted])
    }
    for each in wanted:
        if each.username not in users:
            users[each.username] = create_user(
                username=each.username,
                full_name=each.full_name,
                password=None if each is MACHINE else PASSWORD,
                language=each.language,
                is_staff=each.is_staff,
            )
    return users


def sign_in_table() -> str:
    """The table of sign-ins in both languages, for a terminal or a wall."""
    rows = [("Tên đăng nhập / User", "Họ tên / Name", "Vai trò", "Role")]
    rows += [(each.username, each.full_name, each.role, each.role_en) for each in ACCOUNTS]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    rule = "─" * max(map(len, lines))
    password = f"Mật khẩu chung / Password of all: {PASSWORD}"
    return "\n".join([rule, lines[0], rule, *lines[1:], rule, password])
