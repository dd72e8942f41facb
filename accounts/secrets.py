"""Secrets of cards and tokens: how they are made and what of them is stored."""

import hashlib
import secrets

SECRET_BYTES = 16
"""128 bits; at least 112 are wanted, so that a plain hash needs no salt and no stretching."""

PIN_DIGITS = 6


def new_secret() -> str:
    """A fresh secret of `SECRET_BYTES` random bytes in URL-safe letters (22 of them)."""
    return secrets.token_urlsafe(SECRET_BYTES)


def new_pin() -> str:
    """Six random digits; safe only beside a secret and with few tries."""
    return f"{secrets.randbelow(10**PIN_DIGITS):0{PIN_DIGITS}}"


def digest(secret: str) -> str:
    """The SHA-256 of `secret` in hexadecimal; the only trace of it in the database."""
    return hashlib.sha256(secret.encode()).hexdigest()
