"""What can go wrong with certificates, in the words of people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from common.errors import DomainError, Fault

if TYPE_CHECKING:  # key files are read by processes that load no rendering
    from certificates.amended import Concerned, Outdated
    from certificates.rendering import TemplateInvalid


class DefinitionInvalid(DomainError):
    code = "certificate-template-invalid"
    status = 422
    text = {
        "vi": "Mẫu chưa dùng được; hãy sửa các mục được nêu.",
        "en": "The template cannot be used yet; correct the fields that are named.",
    }

    @classmethod
    def of(cls, invalid: TemplateInvalid) -> DefinitionInvalid:
        """The faults with pointers into the request's body."""
        return cls(
            errors=[
                Fault({"vi": fault.vi, "en": fault.en}, _pointer(fault.pointer))
                for fault in invalid.faults
            ]
        )


def _pointer(pointer: str) -> str:
    return pointer if pointer == "/design" else f"/definition{pointer}"


class NotPublished(DomainError):
    code = "publication-not-published"
    status = 409
    text = {
        "vi": "Kết quả này chưa được công bố hoặc đã bị thay thế; chỉ cấp giấy từ kết quả đang công bố.",
        "en": "These results are not published, or were superseded; certificates are issued from published results only.",
    }


class NotPublicUntil(DomainError):
    code = "publication-not-public-yet"
    status = 409
    text = {
        "vi": "Kết quả này được giữ kín đến {until}; cấp giấy được từ lúc đó.",
        "en": "These results are kept back until {until}; certificates can be issued from then on.",
    }


class CeremonyToCome(DomainError):
    code = "publication-before-ceremony"
    status = 409
    text = {
        "vi": "Kết quả này chỉ công khai khi lễ công bố kết thúc; hãy kết thúc lễ rồi cấp giấy.",
        "en": "These results become public when their ceremony is over; finish it, then issue certificates.",
    }


class LettersMissing(DomainError):
    code = "certificate-letters-missing"
    status = 422
    text = {
        "vi": "Phông chữ không in được “{letters}”; hãy ghi bằng chữ Việt hoặc chữ La-tinh.",
        "en": "The fonts cannot print “{letters}”; write it in Latin letters.",
    }

    def __init__(self, letters: str, pointer: str) -> None:
        text = {language: words.format(letters=letters) for language, words in self.text.items()}
        super().__init__(errors=[Fault(text, pointer)], letters=letters)


@dataclass(frozen=True, slots=True)
class Unfit:
    """A recipient whose certificate cannot say all: `letters` that are lacking, or an ellipsis.

    One who is `left_out` gets none, since the name itself cannot be spelt.
    """

    name: str
    letters: str
    left_out: bool
    cut: bool


_UNFIT_TOLD = 50
_LEFT_OUT = {
    "vi": "“{name}”: phông chữ không in được “{letters}” trong tên, nên chưa cấp giấy này.",
    "en": "“{name}”: the fonts cannot print “{letters}” in the name, so this one is not issued.",
}
_WITHOUT = {
    "vi": "“{name}”: phông chữ không in được “{letters}”, nên các ký tự này được bỏ đi.",
    "en": "“{name}”: the fonts cannot print “{letters}”, so these are left out.",
}
_CUT = {
    "vi": "“{name}”: lời ghi quá dài, nên bị cắt ở cuối bằng dấu “…”.",
    "en": "“{name}”: the words are too long, so they end with “…”.",
}


class CertificatesUnfit(DomainError):
    code = "certificates-unfit"
    status = 409
    text = {
        "vi": "{count} giấy không in được đúng như đã nhập. Hãy sửa rồi công bố lại, sửa mẫu, hoặc đồng ý in như dưới đây.",
        "en": "{count} certificates cannot be printed as they were entered. Correct them and publish again, change the template, or agree to print as told below.",
    }

    @classmethod
    def of(cls, found: Sequence[Unfit]) -> CertificatesUnfit:
        """Names the first ones; `count` tells how many there are."""
        return cls(
            count=len(found),
            errors=[
                Fault(
                    {language: words.format(name=one.name, letters=one.letters)
                     for language, words in _told(one).items()},
                    "/accept",
                )
                for one in found[:_UNFIT_TOLD]
            ],
        )  # fmt: skip


def _told(one: Unfit) -> dict[str, str]:
    return _LEFT_OUT if one.left_out else _WITHOUT if one.letters else _CUT


_OUT = {
    "vi": "“{name}” (bài {entry}): bài bị loại hoặc rút sau khi công bố, nên không cấp giấy này.",
    "en": "“{name}” (entry {entry}): the entry was disqualified or withdrawn after the publication, so this one is not issued.",
}
_CHANGED = {
    "vi": "“{name}” (bài {entry}): kết quả đã thay đổi sau khi công bố, giấy sẽ ghi theo bản đang công bố.",
    "en": "“{name}” (entry {entry}): the result changed after the publication; the certificate would state what is published.",
}
_WRONG = {
    "vi": "Giấy số {number} của “{name}” không còn đúng với kết quả đang công bố; hãy thu hồi.",
    "en": "Certificate {number} of “{name}” no longer agrees with the results in force; revoke it.",
}


