"""What can go wrong with accounts, in both languages."""

from common.errors import DomainError


class NameMissing(DomainError):
    code = "name-missing"
    status = 422
    text = {"vi": "Hãy nhập họ và tên.", "en": "Enter the full name."}


class UsernameTaken(DomainError):
    code = "username-taken"
    status = 409
    text = {
        "vi": "Tên đăng nhập “{username}” đã có người dùng; hãy chọn tên khác.",
        "en": "The user name “{username}” is taken; choose another one.",
    }


class UsernameInvalid(DomainError):
    code = "username-invalid"
    status = 422
    text = {
        "vi": "Tên đăng nhập “{username}” không hợp lệ; chỉ dùng chữ không dấu, số và . _ - @ +.",
        "en": "The user name “{username}” is not valid; use letters, digits and . _ - @ + only.",
    }


class PasswordWeak(DomainError):
    code = "password-weak"
    status = 422
    text = {
        "vi": "Mật khẩu quá dễ đoán; hãy sửa theo các điểm được nêu.",
        "en": "The password is too easy to guess; correct what is named.",
    }


class LanguageUnknown(DomainError):
    code = "language-unknown"
    status = 422
    text = {
        "vi": "Không có ngôn ngữ “{language}”; hãy chọn vi hoặc en.",
        "en": "There is no language “{language}”; choose vi or en.",
    }


class GuardianMissing(DomainError):
    code = "guardian-missing"
    status = 422
    text = {
        "vi": "Người dưới 16 tuổi cần có cha mẹ hoặc người giám hộ cùng đồng ý; hãy nhập họ tên của họ.",
        "en": "Under the age of 16 a parent or guardian must consent as well; enter their full name.",
    }


class ConsentNeeded(DomainError):
    code = "consent-needed"
    status = 422
    text = {
        "vi": "Cần đồng ý tham gia và được chấm điểm thì mới tạo được tài khoản.",
        "en": "An account needs the consent to take part and be judged.",
    }


class ConsentMissing(DomainError):
    code = "consent-missing"
    status = 422
    text = {
        "vi": "Chưa có sự đồng ý này nên không thể rút lại.",
        "en": "This consent was not given, so it cannot be withdrawn.",
    }


class CardRefused(DomainError):
    """One text for every reason: a guesser learns nothing."""

    code = "card-refused"
    status = 403
    text = {
        "vi": "Thẻ đăng nhập không đúng, đã dùng hoặc đã hết hạn; hãy xin ban tổ chức thẻ mới.",
        "en": "The sign-in card is wrong, used up or expired; ask the organiser for a new one.",
    }


class LinkRefused(DomainError):
    """One text for every reason: a guesser learns nothing."""

    code = "link-refused"
    status = 403
    text = {
        "vi": "Liên kết đăng nhập không đúng, đã dùng, đã hết hạn hoặc bị nhập sai mã PIN quá nhiều lần; hãy xin ban tổ chức liên kết mới.",
        "en": "The sign-in link is wrong, used up, expired, or met too many wrong PINs; ask the organiser for a new one.",
    }


class LinkPinWrong(DomainError):
    code = "link-pin-wrong"
    status = 403
    text = {
        "vi": "Mã PIN chưa đúng; còn {left} lần thử.",
        "en": "The PIN is not right; {left} tries are left.",
    }


class LinkExpiryPast(DomainError):
    code = "link-expiry-past"
    status = 422
    text = {
        "vi": "Thời hạn của liên kết phải ở tương lai và không quá 14 ngày; hãy chọn lúc khác.",
        "en": "The link must expire in the future and within 14 days; choose another time.",
    }


class SignedInAsOther(DomainError):
    """Nobody's session is replaced unasked; `replace` says that the person wants it."""

    code = "signed-in-as-other"
    status = 409
    text = {
        "vi": "Máy này đang đăng nhập là {current}; hãy xác nhận nếu muốn tiếp tục là {next}.",
        "en": "You are signed in as {current}; confirm if you want to go on as {next}.",
    }


class ReauthenticationNeeded(DomainError):
    code = "reauthentication-needed"
    status = 403
    text = {
        "vi": "Hãy nhập lại mật khẩu để tiếp tục.",
        "en": "Enter your password again to go on.",
    }


class SessionOfCard(DomainError):
    """Whoever holds a printed card could otherwise take the account."""

    code = "session-of-card"
    status = 403
    text = {
        "vi": "Bạn đang đăng nhập bằng thẻ in, chỉ dùng để làm việc trong cuộc thi. Muốn đổi tài khoản, hãy đăng nhập bằng mật khẩu hoặc liên kết một lần.",
        "en": "You signed in by a printed card, which is for work in the contest only. To change the account, sign in by password or by a one-time link.",
    }


