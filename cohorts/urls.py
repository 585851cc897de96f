"""The map of cohorts: the organizer's pages, then the study room."""

from django.urls import path

from cohorts.views import cohorts, opening, progress, roster, running, runs, study

app_name = "cohorts"

urlpatterns = [
    # Cohorts, for their organizers
    path("cohorts/", cohorts.cohort_list, name="cohort-list"),
    path("cohorts/new/", cohorts.cohort_create, name="cohort-create"),
    path("cohorts/count/", cohorts.cohort_count, name="cohort-count"),
    path("cohorts/<number:cohort_id>/", cohorts.cohort_detail, name="cohort-detail"),
    path("cohorts/<number:cohort_id>/edit/", cohorts.cohort_edit, name="cohort-edit"),
    path("cohorts/<number:cohort_id>/open/", opening.cohort_open, name="cohort-open"),
    path("cohorts/<number:cohort_id>/close/", opening.cohort_close, name="cohort-close"),
    path("cohorts/<number:cohort_id>/last-day/", running.cohort_reschedule, name="cohort-reschedule"),
    path("cohorts/<number:cohort_id>/reopen/", running.cohort_reopen, name="cohort-reopen"),
    path("cohorts/<number:cohort_id>/revisions/", opening.cohort_move, name="cohort-move"),
    # Who is in it
    path("cohorts/<number:cohort_id>/roster/", roster.cohort_roster, name="cohort-roster"),
    path("cohorts/<number:cohort_id>/roster/add/", roster.cohort_enroll, name="cohort-enroll"),
    path(
        "cohorts/<number:cohort_id>/roster/<number:enrollment_id>/withdraw/",
        roster.enrollment_withdraw,
        name="enrollment-withdraw",
    ),
    # How far they are
    path("cohorts/<number:cohort_id>/progress/", progress.cohort_progress, name="cohort-progress"),
    path("cohorts/<number:cohort_id>/progress/export/", progress.progress_export, name="progress-export"),
    # The study room, for trainees
    path("learn/<number:cohort_id>/", study.study_room, name="study-room"),
    path("learn/<number:cohort_id>/<number:position>/", study.module, name="module"),
    path("learn/<number:cohort_id>/<number:position>/place/", study.module_place, name="module-place"),
    path("learn/<number:cohort_id>/<number:position>/finish/", study.module_finish, name="module-finish"),
    # Simulations
    path("learn/<number:cohort_id>/<number:position>/runs/new/", runs.run_start, name="run-start"),
    path("learn/<number:cohort_id>/<number:position>/runs/<number:number>/", runs.run_scene, name="run-scene"),
    path("learn/<number:cohort_id>/<number:position>/runs/<number:number>/choose/", runs.run_choose, name="run-choose"),
    path(
        "learn/<number:cohort_id>/<number:position>/runs/<number:number>/debrief/", runs.run_debrief, name="run-debrief"
    ),
]
