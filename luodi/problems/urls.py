"""Addresses of this room."""

from django.urls import path

from luodi.problems.views import categories, map, problems, regrouping, review, runs

app_name = "problems"
urlpatterns = [
    path("", problems.problem_list, name="problems"),
    path("new/", problems.problem_new, name="problem_new"),
    path("<int:pk>/", problems.problem, name="problem"),
    path("<int:pk>/edit/", problems.problem_edit, name="problem_edit"),
    path("<int:pk>/merge/", regrouping.problem_merge, name="merge"),
    path("<int:pk>/split/", regrouping.problem_split, name="split"),
    path("<int:pk>/statements/<int:statement>/unlink/", regrouping.statement_unlink, name="unlink"),
    path("regroupings/<int:pk>/undo/", regrouping.regrouping_undo, name="undo"),
    path("campaigns/<int:campaign>/categories/", categories.category_list, name="categories"),
    path("campaigns/<int:campaign>/categories/new/", categories.category_new, name="category_new"),
    path("categories/<int:pk>/edit/", categories.category_edit, name="category_edit"),
    path("campaigns/<int:campaign>/map/", map.campaign_map, name="map"),
    path("runs/", runs.run_list, name="runs"),
    path("runs/start/", runs.run_start, name="run_start"),
    path("runs/<int:pk>/", runs.run, name="run"),
    path("runs/<int:run>/review/", review.review_next, name="review_next"),
    path("runs/<int:run>/review/<int:number>/", review.review, name="review"),
    path("runs/<int:run>/review/<int:number>/why/<int:statement>/", review.review_why, name="why"),
    path("runs/<int:run>/review/<int:number>/decide/", review.review_decide, name="decide"),
]