class SecondFactorNeeded(DomainError):
    code = "second-factor-needed"
    status = 403
    text = {
        "vi": "Duyệt kết quả và cấp giấy cần xác thực hai lớp. Hãy thiết lập trong mục Tài khoản (khoảng hai phút) rồi làm lại.",
        "en": "Approving results and issuing certificates need two-step sign-in. Set it up under Account (about two minutes), then try again.",
    }


class SecondFactorSet(DomainError):
    code = "second-factor-set"
    status = 409
    text = {
        "vi": "Xác thực hai lớp đang bật; hãy tắt trước khi thiết lập lại.",
        "en": "Two-step sign-in is on; turn it off before you set it up anew.",
    }


class SecondFactorUnconfirmed(DomainError):
    code = "second-factor-unconfirmed"
    status = 403
    text = {
        "vi": "Phiên này chưa xác nhận bằng mã của ứng dụng xác thực. Hãy xác nhận trong mục Tài khoản rồi làm lại.",
        "en": "This session was not confirmed by a code of your authenticator app. Confirm it under Account, then try again.",
    }


class AccountNotOwn(DomainError):
    """`missing` names what the errors say, for a screen that leads to it."""

    code = "account-not-own"
    status = 403
    text = {
        "vi": "{maker}, người đề nghị, đã tạo, phân công hoặc cấp cách vào tài khoản này, nên bạn duyệt được khi tài khoản là của riêng bạn. Hãy làm các điểm sau trong mục Tài khoản (khoảng hai phút) rồi duyệt lại.",
        "en": "{maker}, who proposed this, created or appointed your account or gave a way into it, so you can approve once the account is your own. Do the following under Account (about two minutes), then approve again.",
    }


class AccountsOfOneMaker(DomainError):
    """`missing` as of AccountNotOwn."""

    code = "accounts-of-one-maker"
    status = 403
    text = {
        "vi": "{maker} đã tạo, phân công hoặc cấp cách vào cả hai tài khoản, của người đề nghị và của bạn, nên một trong hai phải là của riêng người dùng. Hãy làm các điểm sau trong mục Tài khoản (khoảng hai phút) rồi duyệt lại.",
        "en": "{maker} created or appointed both accounts, the proposer's and yours, or gave a way into them, so one of the two must be its person's own. Do the following under Account (about two minutes), then approve again.",
    }


class ProposerNotOwn(DomainError):
    code = "proposer-not-own"
    status = 403
    text = {
        "vi": "Bạn đã tạo, phân công hoặc cấp cách vào tài khoản của {person}, người đề nghị. Hãy nhờ {person} làm các điểm sau trong mục Tài khoản (khoảng hai phút) rồi đề nghị lại, hoặc nhờ người khác duyệt.",
        "en": "You created or appointed the account of {person}, who proposed this, or gave a way into it. Ask {person} to do the following under Account (about two minutes) and to propose again, or another person to approve.",
    }


class OwnConfirmation(DomainError):
    code = "own-confirmation"
    status = 409
    text = {
        "vi": "Không ai tự xác nhận cho mình; hãy nhờ một quản trị viên khác.",
        "en": "Nobody confirms their own account; ask another administrator.",
    }


class CardForStaff(DomainError):
    code = "card-for-staff"
    status = 409
    text = {
        "vi": "Tài khoản quản trị “{username}” phải đăng nhập bằng mật khẩu, không dùng thẻ.",
        "en": "The staff account “{username}” must sign in by password, not by a card.",
    }


class CardExpiryPast(DomainError):
    code = "card-expiry-past"
    status = 422
    text = {
        "vi": "Thời hạn của thẻ phải ở tương lai và không quá một năm; hãy chọn ngày khác.",
        "en": "The card must expire in the future and within a year; choose another date.",
    }


class AccountInactive(DomainError):
    code = "account-inactive"
    status = 409
    text = {
        "vi": "Tài khoản “{username}” đã bị khoá; hãy mở lại trước khi cấp thẻ.",
        "en": "The account “{username}” is inactive; activate it before you issue a card.",
    }


class LabelMissing(DomainError):
    code = "label-missing"
    status = 422
    text = {
        "vi": "Hãy đặt tên để nhận ra mã truy cập này.",
        "en": "Enter a label by which you will recognise this token.",
    }


class TokenExpiryWrong(DomainError):
    code = "token-expiry-wrong"
    status = 422
    text = {
        "vi": "Mã truy cập phải dùng được từ 1 đến 365 ngày; hãy nhập số khác.",
        "en": "A token lasts 1 to 365 days; enter another number.",
    }


class TokenScopeTooNarrow(DomainError):
    code = "token-scope-too-narrow"
    status = 403
    text = {
        "vi": "Mã truy cập này không có phạm vi “{scope}”; hãy tạo mã khác trong mục Tài khoản.",
        "en": "This token lacks the scope “{scope}”; make another one under Account.",
    }
