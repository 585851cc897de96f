"""Password hashing: OWASP's minimum for Argon2id, and something quick for passwords that are pure chance."""

from django.contrib.auth.hashers import Argon2PasswordHasher, PBKDF2PasswordHasher


class Argon2id19(Argon2PasswordHasher):
    """Argon2id with 19 MiB, t = 2, p = 1: about 40 ms of CPU a login (an exam's nine o'clock is hashing)."""

    algorithm = "argon2id19"
    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1


class FirstPasswordHasher(PBKDF2PasswordHasher):
    """For the printed passwords: 49 random bits need no slow hash, and a street's slips are ready at once.

    The first login rehashes with the preferred hasher, as Django does for every other one.
    """

    algorithm = "pbkdf2_first"
    iterations = 10_000
