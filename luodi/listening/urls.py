"""Addresses of this room."""

from django.urls import path

from luodi.listening.views import campaigns, gatherings, guests, statements, symposium

app_name = "listening"
urlpatterns = [
    path("campaigns/", campaigns.campaign_list, name="campaigns"),
    path("campaigns/new/", campaigns.campaign_new, name="campaign_new"),
    path("campaigns/<int:pk>/", campaigns.campaign, name="campaign"),
    path("campaigns/<int:pk>/edit/", campaigns.campaign_edit, name="campaign_edit"),
    path("campaigns/<int:pk>/coverage/", campaigns.campaign_coverage, name="coverage"),
    path("campaigns/<int:pk>/dimensions/", campaigns.dimensions_edit, name="dimensions"),
    path("campaigns/<int:pk>/phases/<int:phase>/", campaigns.phase_edit, name="phase_edit"),
    path("gatherings/", gatherings.gathering_list, name="gatherings"),
    path("gatherings/new/", gatherings.gathering_new, name="gathering_new"),
    path("gatherings/<int:pk>/", gatherings.gathering, name="gathering"),
    path("gatherings/<int:pk>/edit/", gatherings.gathering_edit, name="gathering_edit"),
    path("gatherings/<int:pk>/evidence/", gatherings.gathering_evidence, name="gathering_evidence"),
    path("gatherings/<int:pk>/statements/", gatherings.gathering_statements, name="gathering_statements"),
    path("gatherings/<int:pk>/topics/", symposium.topic_new, name="topic_new"),
    path("gatherings/<int:pk>/guests/", symposium.invitation_new, name="invitation_new"),
    path("guests/<int:pk>/renew/", symposium.invitation_renew, name="invitation_renew"),
    path("guests/<int:pk>/revoke/", symposium.invitation_revoke, name="invitation_revoke"),
    path("guests/<int:pk>/attended/", symposium.invitation_attended, name="invitation_attended"),
    path("statements/", statements.statement_list, name="statements"),
    path("statements/new/", statements.statement_new, name="statement_new"),
    path("statements/<int:pk>/", statements.statement, name="statement"),
    path("statements/<int:pk>/edit/", statements.statement_edit, name="statement_edit"),
    path("guest/<str:token>/", guests.guest, name="guest"),
    path("guest/<str:token>/suggestions/", guests.guest_suggestion, name="guest_suggestion"),
    path("guest/<str:token>/answers/<int:answer>/", guests.guest_rating, name="guest_rating"),
]  # fmt: skip
