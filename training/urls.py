"""The map of addresses; app maps are included as modules, so that the roof's arrows are real imports."""

from allauth.account import views as account
from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

urlpatterns: list[URLPattern | URLResolver] = [
    # Wagtail's own login would pass lockout and second factor by.
    path("cms/login/", login_not_required(RedirectView.as_view(pattern_name="account_login", query_string=True))),
    path("cms/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("account/login/", login_not_required(account.login), name="account_login"),
    path("account/logout/", account.logout, name="account_logout"),
    path("account/password/", account.password_change, name="account_change_password"),
    path("", include(wagtail_urls)),
]
