"""Addresses of this room."""

from django.urls import path

from luodi.problems.views import (
    categories,
    consents,
    explaining,
    map,
    parts,
    problems,
    regrouping,
    review,
    runs,
    singles,
    sorting,
)

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
    path("<int:pk>/explain/", explaining.problem_explain, name="explain"),
    path("campaigns/<int:campaign>/scheme/", sorting.scheme, name="scheme"),
    path("campaigns/<int:campaign>/scheme/retire/", sorting.scheme_retire, name="scheme_retire"),
    path("campaigns/<int:campaign>/themes/", sorting.themes, name="themes"),
    path("campaigns/<int:campaign>/themes/name/", sorting.theme_name, name="theme_name"),
    path("statements/<int:statement>/parts/", parts.parts, name="parts"),
    path("parts/<int:pk>/end/", parts.part_end, name="part_end"),
    path("campaigns/<int:campaign>/consents/", consents.consents, name="consents"),
    path("campaigns/<int:campaign>/consents/new/", consents.consent_new, name="consent_new"),
    path("consents/<int:pk>/withdraw/", consents.consent_withdraw, name="consent_withdraw"),
    path("campaigns/<int:campaign>/singles/", singles.singles, name="singles"),
    path("campaigns/<int:campaign>/singles/decide/", singles.singles_decide, name="singles_decide"),
    path("campaigns/<int:campaign>/map/", map.campaign_map, name="map"),
    path("runs/", runs.run_list, name="runs"),
    path("runs/start/", runs.run_start, name="run_start"),
    path("runs/<int:pk>/", runs.run, name="run"),
    path("runs/<int:run>/review/", review.review_next, name="review_next"),
    path("runs/<int:run>/review/<int:number>/", review.review, name="review"),
    path("runs/<int:run>/review/<int:number>/why/<int:statement>/", review.review_why, name="why"),
    path("runs/<int:run>/review/<int:number>/decide/", review.review_decide, name="decide"),
]
