"""The cost of a password hash."""

from django.contrib.auth import hashers


class Argon2PasswordHasher(hashers.Argon2PasswordHasher):
    """Argon2id at 19 MiB, two passes, one lane: OWASP's minimum.

    About 20 ms a sign-in; Django's default (100 MiB, 244 ms) lets only four pupils a second in.
    """

    memory_cost = 19 * 1024  # KiB
    time_cost = 2
    parallelism = 1
