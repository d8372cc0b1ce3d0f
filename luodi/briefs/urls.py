"""Addresses of this room."""

from django.urls import path

from luodi.briefs.views import briefs

app_name = "briefs"
urlpatterns = [
    path("", briefs.brief_list, name="briefs"),
    path("<int:pk>/", briefs.brief, name="brief"),
]
