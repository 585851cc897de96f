"""The main stair, walked once for real on an empty site: from the election result to the verified certificate."""

from pathlib import Path
from urllib.parse import urlsplit

from assessments.models.sittings import Sitting
from certificates.models.certificates import Certificate
from certificates.models.pledges import Pledge
from people.models.elections import Seat
from people.models.organisation import OrgUnit
from tests.browser.conftest import DESKTOP, OpenBrowser
from tests.browser.site import PROJECT, Site
from tests.browser.stair import documents, grader, organizer, trainee, trainer
from tests.browser.stair.staff import PASSWORD, make_staff
from tests.browser.stair.visitor import Visitor
from tests.factories.assessments import case_snapshot, fill_snapshot, make_paper, multiple_snapshot, single_snapshot
from tests.factories.assessments import true_false_snapshot as true_false
from tests.factories.certificates import make_text
from tests.factories.rosters import committee_rows, person_row, xlsx
from training.demo.course import load_course

TRAINEE = "欧阳𬱖"


def write_roster(folder: Path) -> Path:
    """A committee as a clerk sends it: the trainee, four others, and one whose phone number is too short."""
    rows = [*committee_rows(), person_row(9, 联系电话="1234567")]
    rows[0]["姓名"] = TRAINEE
    roster = folder / "换届结果.xlsx"
    roster.write_bytes(xlsx(rows))
    return roster


def test_from_the_roster_to_the_verified_certificate(site: Site, open_browser: OpenBrowser, tmp_path: Path) -> None:
    # The house as a district gets it: units from the division file, three people with roles, a course to build on.
    site.manage("import_divisions", str(PROJECT / "training" / "demo" / "divisions.csv"))
    site.manage("make_signing_ca")
    district = OrgUnit.objects.get(code="370103")
    OrgUnit.objects.filter(pk=district.pk).update(number_prefix="SZ")
    chen_account = make_staff("chen", "陈老师", "trainer", district)
    for username, name, role in (("wu", "吴组织员", "organizer"), ("sun", "孙阅卷", "grader")):
        make_staff(username, name, role, district)
    course = load_course(author=chen_account)
    for kind, title in (("duty", "履职承诺书"), ("resignation", "辞职承诺书")):
        make_text(kind, title=title)
    snapshots = [single_snapshot(), multiple_snapshot(), true_false(), fill_snapshot(), case_snapshot()]
    paper = make_paper(snapshots, unit=district)

    def visitor(name: str, **device: object) -> Visitor:
        return Visitor(name, open_browser(**device), site)

    # The trainer writes a lecture and publishes it.
    chen = visitor("陈老师", viewport=DESKTOP)
    chen.log_in("chen", PASSWORD)
    trainer.write_lecture(chen, course=course)
    chen.open("/desk/")
    chen.look()

    # The organizer brings in who was elected and opens the cohort.
    wu = visitor("吴组织员", viewport=DESKTOP)
    wu.log_in("wu", PASSWORD)
    election = organizer.import_roster(wu, write_roster(tmp_path), unit=district)
    assert Seat.objects.filter(person__name=TRAINEE).exists()
    slips = organizer.print_slips(wu, election.pk)
    cohort = organizer.open_cohort(wu, unit=district, course=course)
    sitting = organizer.set_up_examination(wu, cohort=cohort, paper=paper)

    # The trainee studies, writes, plays, sits the examination on a failing line, and signs.
    lin = visitor(TRAINEE)
    lin.log_in(*slips[TRAINEE])
    positions = {module.kind: module.position for module in cohort.modules.all()}
    for module in cohort.modules.filter(kind="lecture"):
        trainee.study_lecture(lin, cohort=cohort, position=module.position)
    trainee.hand_in_case(lin, cohort=cohort, position=positions["case_study"])
    trainee.play(lin, cohort=cohort, position=positions["simulation"])
    attempt = trainee.sit(lin, sitting=sitting)
    pledges = list(Pledge.objects.filter(enrollment__person__name=TRAINEE))
    assert len(pledges) == len(organizer.PLEDGES)
    for pledge in pledges:
        trainee.sign(lin, pledge=pledge)

    # The grader marks; the organizer releases, countersigns and issues.
    sun = visitor("孙阅卷", viewport=DESKTOP)
    sun.log_in("sun", PASSWORD)
    case_sitting = Sitting.objects.get(cohort=cohort, module__isnull=False)
    assert grader.mark_all(sun, sitting=sitting) == 1
    assert grader.mark_all(sun, sitting=case_sitting) == 1
    organizer.release(wu, sitting=sitting)
    organizer.release(wu, sitting=case_sitting)
    assert organizer.countersign_all(wu, cohort=cohort) == len(pledges)
    organizer.issue(wu, cohort=cohort)
    organizer.look_around(wu, unit=district, person=attempt.enrollment.person)

    # The certificate is there, says the name, is signed, and its QR code verifies for somebody without an account.
    lin.open(f"/attempts/{attempt.uuid}/result/")
    lin.look()
    lin.open("/desk/documents/")
    lin.look()
    certificate = Certificate.objects.get(enrollment=attempt.enrollment)
    authority = next(site.data.rglob("*ca*.pem"))
    files = [f"/certificates/{certificate.number}.pdf"]
    files += [f"/pledges/{pledge.number}.pdf" for pledge in Pledge.objects.filter(enrollment=attempt.enrollment)]
    for path in files:
        pdf = documents.download(lin.page, path, tmp_path)
        assert TRAINEE in documents.text_of(pdf), path
        report = documents.signature_report(pdf, authority)
        assert "Signature is Valid" in report, report
        assert "Certificate is Trusted" in report, report
    passer_by = visitor("路人")
    passer_by.open(urlsplit(documents.qr_of(tmp_path / f"{certificate.number}.pdf")).path)
    assert "欧＊＊" in passer_by.page.locator("main").inner_text()
    assert TRAINEE not in passer_by.page.content()
    passer_by.look()
