"""Addresses of the desk."""

from django.urls import path

from luodi.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("calendar/", views.calendar, name="calendar"),
    path("campaigns/<int:pk>/loop/", views.loop, name="loop"),
]
