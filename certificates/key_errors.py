"""What can go wrong with keys that sign certificates and badges; told in both languages.

Holds texts and codes only.
"""

from __future__ import annotations

from typing import Any, ClassVar

from common.errors import DomainError, Fault


class KeyFault(DomainError):
    """Something about an uploaded key file; points at the file."""

    status = 422
    pointer: ClassVar[str] = "/file"

    def __init__(self, **params: Any) -> None:
        told = {language: text.format(**params) for language, text in self.text.items()}
        super().__init__(errors=[Fault(told, self.pointer)], **params)


class KeyFileUnreadable(KeyFault):
    code = "signing-key-unreadable-file"
    text = {
        "vi": "Không đọc được tệp này; hãy chọn tệp PKCS#12 (.p12 hoặc .pfx) do nơi cấp chứng thư gửi, tối đa 200 kB.",
        "en": "This file cannot be read; choose the PKCS#12 file (.p12 or .pfx) from your certificate authority, at most 200 kB.",
    }


class PassphraseWrong(KeyFault):
    code = "signing-key-passphrase-wrong"
    pointer = "/passphrase"
    text = {
        "vi": "Mật khẩu không mở được tệp khoá; hãy gõ lại, chú ý chữ hoa và chữ thường.",
        "en": "The passphrase does not open the key file; type it again, mind upper and lower case.",
    }


class KeyWithoutPrivate(KeyFault):
    code = "signing-key-no-private-key"
    text = {
        "vi": "Tệp chỉ có chứng thư, không có khoá bí mật; hãy xuất lại cả khoá bí mật.",
        "en": "The file has a certificate only and no private key; export it with the private key.",
    }


class KeyWithoutCertificate(KeyFault):
    code = "signing-key-no-certificate"
    text = {
        "vi": "Tệp không có chứng thư của khoá này; hãy xuất lại khoá cùng với chứng thư.",
        "en": "The file has no certificate of this key; export the key together with it.",
    }


class KeyTooWeak(KeyFault):
    code = "signing-key-too-weak"
    text = {
        "vi": "Khoá không đủ mạnh hoặc không dùng được; cần RSA từ 2048 bit hoặc EC P-256, P-384, P-521.",
        "en": "The key is too weak or of another kind; RSA of 2048 bits or more, or EC P-256, P-384, P-521 is needed.",
    }


class KeyExpired(KeyFault):
    code = "signing-key-expired"
    text = {
        "vi": "Chứng thư đã hết hạn ngày {day}; hãy dùng chứng thư còn hạn.",
        "en": "The certificate expired on {day}; use one that is valid.",
    }


class KeyNotYetValid(KeyFault):
    code = "signing-key-not-yet-valid"
    text = {
        "vi": "Chứng thư chỉ có hiệu lực từ ngày {day}; hãy tải lên từ ngày đó.",
        "en": "The certificate is valid from {day} on; upload it then.",
    }


class KeyNotForSigning(KeyFault):
    code = "signing-key-not-for-signing"
    text = {
        "vi": "Chứng thư này không được cấp để ký số (key usage); hãy dùng chứng thư ký.",
        "en": "This certificate was not issued for signing (key usage); use a signing certificate.",
    }


class KeyRemoved(DomainError):
    code = "signing-key-removed"
    status = 409
    text = {
        "vi": "Khoá này đã được gỡ; hãy tải lại trang.",
        "en": "This key was already removed; reload the page.",
    }


class KeyUnreadable(DomainError):
    code = "key-unreadable"
    status = 409
    text = {
        "vi": "Máy chủ không mở được khoá đã lưu; hãy báo người quản trị kiểm tra KEY_SECRETS.",
        "en": "The server cannot open the stored key; ask the administrator to check KEY_SECRETS.",
    }


class BadgesOff(DomainError):
    code = "open-badges-off"
    status = 409
    text = {
        "vi": "Cuộc thi này không cấp huy hiệu mở.",
        "en": "This contest gives no Open Badges.",
    }


class KeyUnknown(DomainError):
    code = "badge-key-unknown"
    status = 404
    text = {"vi": "Đơn vị không có khoá này.", "en": "The organization has no such key."}
