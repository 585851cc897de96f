"""Password hashing at OWASP's minimum for Argon2id: an exam's nine o'clock is hashing."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2id19(Argon2PasswordHasher):
    """Argon2id with 19 MiB, t = 2, p = 1: about 40 ms of CPU a login."""

    algorithm = "argon2id19"
    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
