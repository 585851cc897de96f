"""The addresses of assessments, by object."""

from django.urls import path

from assessments.views import (
    appeals,
    banks,
    blueprint,
    calibration,
    equivalents,
    extra_time,
    files,
    grading,
    importing,
    keying,
    late,
    moderation,
    on_paper,
    papers,
    questions,
    regrading,
    results,
    setting_up,
    sit,
    sittings,
    statistics,
)

app_name = "assessments"

urlpatterns = [
    # Question banks
    path("banks/", banks.bank_list, name="bank-list"),
    path("banks/new/", banks.bank_create, name="bank-create"),
    path("banks/<slug:code>/", banks.bank_detail, name="bank-detail"),
    path("banks/<slug:code>/review/", banks.bank_review, name="bank-review"),
    path("banks/<slug:code>/purpose/", banks.bank_purpose, name="bank-purpose"),
    path("banks/<slug:code>/questions/new/<slug:kind>/", questions.question_create, name="question-create"),
    path("banks/<slug:code>/questions/<number:question_id>/", questions.question_detail, name="question-detail"),
    path("banks/<slug:code>/questions/<number:question_id>/edit/", questions.question_edit, name="question-edit"),
    path("banks/<slug:code>/questions/<number:question_id>/status/", questions.question_status, name="question-status"),
    path(
        "banks/<slug:code>/questions/<number:question_id>/history/",
        statistics.question_history,
        name="question-history",
    ),
    # Question files
    path("banks/<slug:code>/import/", importing.import_upload, name="import-upload"),
    path("banks/<slug:code>/imports/<number:pk>/", importing.import_detail, name="import-detail"),
    path("banks/<slug:code>/imports/<number:pk>/progress/", importing.import_progress, name="import-progress"),
    path("banks/<slug:code>/imports/<number:pk>/mend/", importing.import_mend, name="import-mend"),
    path("banks/<slug:code>/imports/<number:pk>/apply/", importing.import_apply, name="import-apply"),
    path("banks/<slug:code>/export/<slug:file_format>/", importing.bank_export, name="bank-export"),
    # Papers
    path("papers/", papers.paper_list, name="paper-list"),
    path("papers/new/", papers.paper_create, name="paper-create"),
    path("papers/<number:paper_id>/", papers.paper_detail, name="paper-detail"),
    path("papers/<number:paper_id>/forms/", equivalents.paper_forms, name="paper-forms"),
    path("papers/<number:paper_id>/newest-versions/", papers.paper_update, name="paper-update"),
    path("papers/sections/<number:section_id>/questions/", papers.section_questions, name="section-questions"),
    path("papers/sections/<number:section_id>/rules/new/", blueprint.rule_add, name="rule-add"),
    path("papers/rules/<number:rule_id>/", blueprint.rule_change, name="rule-change"),
    path("papers/items/<number:item_id>/", papers.paper_item_change, name="paper-item-change"),
    # Sittings, for organizers
    path("cohorts/<number:cohort_id>/sittings/", sittings.sitting_list, name="sitting-list"),
    path("cohorts/<number:cohort_id>/sittings/new/", setting_up.sitting_create, name="sitting-create"),
    path("sittings/<number:sitting_id>/", sittings.sitting_detail, name="sitting-detail"),
    path("sittings/<number:sitting_id>/edit/", setting_up.sitting_edit, name="sitting-edit"),
    path("sittings/<number:sitting_id>/publish/", setting_up.sitting_publish, name="sitting-publish"),
    path("sittings/<number:sitting_id>/resit/", setting_up.resit_create, name="resit-create"),
    path("sittings/<number:sitting_id>/release/", sittings.sitting_release, name="sitting-release"),
    path("sittings/<number:sitting_id>/extend/", extra_time.sitting_extend, name="sitting-extend"),
    path("sittings/<number:sitting_id>/time/", extra_time.accommodation_list, name="accommodation-list"),
    path(
        "sittings/<number:sitting_id>/time/<number:enrollment_id>/",
        extra_time.accommodation_give,
        name="accommodation-give",
    ),
    path(
        "sittings/<number:sitting_id>/time/<number:enrollment_id>/take-back/",
        extra_time.accommodation_take_back,
        name="accommodation-take-back",
    ),
    # Answers that came too late
    path("sittings/<number:sitting_id>/late/", late.late_list, name="late-list"),
    path("sittings/<number:sitting_id>/late/<number:answer_id>/accept/", late.late_accept, name="late-accept"),
    path("sittings/<number:sitting_id>/late/<number:answer_id>/leave/", late.late_leave, name="late-leave"),
    path("sittings/<number:sitting_id>/marking/", moderation.sitting_marking, name="sitting-marking"),
    # Sitting on paper: who, the forms, their answer sheets
    path("sittings/<number:sitting_id>/on-paper/", on_paper.on_paper_list, name="on-paper-list"),
    path("sittings/<number:sitting_id>/on-paper/people/", on_paper.on_paper_choose, name="on-paper-choose"),
    path("sittings/<number:sitting_id>/on-paper/print/", on_paper.on_paper_print, name="on-paper-print"),
    path("keying/", keying.keying_desk, name="keying-desk"),
    path("keying/<number:attempt_id>/", keying.keying_sheet, name="keying-sheet"),
    path("keying/<number:attempt_id>/check/", keying.keying_check, name="keying-check"),
    path("keying/<number:attempt_id>/let-go/", on_paper.on_paper_let_go, name="on-paper-let-go"),
    path(
        "sittings/<number:sitting_id>/marking/calibration/<number:item_id>/",
        calibration.calibration_choose,
        name="calibration-choose",
    ),
    # Statistics of a sitting that is over
    path("sittings/<number:sitting_id>/statistics/", statistics.sitting_statistics, name="sitting-statistics"),
    path("sittings/<number:sitting_id>/statistics/export/", statistics.statistics_export, name="statistics-export"),
    path(
        "sittings/<number:sitting_id>/statistics/<number:position>/", statistics.item_statistics, name="item-statistics"
    ),
    path("sittings/<number:sitting_id>/appeals/", appeals.sitting_appeals, name="sitting-appeals"),
    # Regrading and voiding, for organizers
    path("sittings/<number:sitting_id>/regrade/", regrading.regrade_list, name="regrade-list"),
    path("sittings/<number:sitting_id>/regrade/<number:item_id>/", regrading.regrade_ask, name="regrade-ask"),
    path("regrades/<number:pk>/", regrading.regrade_detail, name="regrade-detail"),
    path("regrades/<number:pk>/commit/", regrading.regrade_commit, name="regrade-commit"),
    # Attempts, for trainees
    path("sittings/<number:sitting_id>/start/", sit.attempt_start, name="attempt-start"),
    path("learn/<number:cohort_id>/<number:position>/submission/", sit.case_open, name="case-open"),
    path("attempts/<uuid:uuid>/items/<number:position>/", sit.attempt_item, name="attempt-item"),
    path("attempts/<uuid:uuid>/items/<number:position>/files/", files.file_add, name="file-add"),
    path("attempts/<uuid:uuid>/items/<number:position>/files/<slug:digest>/", files.file_open, name="file-open"),
    path("attempts/<uuid:uuid>/review/", sit.attempt_review, name="attempt-review"),
    path("attempts/<uuid:uuid>/submit/", sit.attempt_submit, name="attempt-submit"),
    path("attempts/<uuid:uuid>/take-over/", sit.attempt_take_over, name="attempt-take-over"),
    path("attempts/<uuid:uuid>/result/", results.attempt_result, name="attempt-result"),
    path("attempts/<uuid:uuid>/items/<number:position>/appeal/", appeals.appeal_file, name="appeal-file"),
    # Marking
    path("grading/appeals/", appeals.appeal_queue, name="appeal-queue"),
    path("grading/appeals/<number:pk>/", appeals.appeal_answer, name="appeal-answer"),
    path("grading/", grading.grading_queue, name="grading-queue"),
    path("grading/sittings/<number:sitting_id>/next/", grading.grading_next, name="grading-next"),
    path("grading/calibration/<number:answer_id>/", calibration.calibration_mark, name="calibration-mark"),
    path("grading/calibration/sets/<number:set_id>/", calibration.calibration_compare, name="calibration-compare"),
    path("grading/<number:item_id>/", grading.grading_item, name="grading-item"),
    path("grading/<number:item_id>/files/<slug:digest>/", files.file_mark, name="file-mark"),
]
