"""Two districts that are the same in everything but whose they are: Lin's and Wu's here, Zhao's and He's there."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.test import TestCase
from django.utils import timezone

from assessments.domain import appeals, regrading, results
from assessments.domain.importing import imports as question_imports
from assessments.forms.import_words import fault_words, unusable_words
from assessments.models import Attempt, Bank, CalibrationAnswer, CalibrationSet, QuestionImport, Sitting
from certificates.domain import clause_reviewing, countersigning, issuing, jobs, posting
from certificates.domain.countersigning import words_signed
from certificates.enums import ReviewKind
from certificates.models import CertificateReview, Pledge
from cohorts.domain import runs
from cohorts.domain.opening import close_cohort
from cohorts.domain.study import finish_module
from cohorts.models import Cohort, Enrollment
from people.domain.roster import imports
from people.enums import Committee
from people.models import OrgUnit, User
from tests.factories import assessments, certificates, cohorts, people, questions, rosters

ROLES = ("trainer", "grader", "organizer", "leader")
LECTURE, CASE_STUDY, SIMULATION = 1, 2, 3


@dataclass
class World:
    """The people of a district by role, and the arguments by which an address names one of its objects."""

    people: dict[str, User]
    objects: dict[str, dict[str, Any]]


@contextmanager
def listeners() -> Iterator[None]:
    """Let what is announced after commit be heard inside a test's transaction."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        yield


def make_world(*, code: str, prefix: str, trainee: str, at: datetime) -> World:
    """Return a district in which everything exists that an address can name."""
    unit = certificates.give_prefix(people.make_unit(code), prefix)
    cast = {role: people.make_person(f"{unit.name}{role}", username=f"{role}-{code}") for role in ROLES}
    for role, person in cast.items():
        people.make_grant(person, role, unit)
    cast["trainee"] = people.make_person(trainee, username=f"trainee-{code}", password=certificates.PASSWORD)
    objects: dict[str, dict[str, Any]] = {
        "unit": {"unit_code": unit.code},
        "person": {"person_id": cast["trainee"].pk},
        **election_of(unit, cast, at),
        **class_of(unit, cast, at),
        **papers_of(unit, cast),
    }
    return World(cast, objects)


def election_of(unit: OrgUnit, cast: dict[str, User], at: datetime) -> dict[str, dict[str, Any]]:
    """The election that seated the trainee in a community, and a checked roster with a good row and a bad one."""
    election = people.make_election(unit)
    community = people.make_unit(f"{unit.code}001001")
    seat = people.make_seat(cast["trainee"], community, election=election)
    where = rosters.Community(community.get_parent().name, community.name)
    serial = int(unit.code)
    rows = [
        rosters.person_row(serial, community=where),
        rosters.person_row(serial + 1, community=where, 姓名=""),
    ]
    roster = imports.start_import(
        file_name="名册.csv",
        data=rosters.csv_of(rows),
        unit=unit,
        election=election,
        by=cast["organizer"],
        language="zh-hans",
        at=at,
    )
    imports.check_import(pk=roster.pk, now=lambda: at)
    return {"election": {"pk": election.pk}, "roster": {"pk": roster.pk}, "seat": {"pk": seat.pk}}


