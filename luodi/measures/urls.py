"""Addresses of this room."""

from django.urls import path

from luodi.measures.views import cards, desks, ledger, measure, orders, writing

app_name = "measures"
urlpatterns = [
    path("", ledger.measure_list, name="measures"),
    path("print/", ledger.measure_print, name="print"),
    path("word/", ledger.measure_word, name="word"),
    path("leader/", desks.leader_page, name="leader"),
    path("verification/", desks.verification_desk, name="verification"),
    path("cards/", cards.card_list, name="cards"),
    path("orders/", orders.order_list, name="orders"),
    path("orders/new/", orders.order_new, name="order_new"),
    path("orders/<int:pk>/", orders.order, name="order"),
    path("orders/<int:pk>/edit/", orders.order_edit, name="order_edit"),
    path("orders/<int:pk>/document/", orders.order_document, name="order_document"),
    path("under/<int:problem>/new/", writing.measure_new, name="measure_new"),
    path(
        "under-suggestion/<int:statement>/new/",
        writing.suggestion_measure_new,
        name="suggestion_measure_new",
    ),
    path("under/<int:problem>/outcome/", writing.problem_outcome_new, name="problem_outcome_new"),
    path("<int:pk>/", measure.measure, name="measure"),
    path("<int:pk>/edit/", writing.measure_edit, name="measure_edit"),
    path("<int:pk>/leader/", writing.leader_name, name="leader_name"),
    path("<int:pk>/progress/", writing.progress_new, name="progress_new"),
    path("<int:pk>/evidence/", writing.evidence_new, name="evidence_new"),
    path("<int:pk>/leader-actions/", writing.leader_action_new, name="leader_action_new"),
    path("<int:pk>/extension/", writing.extension_new, name="extension_new"),
    path("<int:pk>/handover/", writing.handover_new, name="handover_new"),
    path("<int:pk>/milestones/", writing.milestone_new, name="milestone_new"),
    path("<int:pk>/outcome/", writing.outcome_new, name="outcome_new"),
    path("evidence/<int:pk>/withdraw/", writing.evidence_withdraw, name="evidence_withdraw"),
    path("milestones/<int:pk>/finish/", writing.milestone_finish, name="milestone_finish"),
    path("milestones/<int:pk>/waive/", writing.milestone_waive, name="milestone_waive"),
    path("look-backs/<int:pk>/", writing.look_back_do, name="look_back_do"),
]
