"""The map of people: my account, my notices; elections, their rosters and slips."""

from django.urls import path

from people.views import account, corrections, elections, rosters, slips

app_name = "people"

urlpatterns = [
    path("account/", account.account, name="account"),
    path("account/display/", account.display, name="account-display"),
    path("notices/", account.notice_list, name="notice-list"),
    path("notices/read/", account.notices_read, name="notices-read"),
    path("elections/", elections.election_list, name="election-list"),
    path("elections/<number:pk>/", elections.election_detail, name="election-detail"),
    path("elections/<number:pk>/seats/", elections.seat_list, name="seat-list"),
    path("elections/<number:pk>/slips/", slips.slips, name="election-slips"),
    path("elections/seats/<number:pk>/end/", corrections.seat_end, name="seat-end"),
    path("elections/people/<number:person_id>/phone/", corrections.person_phone, name="person-phone"),
    path("elections/people/<number:person_id>/slip/", corrections.person_slip, name="person-slip"),
    path("elections/import/", rosters.upload, name="roster-upload"),
    path("elections/import/<number:pk>/", rosters.detail, name="roster-import"),
    path("elections/import/<number:pk>/progress/", rosters.progress, name="roster-progress"),
    path("elections/import/<number:pk>/mend/", rosters.mend, name="roster-mend"),
    path("elections/import/<number:pk>/apply/", rosters.apply, name="roster-apply"),
    path("elections/import/<number:pk>/remove/", rosters.remove, name="roster-remove"),
]