def class_of(unit: OrgUnit, cast: dict[str, User], at: datetime) -> dict[str, dict[str, Any]]:
    """A running class with everything that a trainee does in it, and what the organizer sees of that."""
    began = at - timedelta(days=2)
    text = certificates.make_text()
    plan: dict[str, Any] = {"pledge_kinds": [text.kind], "with_examination": True, "organizer": cast["organizer"]}
    with listeners():
        cohort = cohorts.make_cohort(unit, course=cohorts.make_full_course(), at=began, **plan)
        enrollment = cohorts.make_enrollment(cohort, cast["trainee"], at=began)
    draft = cohorts.make_cohort(unit, is_open=False, organizer=cast["organizer"], at=began)
    closed = close_cohort(cohort=cohorts.make_cohort(unit, organizer=cast["organizer"], at=began), at=at)
    run = runs.start_run(enrollment=enrollment, module=cohort.modules.get(position=SIMULATION), at=at)
    place = {"cohort_id": cohort.pk}
    return {
        "cohort": place,
        "draft_cohort": {"cohort_id": draft.pk},
        "closed_cohort": {"cohort_id": closed.pk},
        "enrollment": {**place, "enrollment_id": enrollment.pk},
        "lecture": {**place, "position": LECTURE},
        "case_study": {**place, "position": CASE_STUDY},
        "simulation": {**place, "position": SIMULATION},
        "run": {**place, "position": SIMULATION, "number": run.number},
        **sittings_of(cohort, enrollment, at),
        **documents_of(cohort, enrollment, cast, at),
    }


def sittings_of(cohort: Cohort, enrollment: Enrollment, at: datetime) -> dict[str, dict[str, Any]]:
    """A draft, one that is open, one being sat, one that waits for the marker, one whose results are out."""
    began = at - timedelta(minutes=10)
    draft = assessments.make_sitting(cohort, opens_at=began, published=False)
    waiting = attempt_at(cohort, enrollment, began, [assessments.case_snapshot()])
    assessments.hand_in(waiting, {"text": "先听群众怎么说。"}, at=at)
    released = attempt_at(cohort, enrollment, began, [assessments.single_snapshot()])
    assessments.hand_in(released, {"option": "a"}, at=at)
    results.release(sitting=released.sitting, by=cohort.organizer, at=at)
    appealed = attempt_at(cohort, enrollment, began, [assessments.single_snapshot()])
    assessments.hand_in(appealed, {"option": "a"}, at=at)
    results.release(sitting=appealed.sitting, by=cohort.organizer, at=at)
    appeal = appeals.file(item=appealed.items.select_related("item", "attempt").get(), reason="请再看一看。", at=at)
    question = released.sitting.items.select_related("sitting", "version").get()
    regrade = regrading.ask(
        items=[question],
        sittings=Sitting.objects.none(),
        everywhere=False,
        action="full_marks",
        reason="题目有争议。",
        by=cohort.organizer,
        at=at,
    )
    printed = assessments.make_paper_attempt(assessments.make_sitting(cohort, opens_at=began), enrollment, at=began)
    running = attempt_at(cohort, enrollment, began, [assessments.single_snapshot()])
    filing_now = attempt_at(cohort, enrollment, began, [questions.upload_snapshot()])
    filed = questions.with_file(attempt_at(cohort, enrollment, began, [questions.upload_snapshot()]), at=at)
    assessments.hand_in(filed, at=at)
    file = filed.items.get().files.get()
    calibrated = attempt_at(cohort, enrollment, began, [assessments.case_snapshot()])
    assessments.hand_in(calibrated, {"text": "先看现场。"}, at=at)
    to_compare = calibrated.items.get()
    calibration_set = CalibrationSet.objects.create(item=to_compare.item, chosen_by=cohort.organizer, chosen_at=at)
    calibration_answer = CalibrationAnswer.objects.create(calibration=calibration_set, number=1, answer=to_compare)
    late = attempt_at(cohort, enrollment, began, [assessments.single_snapshot()])
    assessments.hand_in(late, at=at)
    assessments.answer(late, 1, {"chosen": "a"}, at=at)
    sitting = assessments.make_sitting(cohort, opens_at=began)
    assessments.give_time(sitting, enrollment, at=at)
    return {
        "draft_sitting": {"sitting_id": draft.pk},
        "sitting": {"sitting_id": sitting.pk},
        "late_answer": {"sitting_id": late.sitting_id, "answer_id": late.items.get().answers.get().pk},
        "place_in_sitting": {"sitting_id": sitting.pk, "enrollment_id": enrollment.pk},
        "sitting_to_mark": {"sitting_id": waiting.sitting_id},
        "answer_to_mark": {"item_id": waiting.items.get().pk},
        "sitting_on_paper": {"sitting_id": printed.sitting_id},
        "sheet": {"attempt_id": printed.pk},
        "attempt": {"uuid": running.uuid},
        "item": {"uuid": running.uuid, "position": 1},
        "item_for_files": {"uuid": filing_now.uuid, "position": 1},
        "file": {"uuid": filed.uuid, "position": 1, "digest": file.digest},
        "question_to_calibrate": {"sitting_id": calibrated.sitting_id, "item_id": to_compare.item_id},
        "calibration_answer": {"answer_id": calibration_answer.pk},
        "calibration_set": {"set_id": calibration_set.pk},
        "file_to_mark": {"item_id": file.item_id, "digest": file.digest},
        "released_attempt": {"uuid": released.uuid},
        "released_sitting": {"sitting_id": released.sitting_id},
        "released_item": {"sitting_id": released.sitting_id, "position": 1},
        "released_answer": {"uuid": released.uuid, "position": 1},
        "appeal": {"pk": appeal.pk},
        "question_sat": {"sitting_id": released.sitting_id, "item_id": question.pk},
        "regrade": {"pk": regrade.pk},
    }


