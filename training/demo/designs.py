"""The demo's design of certificates: upright, with who signs, valid for five years."""

from certificates.models.designs import CertificateDesign
from people.models.accounts import User
from people.models.organisation import OrgUnit

WORDING = (
    "于{began}至{ended}参加{organisation}举办的“{programme}”{cohort}，"
    "修完全部规定课程，计{hours}学时，{result}，准予结业，特发此证。"
)
SIGNATORY = {"title": "区委党校校长", "name": "郑宏毅"}


def load_design(*, unit: OrgUnit, author: User) -> CertificateDesign:
    """What the classes of the district are printed on."""
    design = CertificateDesign(
        name="头雁领航结业证书（竖版）",
        unit=unit,
        orientation="portrait",
        title="结业证书",
        wording=WORDING,
        signatories=[("signatory", SIGNATORY)],
        months_valid=60,
    )
    design.save()
    design.save_revision(user=author).publish(user=author, skip_permission_checks=True)
    return design
