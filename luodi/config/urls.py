"""One line per room."""

from django.urls import include, path

from luodi.config.api import api

urlpatterns = [
    path("", include("luodi.desk.urls")),
    path("", include("luodi.kernel.urls")),
    path("listening/", include("luodi.listening.urls")),
    path("problems/", include("luodi.problems.urls")),
    path("measures/", include("luodi.measures.urls")),
    path("briefs/", include("luodi.briefs.urls")),
    path("api/", api.urls),
    path("accounts/", include("allauth.urls")),
]
