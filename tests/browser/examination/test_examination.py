"""An examination from a Word paste to the answered appeal, without leaving the product: docs/how-to/examination.md."""

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from assessments.models.grades import Result
from assessments.models.sittings import SittingItem
from tests.browser.album import take
from tests.browser.conftest import DESKTOP, OpenBrowser
from tests.browser.examination import grader, organizer, trainee, trainer
from tests.browser.site import Site
from tests.browser.stair.organizer import release, set_up_examination
from tests.browser.stair.staff import PASSWORD, make_staff
from tests.browser.stair.visitor import Visitor
from tests.factories.cohorts import make_cohort, make_enrollment, make_person, make_unit

LIN, SHAO, QIAO = "林秀英", "邵玉堂", "乔学勤"


def test_from_a_word_paste_to_the_answered_appeal(site: Site, open_browser: OpenBrowser) -> None:
    unit = make_unit("市中区")
    staff = {"chen": ("陈老师", "trainer"), "wu": ("吴组织员", "organizer")}
    staff |= {"sun": ("孙阅卷", "grader"), "qian": ("钱阅卷", "grader"), "zheng": ("郑阅卷", "grader")}
    people = {username: make_staff(username, name, role, unit) for username, (name, role) in staff.items()}
    cohort = make_cohort(unit, name="2026年新任社区书记培训班", organizer=people["wu"], at=timezone.now())
    trainees = {}
    for name in (LIN, SHAO, QIAO):
        person = make_person(name, password=make_password(PASSWORD, hasher="argon2id19"))
        trainees[name] = make_enrollment(cohort, person, at=timezone.now())

    def visitor(username: str, name: str, **device: object) -> Visitor:
        one = Visitor(name, open_browser(**device), site)
        one.log_in(username, PASSWORD)
        return one

    # The trainer: fifty questions from Word into a bank, read, passed, and out of them two equivalent forms.
    chen = visitor("chen", "陈老师", viewport=DESKTOP)
    bank = trainer.begin_bank(chen)
    trainer.paste(chen, bank)
    trainer.write_rubric(chen, bank)
    trainer.pass_all(chen, bank)
    form = trainer.make_forms(chen, trainer.make_paper(chen))

    # The organizer sets up the sitting, with two markers.
    wu = visitor("wu", "吴组织员", viewport=DESKTOP)
    sitting = set_up_examination(wu, cohort=cohort, paper=form)
    wu.open(f"/sittings/{sitting.pk}/")
    take(wu.page, "08-sitting")
    organizer.ask_for_two_markers(wu, sitting)
    sitting.refresh_from_db()  # It is published now, and has two markers.

    # Three trainees sit it; everybody misreads the same question.
    misread = SittingItem.objects.get(sitting=sitting, snapshot__stem__startswith=trainer.MISREAD)
    lin = visitor(trainees[LIN].person.username, LIN)
    attempt = trainee.sit(lin, sitting, misread=misread.pk)
    for slips, name in ((6, SHAO), (12, QIAO)):
        trainee.sit_quietly(sitting, trainees[name], misread=misread.pk, slips=slips)

    # Two graders who do not see each other's marks; where they differ, a third.
    sun, qian, zheng = (visitor(name, staff[name][0], viewport=DESKTOP) for name in ("sun", "qian", "zheng"))
    assert grader.mark_all(sun, sitting, places={LIN: 2, SHAO: 3, QIAO: 2}, picture="12-marking") == 3
    assert grader.mark_all(qian, sitting, places={LIN: 2, SHAO: 1, QIAO: 2}) == 3
    assert grader.mark_all(zheng, sitting, places={SHAO: 2}) == 1
    release(wu, sitting=sitting)
    before = Result.objects.get(enrollment=trainees[LIN]).percent
    organizer.read_figures(wu, sitting)

    # The misread question is voided for everybody, by a dry run that is written exactly.
    organizer.void(wu, misread)
    voided = Result.objects.get(enrollment=trainees[LIN]).percent
    assert voided == before + misread.points

    # An appeal, answered by the one who had not marked her.
    trainee.appeal(lin, attempt)
    grader.answer_appeal(zheng)
    trainee.read_answer(lin, attempt)
    organizer.see_appeals(wu, sitting)
    assert Result.objects.get(enrollment=trainees[LIN]).percent > voided
