"""Addresses of the kernel."""

from django.urls import path
from django.views.i18n import set_language

from luodi.kernel.views import boards, catalogue, figures, moves, own, picking, sheets, snapshots
from luodi.kernel.views.administration import accounts, audit, office, people, units

app_name = "kernel"
urlpatterns = [
    path("language/", set_language, name="language"),
    path("moves/<str:model>/bulk/<slug:name>/", moves.bulk_move, name="bulk_move"),
    path("moves/<str:model>/<int:pk>/<slug:name>/", moves.move, name="move"),
    path("pick/<str:source>/", picking.pick, name="pick"),
    path("figures/", catalogue.catalogue, name="figures"),
    path("figures/export/", catalogue.export, name="figures_export"),
    path("figures/board/", boards.board, name="board"),
    path("figures/board/<int:at>/", boards.arrange, name="board_arrange"),
    path("figures/published/<int:pk>/", snapshots.snapshot, name="snapshot"),
    path("figures/<str:key>/", figures.figure, name="figure"),
    path("figures/<str:key>/export/", figures.export, name="figure_export"),
    path("figures/<str:key>/publish/", snapshots.publish, name="figure_publish"),
    path("figures/<str:key>/board/", boards.put, name="board_put"),
    path("sheets/<str:key>/export/", sheets.export, name="export"),
    path("sheets/<str:key>/import/", sheets.upload, name="upload"),
    path("imports/<int:pk>/", sheets.import_page, name="import"),
    path("imports/<int:pk>/read/", sheets.read, name="import_read"),
    path("imports/<int:pk>/accept/", sheets.accept, name="import_accept"),
    path("imports/<int:pk>/confirm/", sheets.confirm, name="import_confirm"),
    path("imports/<int:pk>/undo/", sheets.undo, name="import_undo"),
    path("imports/<int:pk>/discard/", sheets.discard, name="import_discard"),
    path("notices/", own.notice_list, name="notices"),
    path("notices/read/", own.notices_read, name="notices_read"),
    path("notices/<int:pk>/", own.notice, name="notice"),
    path("jobs/<int:pk>/", own.job, name="job"),
    path("jobs/<int:pk>/cancel/", own.job_cancel, name="job_cancel"),
    path("evidence/<int:pk>/", own.evidence_file, name="evidence"),
    path("evidence/<int:pk>/withdraw/", own.evidence_withdraw, name="evidence_withdraw"),
    path("admin/units/", units.unit_list, name="units"),
    path("admin/units/new/", units.unit_new, name="unit_new"),
    path("admin/units/<int:pk>/", units.unit_edit, name="unit"),
    path("admin/people/", people.person_list, name="people"),
    path("admin/people/new/", people.person_new, name="person_new"),
    path("admin/people/<int:pk>/", people.person_edit, name="person"),
    path("admin/people/<int:person>/posts/new/", people.post_new, name="post_new"),
    path("admin/posts/<int:pk>/", people.post_edit, name="post"),
    path("admin/calendar/", office.calendar, name="calendar"),
    path("admin/calendar/<int:pk>/remove/", office.calendar_remove, name="calendar_remove"),
    path("admin/settings/", office.preference_page, name="preferences"),
    path("admin/robots/", office.robot_list, name="robots"),
    path("admin/robots/new/", office.robot_new, name="robot_new"),
    path("admin/robots/<int:pk>/", office.robot_edit, name="robot"),
    path("admin/users/", accounts.user_list, name="users"),
    path("admin/users/new/", accounts.user_new, name="user_new"),
    path("admin/users/<int:pk>/", accounts.user_page, name="user"),
    path("admin/users/<int:pk>/<slug:act>/", accounts.user_act, name="user_act"),
    path("admin/roles/<int:pk>/end/", accounts.role_end, name="role_end"),
    path("admin/trail/", audit.trail_list, name="trail"),
]