def attempt_at(cohort: Cohort, enrollment: Enrollment, began: datetime, snapshots: Sequence[dict[str, Any]]) -> Attempt:
    """An attempt at a sitting of its own."""
    sitting: Sitting = assessments.make_sitting(cohort, snapshots, opens_at=began)
    return assessments.make_attempt(sitting, enrollment, at=began)


def documents_of(
    cohort: Cohort, enrollment: Enrollment, cast: dict[str, User], at: datetime
) -> dict[str, dict[str, Any]]:
    """A pledge to sign, a signed one with its file, a certificate with its file, and the work of issuing."""
    press = certificates.make_press()
    former = cohorts.make_cohort(cohort.unit, organizer=cast["organizer"], at=at - timedelta(days=30))
    with listeners():
        graduate = cohorts.make_enrollment(former, cast["trainee"], at=at - timedelta(days=30))
        for module in former.modules.all():
            finish_module(enrollment=graduate, module=module, at=at)
    certificate = issuing.issue(enrollment=graduate, by=cast["organizer"], at=at, press=press)
    CertificateReview.objects.create(certificate=certificate, opened_at=at)
    pledge = Pledge.objects.get(enrollment=enrollment)
    signed = Pledge.objects.create(enrollment=graduate, text=certificates.make_text("resignation"))
    job = jobs.start_job(cohort=cohort, by=cast["organizer"], at=at)
    return {
        "pledge": {"uuid": pledge.uuid},
        "pledge_part": {"uuid": pledge.uuid, "step": 1},
        "pledge_in_class": {"cohort_id": cohort.pk, "uuid": pledge.uuid},
        "pledge_part_in_class": {"cohort_id": cohort.pk, "uuid": pledge.uuid, "step": 1},
        **signed_pledge(signed, former, at, press),
        **reviewed_pledge(signed, cast, at),
        **pledges_under_way(graduate, cast, at),
        "certificate": {"number": certificate.number},
        "doubtful_certificate": {"number": certificate.number},
        "print_portion": {"cohort_id": former.pk, "number": 1},
        "token": {"token": certificate.token},
        "issue_job": {"pk": job.pk},
    }


