"""The desk, the overview, and the page of a person."""

from django.urls import path

from dashboards.views import desk, district, export, person

app_name = "dashboards"
urlpatterns = [
    path("desk/", desk.desk, name="desk"),
    path("reports/", district.start, name="district-start"),
    path("reports/people/<number:person_id>/", person.person, name="person"),
    path("reports/<slug:unit_code>/", district.district, name="district"),
    path("reports/<slug:unit_code>/export/", export.district_export, name="district-export"),
    path("reports/<slug:unit_code>/people/", district.people_list, name="people-list"),
    path("reports/<slug:unit_code>/people/export/", export.people_export, name="people-export"),
    path("reports/<slug:unit_code>/people/remind/", district.remind, name="people-remind"),
]
