"""The disk under the uploads: how much is free, and what happens when it runs low.

Below the reserve nothing is uploaded, so that scores still have room. Counts no quotas.
"""

from __future__ import annotations

import logging
import shutil
import time
from pathlib import Path
from threading import Lock

from django.conf import settings
from django.core.mail import mail_admins

from common.errors import DomainError

_log = logging.getLogger(__name__)
_DAY_SECONDS = 24 * 3600
_reporting = Lock()


class DiskFull(DomainError):
    code = "disk-full"
    status = 507
    text = {
        "vi": "Máy chủ sắp hết chỗ nên tạm thời không nhận tệp; điểm vẫn được ghi. Hãy dùng liên kết, hoặc báo ban tổ chức rồi thử lại sau.",
        "en": "The server is short of disk and takes no files for now; scores are still recorded. Use a link, or inform the organiser and try again later.",
    }


def free_bytes() -> int:
    """Free on the disk of the uploads, whether or not their folder is there yet."""
    folder = Path(settings.MEDIA_ROOT)
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free


def require_room(size: int = 0) -> None:
    """Refuse what would touch the reserve. Raises DiskFull.

    The operator is notified already while twice the reserve is left.
    """
    left = free_bytes() - size
    if left < 2 * settings.DISK_RESERVE_BYTES:
        _notify(left)
    if left < settings.DISK_RESERVE_BYTES:
        raise DiskFull


def _notify(left: int) -> None:
    """A line in the log each time, and a mail to ADMINS once a day."""
    text = (
        f"Ổ đĩa của máy chủ còn {left / 1e6:.0f} MB; dưới {settings.DISK_RESERVE_BYTES / 1e6:.0f} MB"
        " thì không nhận tệp nữa. Hãy dọn bớt hoặc thêm dung lượng.\n\n"
        f"The server's disk has {left / 1e6:.0f} MB left; below"
        f" {settings.DISK_RESERVE_BYTES / 1e6:.0f} MB no files are taken. Free or add space.\n\n"
        f"{settings.PUBLIC_URL}/admin/state/"
    )
    _log.error(
        "disk: %.0f MB left, the reserve is %.0f", left / 1e6, settings.DISK_RESERVE_BYTES / 1e6
    )
    with _reporting:
        stamp = Path(settings.MEDIA_ROOT) / ".disk-reported"
        try:
            if stamp.exists() and time.time() - stamp.stat().st_mtime < _DAY_SECONDS:
                return
            stamp.parent.mkdir(parents=True, exist_ok=True)
            stamp.touch()
        except OSError:
            _log.exception("disk: it cannot be recorded that the operator was notified")
            return  # rather no mail than one for each upload
    try:
        mail_admins("Sân Thi: ổ đĩa sắp đầy / the disk is nearly full", text)
    except Exception:
        _log.exception("disk: the mail to ADMINS could not be sent")
