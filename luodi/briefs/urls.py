"""Addresses of this room."""

from django.urls import path

from luodi.briefs.views import briefs, checking, files, templates, verifying, writing

app_name = "briefs"
urlpatterns = [
    path("", briefs.brief_list, name="briefs"),
    path("new/", writing.brief_new, name="brief_new"),
    path("preview/", writing.preview, name="preview"),
    path("templates/", templates.template_list, name="templates"),
    path("templates/new/", templates.template_new, name="template_new"),
    path("templates/<int:pk>/", templates.template, name="template"),
    path("templates/<int:pk>/edit/", templates.template_edit, name="template_edit"),
    path("texts/", checking.text_list, name="texts"),
    path("texts/new/", checking.text_new, name="text_new"),
    path("texts/<int:pk>/", checking.text, name="text"),
    path("texts/<int:pk>/bind/", checking.text_bind, name="text_bind"),
    path("texts/<int:pk>/word/", checking.text_word, name="text_word"),
    path("aliases/", checking.alias_list, name="aliases"),
    path("aliases/<int:pk>/retire/", checking.alias_retire, name="alias_retire"),
    path("<int:pk>/", briefs.brief, name="brief"),
    path("<int:pk>/edit/", writing.brief_edit, name="brief_edit"),
    path("<int:pk>/versions/", briefs.versions, name="versions"),
    path("<int:pk>/figures/<slug:anchor>/", briefs.citation, name="citation"),
    path("<int:pk>/verify/", verifying.verify_page, name="verify"),
    path("<int:pk>/word/", files.word, name="word"),
    path("<int:pk>/pdf/", files.pdf, name="pdf"),
]
