"""The map of addresses; app maps are included as modules, so that the roof's arrows are real imports."""

from allauth.account import views as account_views
from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView
from django.views.i18n import set_language
from wagtail import urls as wagtail_urls
from wagtail import views as wagtail_views
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from assessments import urls as assessments_urls
from certificates import urls as certificates_urls
from cohorts import urls as cohorts_urls
from dashboards import urls as dashboards_urls
from people import account_urls
from people import urls as people_urls
from training import views

# Everything asks for a login (LoginRequiredMiddleware) but what says otherwise:
# Wagtail's published pages show public outlines, and a language can be chosen before logging in.
login_not_required(wagtail_views.serve)
login_not_required(set_language)

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", views.health, name="health"),
    path("media/images/<path:path>", views.picture, name="picture"),
    path("language/", set_language, name="set_language"),
    path("", include(assessments_urls)),
    path("", include(certificates_urls)),
    path("", include(cohorts_urls)),
    path("", include(dashboards_urls)),
    path("", include(people_urls)),
    path("account/", include(account_urls)),
    # Wagtail's own login would pass lockout and second factor by.
    path("cms/login/", login_not_required(RedirectView.as_view(pattern_name="account_login", query_string=True))),
    # Nor does its logout ask: a mere link would end the session.
    path("cms/logout/", account_views.logout),
    path("cms/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("", include(wagtail_urls)),
]