def pledges_under_way(graduate: Enrollment, cast: dict[str, User], at: datetime) -> dict[str, dict[str, Any]]:
    """One that waits for its secretary, who is the leader here, and one on the public board."""
    unit, when = graduate.unit, at - timedelta(hours=1)
    texts = [certificates.make_text("duty", countersigners=order) for order in ("secretary", "organizer")]
    waiting, posted = (
        certificates.sign(Pledge.objects.create(enrollment=graduate, text=text), at=when) for text in texts
    )
    cohorts.make_seat(
        cohorts.make_election(unit, held_on=at.date() - timedelta(days=3)),
        unit,
        person=cast["leader"],
        committee=Committee.PARTY,
    )
    countersigning.countersign(pledges=[posted], by=cast["organizer"], at=at)
    today = timezone.localdate(at)
    proposed = posting.propose(pledges=[posted], is_masked=True, from_on=today, until_on=today)
    posting.post(proposed=proposed, by=cast["organizer"], at=at)
    return {
        "pledge_for_secretary": {"uuid": waiting.uuid},
        "board": {"code": unit.code},
        "posting": {"cohort_id": graduate.cohort_id, "pk": posted.postings.get().pk},
    }


def signed_pledge(pledge: Pledge, cohort: Cohort, at: datetime, press: Any) -> dict[str, dict[str, Any]]:
    """The pledge after its ceremony, with its file."""
    signed = certificates.sign(pledge, at=at - timedelta(hours=1))
    filed = countersigning.file_pledge(pledge=signed, press=press)
    return {
        "signed_pledge": {"uuid": filed.uuid},
        "signed_pledge_in_class": {"cohort_id": cohort.pk, "uuid": filed.uuid},
        "pledge_file": {"number": filed.number},
    }


def reviewed_pledge(pledge: Pledge, cast: dict[str, User], at: datetime) -> dict[str, dict[str, Any]]:
    """The signed pledge with a review by clause, of a period of its own."""
    pledge = Pledge.objects.with_people().get(pk=pledge.pk)
    period = clause_reviewing.Period(ReviewKind.YEARLY, timezone.localdate(at).year)
    place = {"cohort_id": pledge.enrollment.cohort_id, "uuid": pledge.uuid, "period": period.slug}
    review = clause_reviewing.record(
        pledge=pledge,
        period=period,
        number=1,
        wording_digest=pledge.wording_digest,
        reviewed_on=timezone.localdate(at),
        findings=[clause_reviewing.ClauseFinding(each, "kept") for each in words_signed(pledge)["clauses"]],
        by=cast["organizer"],
        at=at,
    )
    return {
        "cohort_in_period": {"cohort_id": place["cohort_id"], "period": period.slug},
        "pledge_in_period": place,
        "own_review": {"uuid": pledge.uuid, "pk": review.pk},
    }


def import_into(bank: Bank, trainer: User) -> QuestionImport:
    """A checked question file with one question in error."""
    found = question_imports.start_import(
        file_name="题库.txt",
        data="1.谁召集？\nA.甲 B.乙\n答案：C".encode(),
        file_format="text",
        bank=bank,
        by=trainer,
        language="zh-hans",
        at=timezone.now(),
    )
    question_imports.check_import(pk=found.pk, now=timezone.now, say=fault_words, say_unusable=unusable_words)
    return found


def papers_of(unit: OrgUnit, cast: dict[str, User]) -> dict[str, dict[str, Any]]:
    """A bank with a question, and a paper made of it."""
    bank = assessments.make_bank(unit)
    question = assessments.make_question(bank, by=cast["trainer"])
    paper = assessments.make_paper(unit=unit)
    section = paper.sections.get()
    return {
        "bank": {"code": bank.code},
        "bank_and_kind": {"code": bank.code, "kind": "single"},
        "bank_and_format": {"code": bank.code, "file_format": "xlsx"},
        "question_import": {"code": bank.code, "pk": import_into(bank, cast["trainer"]).pk},
        "question": {"code": bank.code, "question_id": question.pk},
        "paper": {"paper_id": paper.pk},
        "section": {"section_id": section.pk},
        "paper_item": {"item_id": section.items.get().pk},
        "draw_rule": {"rule_id": assessments.make_rule(paper, bank, take=1).pk},
    }
