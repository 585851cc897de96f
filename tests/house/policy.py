"""Who may open what: every address of ours, every role, and the answer for one's own object and for another's.

Written by hand, against which the product is checked. `200/404` reads: 200 for an object of one's own world (one's
own attempt, a cohort of one's own district), 404 for the same thing in the sister district. One number stands where
the address names no object or the answer does not depend on it. An address that is not listed fails the build.
"""

from dataclasses import dataclass

ROLES = ("anonymous", "trainee", "trainer", "grader", "organizer", "leader")


@dataclass(frozen=True)
class Row:
    """The answers of one address to one method, by role."""

    name: str
    query: str
    method: str
    object: str
    own: dict[str, int]
    others: dict[str, int]

    @property
    def id(self) -> str:
        """Return how a test names the row."""
        return f"{self.method} {self.name}{self.query}"


TABLE = """
# address                            method object                 anonymous trainee trainer grader  organizer leader

# Anybody
health                               GET    -                      200       200     200     200     200       200
set_language                         POST   -                      302       302     302     302     302       302
picture                              GET    -                      404       404     404     404     404       404
account_login                        GET    -                      200       302     302     302     302       302
mfa_authenticate                     GET    -                      302       302     302     302     302       302
cms/login/                           GET    -                      302       302     302     302     302       302
cms/logout/                          GET    -                      302       200     200     200     200       200
people:account-display               POST   -                      302       302     302     302     302       302
certificates:verify-number           GET    -                      200       200     200     200     200       200
certificates:verify-file             GET    -                      200       200     200     200     200       200
certificates:verify-file             POST   -                      200       200     200     200     200       200
certificates:verify                  GET    token                  200       200     200     200     200       200

# One's own account
account_logout                       POST   -                      302       302     302     302     302       302
account_change_password              GET    -                      302       200     200     200     200       200
account_reauthenticate               GET    -                      302       200     200     200     200       200
mfa_index                            GET    -                      302       200     200     200     200       200
mfa_reauthenticate                   GET    -                      302       302     302     302     302       302
mfa_activate_totp                    GET    -                      302       302     302     302     302       302
mfa_deactivate_totp                  GET    -                      302       404     404     404     404       404
mfa_view_recovery_codes              GET    -                      302       404     404     404     404       404
mfa_generate_recovery_codes          GET    -                      302       302     302     302     302       302
people:account                       GET    -                      302       200     200     200     200       200
people:notice-list                   GET    -                      302       200     200     200     200       200
people:notices-read                  POST   -                      302       302     302     302     302       302
dashboards:desk                      GET    -                      302       200     200     200     200       200
certificates:my-documents            GET    -                      302       200     200     200     200       200

# Elections and people
people:election-list                 GET    -                      302       403     403     403     200       200
people:election-detail               GET    election               302       403     403     403     200/404   200/404
people:seat-list                     GET    election               302       403     403     403     200/404   200/404
people:election-slips                GET    election               302       403     403     403     200/404   403
people:election-slips                POST   election               302       403     403     403     200/404   403
people:seat-end                      GET    seat                   302       403     403     403     200/404   403
people:seat-end                      POST   seat                   302       403     403     403     200/404   403
people:person-phone                  GET    person                 302       403     403     403     200/404   403
people:person-phone                  POST   person                 302       403     403     403     200/404   403
people:person-slip                   GET    person                 302       403     403     403     200/404   403
people:person-slip                   POST   person                 302       403     403     403     200/404   403
people:roster-upload                 GET    -                      302       403     403     403     200       403
people:roster-upload                 POST   -                      302       403     403     403     200       403
people:roster-import                 GET    roster                 302       403     403     403     200/404   403
people:roster-progress               GET    roster                 302       403     403     403     200/404   403
people:roster-mend                   GET    roster                 302       403     403     403     200/404   403
people:roster-apply                  POST   roster                 302       403     403     403     302/404   403
people:roster-remove                 POST   roster                 302       403     403     403     302/404   403

# Cohorts
cohorts:cohort-list                  GET    -                      302       403     200     403     200       200
cohorts:cohort-create                GET    -                      302       403     403     403     200       403
cohorts:cohort-create                POST   -                      302       403     403     403     200       403
cohorts:cohort-count                 GET    -                      302       403     403     403     200       403
cohorts:cohort-detail                GET    cohort                 302       403     200/404 403     200/404   200/404
cohorts:cohort-edit                  GET    draft_cohort           302       403     403     403     200/404   403
cohorts:cohort-edit                  POST   draft_cohort           302       403     403     403     200/404   403
cohorts:cohort-open                  GET    draft_cohort           302       403     403     403     200/404   403
cohorts:cohort-open                  POST   draft_cohort           302       403     403     403     302/404   403
cohorts:cohort-close                 GET    cohort                 302       403     403     403     200/404   403
cohorts:cohort-close                 POST   cohort                 302       403     403     403     200/404   403
cohorts:cohort-reschedule            GET    cohort                 302       403     403     403     200/404   403
cohorts:cohort-reschedule            POST   cohort                 302       403     403     403     200/404   403
cohorts:cohort-reopen                GET    closed_cohort          302       403     403     403     200/404   403
cohorts:cohort-reopen                POST   closed_cohort          302       403     403     403     200/404   403
cohorts:cohort-move                  GET    cohort                 302       403     403     403     200/404   403
cohorts:cohort-move                  POST   cohort                 302       403     403     403     302/404   403
cohorts:cohort-roster                GET    cohort                 302       403     200/404 403     200/404   200/404
cohorts:cohort-enroll                GET    cohort                 302       403     403     403     200/404   403
cohorts:cohort-enroll?person={person} POST   cohort                 302       403     403     403     302/404   403
cohorts:enrollment-withdraw          GET    enrollment             302       403     403     403     200/404   403
cohorts:enrollment-withdraw          POST   enrollment             302       403     403     403     200/404   403
cohorts:cohort-progress              GET    cohort                 302       403     200/404 403     200/404   200/404
cohorts:progress-export              GET    cohort                 302       403     200/404 403     200/404   200/404

# The study room
cohorts:study-room                   GET    cohort                 302       200/404 404     404     404       404
cohorts:module                       GET    lecture                302       200/404 404     404     404       404
cohorts:module-place                 POST   lecture                302       400/404 404     404     404       404
cohorts:module-finish                POST   lecture                302       302/404 404     404     404       404
cohorts:run-start                    POST   simulation             302       302/404 404     404     404       404
cohorts:run-scene                    GET    run                    302       200/404 404     404     404       404
cohorts:run-choose                   POST   run                    302       409/404 404     404     404       404
cohorts:run-debrief                  GET    run                    302       302/404 404     404     404       404

# Question banks and papers
assessments:bank-list                GET    -                      302       403     200     403     403       403
assessments:bank-create              GET    -                      302       403     200     403     403       403
assessments:bank-create              POST   -                      302       403     200     403     403       403
assessments:bank-detail              GET    bank                   302       403     200/404 403     403       403
assessments:bank-review              POST   bank                   302       403     302/404 403     403       403
assessments:bank-purpose             POST   bank                   302       403     302/404 403     403       403
assessments:question-create          GET    bank_and_kind          302       403     200/404 403     403       403
assessments:question-create          POST   bank_and_kind          302       403     200/404 403     403       403
assessments:question-detail          GET    question               302       403     200/404 403     403       403
assessments:question-edit            GET    question               302       403     200/404 403     403       403
assessments:question-edit            POST   question               302       403     200/404 403     403       403
assessments:question-status          POST   question               302       403     302/404 403     403       403
assessments:question-history         GET    question               302       403     200/404 403     403       403
assessments:import-upload            GET    bank                   302       403     200/404 403     403       403
assessments:import-upload            POST   bank                   302       403     400/404 403     403       403
assessments:import-detail            GET    question_import        302       403     200/404 403     403       403
assessments:import-progress          GET    question_import        302       403     200/404 403     403       403
assessments:import-mend              GET    question_import        302       403     200/404 403     403       403
assessments:import-apply             POST   question_import        302       403     302/404 403     403       403
assessments:bank-export              GET    bank_and_format        302       403     200/404 403     403       403
assessments:paper-list               GET    -                      302       403     200     403     403       403
assessments:paper-create             GET    -                      302       403     200     403     403       403
assessments:paper-create             POST   -                      302       403     200     403     403       403
assessments:paper-detail             GET    paper                  302       403     200/404 403     403       403
assessments:paper-detail             POST   paper                  302       403     200/404 403     403       403
assessments:paper-forms              GET    paper                  302       403     200/404 403     403       403
assessments:paper-forms              POST   paper                  302       403     200/404 403     403       403
assessments:paper-update             POST   paper                  302       403     302/404 403     403       403
assessments:section-questions        GET    section                302       403     200/404 403     403       403
assessments:section-questions        POST   section                302       403     302/404 403     403       403
assessments:rule-add                 GET    section                302       403     200/404 403     403       403
assessments:rule-add                 POST   section                302       403     200/404 403     403       403
assessments:rule-change              GET    draw_rule              302       403     200/404 403     403       403
assessments:rule-change              POST   draw_rule              302       403     200/404 403     403       403
assessments:paper-item-change        POST   paper_item             302       403     302/404 403     403       403

# Sittings
assessments:sitting-list             GET    cohort                 302       403     200/404 403     200/404   403
assessments:sitting-create           GET    cohort                 302       403     200/404 403     200/404   403
assessments:sitting-create           POST   cohort                 302       403     200/404 403     200/404   403
assessments:sitting-detail           GET    sitting                302       403     200/404 403     200/404   403
assessments:sitting-edit             GET    draft_sitting          302       403     200/404 403     200/404   403
assessments:sitting-edit             POST   draft_sitting          302       403     200/404 403     200/404   403
assessments:sitting-publish          GET    draft_sitting          302       403     200/404 403     200/404   403
assessments:sitting-publish          POST   draft_sitting          302       403     302/404 403     302/404   403
assessments:resit-create             GET    released_sitting       302       403     302/404 403     302/404   403
assessments:resit-create             POST   released_sitting       302       403     302/404 403     302/404   403
assessments:sitting-release          GET    sitting_to_mark        302       403     403     403     200/404   403
assessments:sitting-release          POST   sitting_to_mark        302       403     403     403     302/404   403
assessments:sitting-extend           GET    sitting                302       403     200/404 403     200/404   403
assessments:sitting-extend           POST   sitting                302       403     200/404 403     200/404   403
assessments:accommodation-list       GET    sitting                302       403     200/404 403     200/404   403
assessments:accommodation-give       GET    place_in_sitting       302       403     200/404 403     200/404   403
assessments:accommodation-give       POST   place_in_sitting       302       403     200/404 403     200/404   403
assessments:accommodation-take-back  GET    place_in_sitting       302       403     200/404 403     200/404   403
assessments:accommodation-take-back  POST   place_in_sitting       302       403     200/404 403     200/404   403
assessments:late-list                GET    sitting                302       403     403     403     200/404   403
assessments:late-accept              GET    late_answer            302       403     403     403     200/404   403
assessments:late-accept              POST   late_answer            302       403     403     403     200/404   403
assessments:late-leave               GET    late_answer            302       403     403     403     200/404   403
assessments:late-leave               POST   late_answer            302       403     403     403     200/404   403
assessments:sitting-marking          GET    sitting_to_mark        302       403     200/404 403     200/404   403
assessments:sitting-marking          POST   sitting_to_mark        302       403     200/404 403     200/404   403
assessments:on-paper-list            GET    sitting_on_paper       302       403     200/404 200/404 200/404   403
assessments:on-paper-choose          GET    sitting_on_paper       302       403     200/404 403     200/404   403
assessments:on-paper-choose          POST   sitting_on_paper       302       403     302/404 403     302/404   403
assessments:on-paper-print           GET    sitting_on_paper       302       403     200/404 403     200/404   403
assessments:on-paper-let-go          GET    sheet                  302       403     200/404 403     200/404   403
assessments:on-paper-let-go          POST   sheet                  302       403     302/404 403     302/404   403
assessments:keying-desk              GET    -                      302       403     200     200     200       403
assessments:keying-sheet             GET    sheet                  302       403     200/404 200/404 200/404   403
assessments:keying-sheet             POST   sheet                  302       403     200/404 200/404 200/404   403
assessments:keying-check             GET    sheet                  302       403     200/404 200/404 200/404   403
assessments:keying-check             POST   sheet                  302       403     302/404 302/404 302/404   403
assessments:sitting-statistics       GET    released_sitting       302       403     200/404 403     200/404   403
assessments:statistics-export        GET    released_sitting       302       403     200/404 403     200/404   403
assessments:item-statistics          GET    released_item          302       403     200/404 403     403       403
assessments:sitting-appeals          GET    sitting_to_mark        302       403     200/404 403     200/404   403
assessments:sitting-appeals          POST   sitting_to_mark        302       403     200/404 403     200/404   403
assessments:regrade-list             GET    sitting_to_mark        302       403     403     403     200/404   403
assessments:regrade-ask              GET    question_sat           302       403     403     403     200/404   403
assessments:regrade-ask              POST   question_sat           302       403     403     403     200/404   403
assessments:regrade-detail           GET    regrade                302       403     403     403     200/404   403
assessments:regrade-commit           POST   regrade                302       403     403     403     302/404   403

# Attempts
assessments:attempt-start            GET    sitting                302       200/404 404     404     404       404
assessments:attempt-start            POST   sitting                302       302/404 404     404     404       404
assessments:case-open                GET    case_study             302       200/404 404     404     404       404
assessments:case-open                POST   case_study             302       302/404 404     404     404       404
assessments:attempt-item             GET    item                   302       200/404 404     404     404       404
assessments:attempt-item             POST   item                   302       302/404 404     404     404       404
assessments:file-add                 POST   item_for_files         302       302/404 404     404     404       404
assessments:file-open                GET    file                   302       200/404 404     404     404       404
assessments:attempt-review           GET    attempt                302       200/404 404     404     404       404
assessments:attempt-take-over        POST   attempt                302       302/404 404     404     404       404
assessments:attempt-submit           POST   attempt                302       302/404 404     404     404       404
assessments:attempt-result           GET    released_attempt       302       200/404 404     404     404       404
assessments:appeal-file              GET    released_answer        302       200/404 404     404     404       404
assessments:appeal-file              POST   released_answer        302       200/404 404     404     404       404

# Marking
assessments:appeal-queue             GET    -                      302       403     200     200     403       403
assessments:appeal-answer            GET    appeal                 302       403     200/404 200/404 403       403
assessments:appeal-answer            POST   appeal                 302       403     200/404 200/404 403       403
assessments:grading-queue            GET    -                      302       403     200     200     403       403
assessments:grading-next             GET    sitting_to_mark        302       403     302/404 302/404 403       403
assessments:grading-item             GET    answer_to_mark         302       403     200/404 200/404 403       403
assessments:grading-item             POST   answer_to_mark         302       403     200/404 200/404 403       403
assessments:calibration-choose       GET    question_to_calibrate  302       403     200/404 403     200/404   403
assessments:calibration-choose       POST   question_to_calibrate  302       403     302/404 403     302/404   403
assessments:calibration-mark         GET    calibration_answer     302       403     200/404 200/404 403       403
assessments:calibration-mark         POST   calibration_answer     302       403     200/404 200/404 403       403
assessments:calibration-compare      GET    calibration_set        302       403     302/404 302/404 403       403
assessments:file-mark                GET    file_to_mark           302       403     200/404 200/404 403       403

# Pledges
certificates:pledge-sign             GET    pledge                 302       200/404 404     404     404       404
certificates:pledge-sign             POST   pledge                 302       302/404 404     404     404       404
certificates:pledge-read             GET    pledge_part            302       302/404 404     404     404       404
certificates:pledge-read             POST   pledge_part            302       302/404 404     404     404       404
certificates:pledge-confirm          GET    pledge                 302       302/404 404     404     404       404
certificates:pledge-confirm          POST   pledge                 302       302/404 404     404     404       404
certificates:pledge-draw             GET    pledge                 302       302/404 404     404     404       404
certificates:pledge-draw             POST   pledge                 302       302/404 404     404     404       404
certificates:pledge-finish           GET    pledge                 302       302/404 404     404     404       404
certificates:pledge-finish           POST   pledge                 302       302/404 404     404     404       404
certificates:pledge-receipt          GET    signed_pledge          302       200/404 404     404     404       404
certificates:pledge-file             GET    pledge_file            302       200/404 200/404 404     200/404   200/404
certificates:pledge-queue            GET    cohort                 302       403     403     403     200/404   403
certificates:pledge-queue            POST   cohort                 302       403     403     403     302/404   403
certificates:pledges-anew            GET    cohort                 302       403     403     403     200/404   403
certificates:pledges-anew            POST   cohort                 302       403     403     403     302/404   403
certificates:pledge-review           GET    signed_pledge_in_class 302       403     403     403     200/404   403
certificates:pledge-review           POST   signed_pledge_in_class 302       403     403     403     302/404   403
certificates:pledge-return           GET    signed_pledge_in_class 302       403     403     403     200/404   403
certificates:pledge-return           POST   signed_pledge_in_class 302       403     403     403     200/404   403
certificates:clause-review-list      GET    cohort_in_period       302       403     403     403     200/404   403
certificates:clause-review           GET    pledge_in_period       302       403     403     403     200/404   403
certificates:clause-review           POST   pledge_in_period       302       403     403     403     200/404   403
certificates:clause-statement        GET    own_review             302       200/404 404     404     404       404
certificates:clause-statement        POST   own_review             302       200/404 404     404     404       404
certificates:endorsement-list        GET    -                      302       200     200     200     200       200
certificates:endorsement-review      GET    pledge_for_secretary   302       404     404     404     404       200/404
certificates:endorsement-review      POST   pledge_for_secretary   302       404     404     404     404       302/404
certificates:endorsement-return      GET    pledge_for_secretary   302       404     404     404     404       200/404
certificates:endorsement-return      POST   pledge_for_secretary   302       404     404     404     404       200/404
certificates:board                   GET    board                  200       200     200     200     200       200
certificates:board-posting           GET    cohort                 302       403     403     403     200/404   403
certificates:board-posting           POST   cohort                 302       403     403     403     200/404   403
certificates:board-take-down         GET    posting                302       403     403     403     200/404   403
certificates:board-take-down         POST   posting                302       403     403     403     200/404   403
certificates:witness-list            GET    cohort                 302       403     200/404 403     200/404   200/404
certificates:witness-sign            GET    pledge_in_class        302       404     200/404 404     200/404   200/404
certificates:witness-sign            POST   pledge_in_class        302       404     302/404 404     302/404   302/404
certificates:witness-read            GET    pledge_part_in_class   302       404     302/404 404     302/404   302/404
certificates:witness-read            POST   pledge_part_in_class   302       404     302/404 404     302/404   302/404
certificates:witness-confirm         GET    pledge_in_class        302       404     302/404 404     302/404   302/404
certificates:witness-confirm         POST   pledge_in_class        302       404     302/404 404     302/404   302/404
certificates:witness-draw            GET    pledge_in_class        302       404     302/404 404     302/404   302/404
certificates:witness-draw            POST   pledge_in_class        302       404     302/404 404     302/404   302/404
certificates:witness-finish          GET    pledge_in_class        302       404     302/404 404     302/404   302/404
certificates:witness-finish          POST   pledge_in_class        302       404     302/404 404     302/404   302/404

# Completion and certificates
certificates:completion-list         GET    cohort                 302       403     200/404 403     200/404   200/404
certificates:certificate-issue       GET    cohort                 302       403     403     403     200/404   403
certificates:certificate-issue       POST   cohort                 302       403     403     403     302/404   403
certificates:issue-job               GET    issue_job              302       403     403     403     200/404   403
certificates:issue-cancel            POST   issue_job              302       403     403     403     302/404   403
certificates:certificate-file        GET    certificate            302       200/404 200/404 404     200/404   200/404
certificates:certificate-review      GET    doubtful_certificate   302       403     403     403     200/404   403
certificates:certificate-review      POST   doubtful_certificate   302       403     403     403     200/404   403
certificates:certificate-reissue     GET    certificate            302       403     403     403     200/404   403
certificates:certificate-reissue     POST   certificate            302       403     403     403     200/404   403
certificates:certificate-list        GET    cohort                 302       403     403     403     200/404   403
certificates:certificates-print      GET    print_portion          302       403     403     403     200/404   403
certificates:certificates-archive    GET    cohort                 302       403     403     403     200/404   403
certificates:expiring-list           GET    -                      302       403     403     403     200       403
certificates:certificate-revoke      GET    certificate            302       403     403     403     200/404   403
certificates:certificate-revoke      POST   certificate            302       403     403     403     200/404   403

# Oversight
dashboards:district-start            GET    -                      302       403     403     403     302       302
dashboards:district                  GET    unit                   302       403     403     403     200/404   200/404
dashboards:district-export           GET    unit                   302       403     403     403     200/404   403
dashboards:people-list?figure=pledges GET    unit                   302       403     403     403     200/404   200/404
dashboards:people-export?figure=pledges GET    unit                   302       403     403     403     200/404   403
dashboards:people-remind?figure=pledges GET    unit                   302       403     403     403     200/404   403
dashboards:people-remind?figure=pledges POST   unit                   302       403     403     403     302/404   403
dashboards:person                    GET    person                 302       403     403     403     200/404   200/404
"""


def rows() -> list[Row]:
    """Return the table, read."""
    lines = [line.split() for line in TABLE.splitlines() if line and not line.startswith("#")]
    return [Row(*name_and_query(name), method, what, *answers(cells)) for name, method, what, *cells in lines]


def name_and_query(cell: str) -> tuple[str, str]:
    """Return the name of an address and what it cannot do without: in its query, or in the form that is posted."""
    name, mark, query = cell.partition("?")
    return name, mark + query


def answers(cells: list[str]) -> tuple[dict[str, int], dict[str, int]]:
    """Return the answers for one's own and for others' objects, by role."""
    pairs = [(cell.split("/") * 2)[:2] for cell in cells]
    own = {role: int(pair[0]) for role, pair in zip(ROLES, pairs, strict=True)}
    return own, {role: int(pair[1]) for role, pair in zip(ROLES, pairs, strict=True)}
