"""The addresses of certificates, grouped by object."""

from django.urls import path

from certificates.views import (
    board,
    clause_reviewing,
    countersigning,
    endorsing,
    expiring,
    files,
    handing_out,
    issuing,
    mine,
    reviewing,
    signing,
    superseding,
    verification,
    witnessing,
)

app_name = "certificates"

urlpatterns = [
    # My documents
    path("desk/documents/", mine.my_documents, name="my-documents"),
    path("certificates/<str:number>.pdf", files.certificate_file, name="certificate-file"),
    path("pledges/<str:number>.pdf", files.pledge_file, name="pledge-file"),
    # The pledge ceremony
    path("pledges/<uuid:uuid>/", signing.pledge_receipt, name="pledge-receipt"),
    path("pledges/<uuid:uuid>/sign/", signing.pledge_sign, name="pledge-sign"),
    path("pledges/<uuid:uuid>/sign/read/<number:step>/", signing.pledge_read, name="pledge-read"),
    path("pledges/<uuid:uuid>/sign/confirm/", signing.pledge_confirm, name="pledge-confirm"),
    path("pledges/<uuid:uuid>/sign/signature/", signing.pledge_draw, name="pledge-draw"),
    path("pledges/<uuid:uuid>/sign/finish/", signing.pledge_finish, name="pledge-finish"),
    # Countersigning as secretary, before the organizer
    path("desk/countersigning/", endorsing.endorsement_list, name="endorsement-list"),
    path("desk/countersigning/<uuid:uuid>/", endorsing.endorsement_review, name="endorsement-review"),
    path("desk/countersigning/<uuid:uuid>/return/", endorsing.endorsement_return, name="endorsement-return"),
    # Countersigning, for the organizer
    path("cohorts/<number:cohort_id>/pledges/", countersigning.pledge_queue, name="pledge-queue"),
    path("cohorts/<number:cohort_id>/pledges/new-texts/", superseding.pledges_anew, name="pledges-anew"),
    path("cohorts/<number:cohort_id>/pledges/<uuid:uuid>/", countersigning.pledge_review, name="pledge-review"),
    path("cohorts/<number:cohort_id>/pledges/<uuid:uuid>/return/", countersigning.pledge_return, name="pledge-return"),
    # Reviewing by clause, each year and in mid-term
    path(
        "cohorts/<number:cohort_id>/pledges/reviews/<slug:period>/",
        clause_reviewing.clause_review_list,
        name="clause-review-list",
    ),
    path(
        "cohorts/<number:cohort_id>/pledges/<uuid:uuid>/reviews/<slug:period>/",
        clause_reviewing.clause_review,
        name="clause-review",
    ),
    path(
        "pledges/<uuid:uuid>/reviews/<number:pk>/statement/", clause_reviewing.clause_statement, name="clause-statement"
    ),
    # The public board, and what the organizer does with it
    path("board/<str:code>/", board.board, name="board"),
    path("cohorts/<number:cohort_id>/board/", board.board_posting, name="board-posting"),
    path("cohorts/<number:cohort_id>/board/<number:pk>/take-down/", board.board_take_down, name="board-take-down"),
    # Reading aloud to whoever cannot read: the same ceremony at the device of a witness
    path("cohorts/<number:cohort_id>/witness/", witnessing.witness_list, name="witness-list"),
    path("cohorts/<number:cohort_id>/witness/<uuid:uuid>/", signing.pledge_sign, name="witness-sign"),
    path(
        "cohorts/<number:cohort_id>/witness/<uuid:uuid>/read/<number:step>/", signing.pledge_read, name="witness-read"
    ),
    path("cohorts/<number:cohort_id>/witness/<uuid:uuid>/confirm/", signing.pledge_confirm, name="witness-confirm"),
    path("cohorts/<number:cohort_id>/witness/<uuid:uuid>/signature/", signing.pledge_draw, name="witness-draw"),
    path("cohorts/<number:cohort_id>/witness/<uuid:uuid>/finish/", signing.pledge_finish, name="witness-finish"),
    # Completion and issuing, for the organizer
    path("cohorts/<number:cohort_id>/completion/", issuing.completion_list, name="completion-list"),
    path("cohorts/<number:cohort_id>/issue/", issuing.certificate_issue, name="certificate-issue"),
    path("issue-jobs/<number:pk>/", issuing.issue_job, name="issue-job"),
    path("issue-jobs/<number:pk>/cancel/", issuing.issue_cancel, name="issue-cancel"),
    path("cohorts/<number:cohort_id>/certificates/", handing_out.certificate_list, name="certificate-list"),
    path(
        "cohorts/<number:cohort_id>/certificates/print/<number:number>/",
        handing_out.certificates_print,
        name="certificates-print",
    ),
    path("cohorts/<number:cohort_id>/certificates/zip/", handing_out.certificates_archive, name="certificates-archive"),
    path("certificates/expiring/", expiring.expiring_list, name="expiring-list"),
    path("certificates/<str:number>/review/", reviewing.certificate_review, name="certificate-review"),
    path("certificates/<str:number>/reissue/", issuing.certificate_reissue, name="certificate-reissue"),
    path("certificates/<str:number>/revoke/", issuing.certificate_revoke, name="certificate-revoke"),
    # Verification, public
    path("verify/", verification.verify_number, name="verify-number"),
    path("verify/file/", verification.verify_file, name="verify-file"),
    path("verify/<str:token>/", verification.verify, name="verify"),
]
