"""The site's addresses: the editors' admin, the language switch, the API, and the readers' pages at the root."""

from django.contrib import admin
from django.urls import include, path

from newsroom.reader.api import api

urlpatterns = [
    path("admin/", admin.site.urls),
    path("i18n/", include("django.conf.urls.i18n")),
    path("api/v1/", api.urls),
    path("", include("newsroom.reader.urls")),
]