class CertificatesConcerned(DomainError):
    code = "certificates-concerned"
    status = 409
    text = {
        "vi": "Kết quả đã thay đổi, liên quan đến {count} giấy dưới đây. Hãy công bố lại hoặc thu hồi giấy cấp sai trước; hoặc đồng ý cấp theo bản đang công bố.",
        "en": "Results have changed, which concerns the {count} certificates below. Publish again or revoke what was issued wrongly first; or agree to issue by the results in force.",
    }

    @classmethod
    def of(cls, changed: Sequence[Concerned], wrong: Sequence[Outdated]) -> CertificatesConcerned:
        """Names the first ones; `count` says how many there are."""
        rows = [
            (_OUT if one.out else _CHANGED, {"name": one.name, "entry": one.entry})
            for one in changed
        ] + [
            (
                _WRONG,
                {
                    "name": one.certificate.content["recipient"],
                    "number": one.certificate.register_number,
                },
            )
            for one in wrong
        ]
        return cls(
            count=len(rows),
            errors=[
                Fault(
                    {language: words.format(**params) for language, words in text.items()},
                    "/accept_changes",
                )
                for text, params in rows[:_UNFIT_TOLD]
            ],
        )


class CertificateOutdated(DomainError):
    code = "certificate-outdated"
    status = 409
    text = {
        "vi": "Giấy {number} không còn đúng với kết quả đang công bố nên không cấp lại được; hãy thu hồi giấy này.",
        "en": "Certificate {number} no longer agrees with the results in force, so it cannot be issued again; revoke it.",
    }


class NothingToPrint(DomainError):
    code = "no-certificates"
    status = 409
    text = {
        "vi": "Kết quả này không còn giấy nào để cấp theo mẫu đã chọn: không ai thuộc diện được cấp, hoặc tất cả đã có giấy còn hiệu lực.",
        "en": "These results leave no certificate to issue with the chosen template: nobody qualifies, or everybody holds a valid one already.",
    }


class TemplateOfOtherContest(DomainError):
    code = "certificate-template-elsewhere"
    status = 422
    text = {
        "vi": "Mẫu này thuộc cuộc thi khác; hãy chọn mẫu của cuộc thi này.",
        "en": "This template belongs to another contest; choose one of this contest.",
    }


class CertificateNotInForce(DomainError):
    code = "certificate-not-in-force"
    status = 409
    text = {
        "vi": "Giấy {number} đã bị thay thế hoặc thu hồi.",
        "en": "Certificate {number} was superseded or revoked.",
    }


class ReasonMissing(DomainError):
    code = "reason-missing"
    status = 422
    text = {"vi": "Hãy ghi lý do.", "en": "Give the reason."}

    def __init__(self, pointer: str = "/reason") -> None:
        super().__init__(errors=[Fault(self.text, pointer)])


class NothingToCorrect(DomainError):
    code = "name-unchanged"
    status = 422
    text = {
        "vi": "Hãy ghi họ tên đúng, khác với họ tên đang in trên giấy.",
        "en": "Give the right name, one that differs from the printed one.",
    }

    def __init__(self) -> None:
        super().__init__(errors=[Fault(self.text, "/recipient")])


class CorrectionPending(DomainError):
    code = "correction-pending"
    status = 409
    text = {
        "vi": "Giấy này đã có một đề nghị sửa tên đang chờ; hãy đợi ban tổ chức trả lời.",
        "en": "A correction of this certificate is already asked for; wait for the organisers' answer.",
    }


class CorrectionDecided(DomainError):
    code = "correction-decided"
    status = 409
    text = {
        "vi": "Đề nghị này đã được trả lời; hãy tải lại trang.",
        "en": "This request was already answered; reload the page.",
    }


class RangeInvalid(DomainError):
    code = "certificate-range-invalid"
    status = 422
    text = {
        "vi": "Không có giấy nào trong khoảng số này; ghi số vào sổ đầu và cuối, ví dụ from=8&to=20.",
        "en": "No certificate has a number in this range; give the first and last register number, as from=8&to=20.",
    }


class FileUnknown(DomainError):
    code = "certificate-file-unknown"
    status = 404
    text = {
        "vi": "Tệp này không phải bản gốc của giấy nào đã cấp; hãy quét mã QR trên giấy để kiểm tra.",
        "en": "This file is not the original of any certificate; scan the QR code on it to verify.",
    }


class CertificateUnknown(DomainError):
    code = "certificate-unknown"
    status = 404
    text = {
        "vi": "Không có giấy nào mang mã này; hãy kiểm tra lại từng ký tự của mã.",
        "en": "No certificate carries this code; check each letter of it.",
    }


class FileNotReady(DomainError):
    code = "certificate-file-not-ready"
    status = 409
    text = {
        "vi": "Tệp in chưa xong; hãy đợi công việc chạy hết.",
        "en": "The file is not ready; wait for the job to end.",
    }


class ImageRefused(DomainError):
    code = "certificate-image-refused"
    status = 422
    text = {
        "vi": "Không nhận được ảnh này; hãy chọn ảnh PNG, JPEG hoặc WebP, tối đa 2 MB và 4 triệu điểm ảnh.",
        "en": "This picture is not accepted; choose a PNG, JPEG or WebP of at most 2 MB and 4 million pixels.",
    }

    def __init__(self) -> None:
        super().__init__(errors=[Fault(self.text, "/file")])


class NobodyToSendTo(DomainError):
    code = "certificate-no-addresses"
    status = 409
    text = {
        "vi": "Không còn giấy nào gửi được: người nhận chưa có e-mail trong tài khoản, chưa đồng ý nhận thư, hoặc đã được gửi.",
        "en": "There is nothing left to send: recipients have no e-mail in their account, have not agreed to get e-mail, or were sent theirs.",
    }


class NoBounces(DomainError):
    code = "certificate-no-bounces"
    status = 422
    text = {
        "vi": "Không thấy địa chỉ nào trong số đã gửi; hãy dán các địa chỉ e-mail bị trả lại, mỗi dòng một địa chỉ.",
        "en": "None of these addresses was sent to; paste the e-mail addresses that came back, one a line.",
    }

    def __init__(self) -> None:
        super().__init__(errors=[Fault(self.text, "/text")])
