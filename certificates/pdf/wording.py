"""The words and dates of printed documents, in the language of the document and not of the clerk's screen."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.conf import settings

from certificates.payloads import CertificatePayload

_DIGITS = "〇一二三四五六七八九"
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True)
class CertificateWords:
    """The sentences of a certificate."""

    title: str
    opening: str
    honorific: str
    body: str
    number: str
    verify: str
    expiry: str


CERTIFICATE = {
    "zh-hans": CertificateWords(
        title="结业证书",
        opening="",
        honorific="同志",
        body="于{began}至{ended}参加{organisation}举办的{cohort}，修满{hours}学时，{result}，准予结业。",
        number="证书编号",
        verify="扫码查验真伪",
        expiry="有效期至{day}",
    ),
    "en": CertificateWords(
        title="Certificate of Completion",
        opening="This is to certify that",
        honorific="",
        body=(
            "has attended {cohort}, held by {organisation} from {began} to {ended}, "
            "has completed {hours} credit hours ({result}), and has thereby fulfilled its requirements."
        ),
        number="Certificate no.",
        verify="Scan to verify",
        expiry="Valid until {day}",
    ),
}


def of_certificate(payload: CertificatePayload) -> CertificateWords:
    """The sentences of this certificate: those of its design, in the language it was made for."""
    words = CERTIFICATE[payload.language]
    if payload.design is None:
        return words
    return replace(words, title=payload.design.title, body=payload.design.wording)


def blanks_of(payload: CertificatePayload) -> dict[str, str]:
    """What its blanks are filled with; the list is that of certificates.placeholders."""
    return {
        "name": payload.person.name,
        "organisation": payload.organisation.name,
        "programme": payload.programme,
        "cohort": payload.cohort.name,
        "began": day(payload.began_on, payload.language),
        "ended": day(payload.ended_on, payload.language),
        "hours": amount(payload.hours),
        "result": payload.result,
    }


@dataclass(frozen=True)
class PledgeWords:
    """The labels of a pledge and of its evidence sheet."""

    clause: str
    triggers: str
    triggers_lead: str
    pledger: str
    post: str
    signed_at: str
    witness: str
    endorser: str
    countersigner: str
    countersigned_at: str
    organisation: str
    number: str
    verify: str
    evidence: str
    evidence_lead: str
    evidence_labels: dict[str, str]
    evidence_values: dict[str, str]
    text_digest: str
    evidence_digest: str
    honest: str
    page: str
    originals: tuple[str, str]


PLEDGE = {
    "zh-hans": PledgeWords(
        clause="{number}、{text}",
        triggers="已逐条确认的辞职情形",
        triggers_lead="本人已逐条阅读并确认，出现下列情形之一时，按规定程序处理：",
        pledger="承诺人",
        post="职务",
        signed_at="签署时间",
        witness="见证人（当面宣读全文）",
        endorser="党组织书记会签",
        countersigner="会签人",
        countersigned_at="会签时间",
        organisation="组织单位",
        number="编号",
        verify="扫码查验",
        evidence="签署证据页",
        evidence_lead="本页由平台在签署时记录，与正文一并封存。任何改动都会使下列摘要不再相符。",
        evidence_labels={
            "text_title": "文本名称",
            "text_revision": "文本版本",
            "signed_together": "一次签署",
            "reading": "阅读方式",
            "witness": "见证人",
            "witness_account": "见证人账户",
            "opened_at": "打开文本",
            "read_at": "读毕全文",
            "confirmed_at": "确认条款",
            "authenticated_at": "再次验证身份",
            "signed_at": "提交签署",
            "authentication": "验证方式",
            "signature_kind": "签名方式",
            "account": "账户编号",
            "address": "网络地址",
            "user_agent": "浏览器",
            "ink_digest": "笔迹摘要",
            "nonce_digest": "会话摘要",
        },
        evidence_values={
            "password": "登录密码",
            "witness": "见证人登录密码",
            "aloud": "见证人当面宣读",
            "drawn": "手写",
            "typed": "键入姓名",
        },
        text_digest="文本摘要（SHA-256）",
        evidence_digest="证据摘要（SHA-256）",
        honest="本件为平台电子签署记录。",
        page="第 {page} 页",
        originals=("一式两份　本人留存", "一式两份　组织留存"),
    ),
    "en": PledgeWords(
        clause="{number}. {text}",
        triggers="Grounds for resignation, confirmed one by one",
        triggers_lead="I have read and confirmed each of these grounds, on which a resignation is to be dealt with:",
        pledger="Pledged by",
        post="Post",
        signed_at="Signed at",
        witness="Read aloud and witnessed by",
        endorser="Countersigned first by the secretary",
        countersigner="Countersigned by",
        countersigned_at="Countersigned at",
        organisation="Organization",
        number="No.",
        verify="Scan to verify",
        evidence="Evidence of signing",
        evidence_lead=(
            "Recorded by the platform while signing and sealed with the text. "
            "After any change the digests below no longer agree."
        ),
        evidence_labels={
            "text_title": "Text",
            "text_revision": "Revision of the text",
            "signed_together": "Signed in one go",
            "reading": "How it was read",
            "witness": "Witness",
            "witness_account": "Account of the witness",
            "opened_at": "Text opened",
            "read_at": "Read to the end",
            "confirmed_at": "Clauses confirmed",
            "authenticated_at": "Identity confirmed again",
            "signed_at": "Signature submitted",
            "authentication": "Way of confirmation",
            "signature_kind": "Kind of signature",
            "account": "Account",
            "address": "Network address",
            "user_agent": "Browser",
            "ink_digest": "Digest of the ink",
            "nonce_digest": "Digest of the session",
        },
        evidence_values={
            "password": "Password",
            "witness": "Password of the witness",
            "aloud": "Aloud, by the witness",
            "drawn": "Drawn by hand",
            "typed": "Typed name",
        },
        text_digest="Digest of the text (SHA-256)",
        evidence_digest="Digest of the evidence (SHA-256)",
        honest="This is the platform's record of an electronic signing.",
        page="Page {page}",
        originals=("First of two originals, kept by the signer", "Second of two originals, kept by the organization"),
    ),
}


def day(value: date, language: str) -> str:
    """2026年5月29日, or 29 May 2026."""
    if language == "en":
        return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"
    return f"{value.year}年{value.month}月{value.day}日"


def formal_day(value: date, language: str) -> str:
    """二〇二六年五月二十九日: how a certificate is dated."""
    if language == "en":
        return day(value, language)
    year = "".join(_DIGITS[int(digit)] for digit in str(value.year))
    return f"{year}年{_hanzi(value.month)}月{_hanzi(value.day)}日"


def ordinal(number: int, language: str) -> str:
    """一, 二, 十一 … or 1, 2, 11."""
    return _hanzi(number) if language == "zh-hans" else str(number)


def moment(value: datetime, language: str) -> str:
    """A day and a time to the second, in the organisation's time zone."""
    local = value.astimezone(ZoneInfo(settings.TIME_ZONE))
    return f"{day(local.date(), language)} {local:%H:%M:%S}"


def amount(value: Decimal) -> str:
    """56 rather than 56.0; 7.5 stays."""
    return f"{value.normalize():f}"


def _hanzi(number: int) -> str:
    tens, ones = divmod(number, 10)
    ten = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return ten + (_DIGITS[ones] if ones else "")
