"""How a name, a number or a phone is shown to somebody who need not see all of it."""


def masked_name(name: str) -> str:
    """张伟 → 张＊, 欧阳文 → 欧＊＊: the first character, the rest full-width stars."""
    return name[:1] + "＊" * (len(name) - 1)


def masked_number(number: str) -> str:
    """An ID number by its last four: **************2761."""
    return "*" * max(len(number) - 4, 0) + number[-4:] if number else ""


def masked_phone(phone: str) -> str:
    """138****6789."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 7 else "*" * len(phone)
