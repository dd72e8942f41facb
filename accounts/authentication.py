"""How a request says who sends it, besides the session: a machine's token."""

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accounts import errors, selectors, services
from accounts.models import ApiToken, User
from common.authentication import SessionAuthentication

_ORDER: list[str] = list(ApiToken.Scope)
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def person(request: Request) -> User:
    """Who sends `request`, for views that let nobody else in."""
    assert isinstance(request.user, User)
    return request.user


class ApiTokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer <secret>` (RFC 6750, section 2.1).

    Reading needs no scope; a write needs that of the view (`token_scope`), which is to organise
    unless the view says otherwise.
    """

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        scheme, _, secret = get_authorization_header(request).decode("latin-1").partition(" ")
        if scheme.lower() != "bearer":
            return None
        token = selectors.token_of_secret(secret.strip())
        if token is None:
            raise AuthenticationFailed()
        view = (request.parser_context or {}).get("view")
        needed = getattr(view, "token_scope", ApiToken.Scope.ORGANISE)
        if request.method not in _SAFE and _ORDER.index(token.scope) < _ORDER.index(needed):
            raise errors.TokenScopeTooNarrow(scope=needed)
        services.note_use(token=token)
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class ApiTokenScheme(OpenApiAuthenticationExtension):
    """Describes the token in the OpenAPI document."""

    target_class = ApiTokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer"}


class SignInAuthentication(SessionAuthentication):
    """The session where somebody signs in: the CSRF check holds for anonymous visitors too.

    Otherwise another site could sign a visitor in as somebody else.
    """

    def authenticate(self, request: Request) -> tuple[User, None] | None:
        self.enforce_csrf(request)
        return super().authenticate(request)


class SignInScheme(OpenApiAuthenticationExtension):
    """Describes the CSRF-checked session in the OpenAPI document."""

    target_class = SignInAuthentication
    name = "sign-in-session"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "apiKey", "in": "cookie", "name": "sessionid"}
