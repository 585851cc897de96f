"""What the organizer does: brings in who was elected, opens the class, examines, countersigns, issues."""

import re
from datetime import timedelta
from pathlib import Path

from django.utils import timezone
from playwright.sync_api import expect

from assessments.models.papers import Paper
from assessments.models.sittings import Sitting
from certificates.models.certificates import IssueJob
from certificates.models.pledges import Pledge
from cohorts.models.cohort import Cohort
from courses.models.catalogue import CoursePage
from people.models.accounts import User
from people.models.elections import Election
from people.models.imports import RosterImport
from people.models.organisation import OrgUnit
from tests.browser.stair.visitor import Visitor

COHORT = "市中区2026年新任社区书记培训班"
PLEDGES = ("duty", "resignation")


def import_roster(wu: Visitor, roster: Path, *, unit: OrgUnit) -> Election:
    """Drop the roster, read the fault, let the good rows in; the election they made."""
    wu.open("/elections/")
    wu.look()
    wu.open("/elections/import/")
    wu.look()
    if wu.page.locator("select[name=unit]").count():
        wu.page.locator("select[name=unit]").select_option(str(unit.pk))
    wu.page.locator("input[type=file]").set_input_files(roster)
    wu.page.locator("main form button[type=submit]").last.click()
    wu.page.wait_for_url(re.compile(r"/elections/import/\d+/"))
    let_in = wu.page.locator("form[action$='/apply/'] button")
    expect(let_in).to_be_visible(timeout=60_000)
    faults = wu.page.locator("#faults ~ * td, section table td").all_inner_texts()
    assert any("11" in words for words in faults), "the wrong phone number is named with what is right"
    wu.look()
    let_in.click()
    wu.until(lambda: RosterImport.objects.get().state == "applied")
    wu.page.reload()
    wu.look_again()
    election = Election.objects.get()
    wu.open(f"/elections/{election.pk}/")
    wu.look()
    return election


def print_slips(wu: Visitor, election_id: int) -> dict[str, tuple[str, str]]:
    """The slips as they are shown once: name → (user name, first password)."""
    wu.open(f"/elections/{election_id}/slips/")
    wu.look()
    wu.press("生成")
    slips = {}
    for slip in wu.page.locator(".slip").all():
        username, password = slip.locator("code").all_inner_texts()
        slips[slip.locator("strong").inner_text()] = (username, password)
    wu.look(reopen=False)
    return slips


def open_cohort(wu: Visitor, *, unit: OrgUnit, course: CoursePage) -> Cohort:
    """Prepare the cohort by rule, all pledges and the examination asked for, then open it."""
    today = timezone.localdate()
    wu.open("/cohorts/")
    wu.look()
    wu.open("/cohorts/new/")
    form = wu.page.locator("main form").first
    form.locator("[name=name]").fill(COHORT)
    form.locator("[name=unit]").select_option(str(unit.pk))
    form.locator("[name=course]").select_option(str(course.pk))
    form.locator("[name=starts_on]").fill((today - timedelta(days=1)).isoformat())
    form.locator("[name=ends_on]").fill((today + timedelta(days=30)).isoformat())
    form.locator("[name='rule-unit']").select_option(str(unit.pk))
    form.locator("[name='rule-newly_elected_only']").check()
    for kind in PLEDGES:
        form.locator(f"[name=pledge_kinds][value={kind}]").check()
    expect(wu.page.locator("#due")).to_contain_text(re.compile(r"[1-9]"))
    wu.look(reopen=False)
    form.locator("button[type=submit]").click()
    wu.page.wait_for_url(re.compile(r"/cohorts/\d+/$"))
    wu.look()
    cohort = Cohort.objects.get(name=COHORT)
    wu.open(f"/cohorts/{cohort.pk}/open/")
    wu.look()
    wu.page.locator("main form button[type=submit]").click()
    wu.page.wait_for_url(re.compile(rf"/cohorts/{cohort.pk}/$"))
    wu.look_again()
    for place in ("roster", "progress"):
        wu.open(f"/cohorts/{cohort.pk}/{place}/")
        wu.look()
    return cohort


def set_up_examination(wu: Visitor, *, cohort: Cohort, paper: Paper) -> Sitting:
    """A sitting of an hour, published, open now."""
    now = timezone.localtime()
    wu.open(f"/cohorts/{cohort.pk}/sittings/new/")
    form = wu.page.locator("main form").first
    form.locator("[name=name]").fill("结业考试")
    form.locator("[name=paper]").select_option(str(paper.pk))
    form.locator("[name=opens_at]").fill((now - timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M"))
    form.locator("[name=closes_at]").fill((now + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M"))
    form.locator("[name=minutes]").fill("60")
    wu.look(reopen=False)
    form.locator("button[type=submit]").click()
    wu.page.wait_for_url(re.compile(r"/sittings/\d+/$"))
    wu.look()
    sitting = Sitting.objects.get(cohort=cohort, key="final")
    wu.open(f"/sittings/{sitting.pk}/publish/")
    wu.look()
    wu.page.locator("main form button[type=submit]").click()
    wu.until(lambda: Sitting.objects.get(pk=sitting.pk).state == "published")
    wu.open(f"/cohorts/{cohort.pk}/sittings/")
    wu.look()
    return sitting


def release(wu: Visitor, *, sitting: Sitting) -> None:
    """Release the results of a sitting."""
    wu.open(f"/sittings/{sitting.pk}/release/")
    wu.look()
    wu.page.locator("main form button[type=submit]").click()
    wu.page.wait_for_url(re.compile(rf"/sittings/{sitting.pk}/$"))
    wu.look_again()


def countersign_all(wu: Visitor, *, cohort: Cohort) -> int:
    """Countersign what waits in the queue, one by one; how many there were."""
    wu.open(f"/cohorts/{cohort.pk}/pledges/")
    wu.look()
    waiting = list(Pledge.objects.filter(enrollment__cohort=cohort, state="signed").values_list("uuid", flat=True))
    for uuid in waiting:
        wu.open(f"/cohorts/{cohort.pk}/pledges/{uuid}/")
        wu.look()
        wu.press("会签")
        wu.until(lambda uuid=uuid: Pledge.objects.get(uuid=uuid).state == "countersigned")  # type: ignore[misc]
    return len(waiting)


def issue(wu: Visitor, *, cohort: Cohort) -> None:
    """Issue for the cohort and watch the task to its end."""
    wu.open(f"/cohorts/{cohort.pk}/completion/")
    wu.look()
    wu.open(f"/cohorts/{cohort.pk}/issue/")
    wu.look()
    wu.page.locator("main form button[type=submit]").click()
    wu.page.wait_for_url(re.compile(r"/issue-jobs/\d+/"))
    wu.until(lambda: IssueJob.objects.get(cohort=cohort).state == "done")
    wu.page.reload()
    wu.look()


def look_around(wu: Visitor, *, unit: OrgUnit, person: User) -> None:
    """The desk, the overview from the district to one person, and the election."""
    wu.open("/desk/")
    wu.look()
    wu.open(f"/reports/{unit.code}/")
    wu.look()
    wu.page.locator(f"main a[href*='/reports/{unit.code}/people/?']").first.click()
    wu.page.wait_for_url(re.compile("/people/"))
    wu.look()
    wu.open(f"/reports/people/{person.pk}/")
    wu.look()
