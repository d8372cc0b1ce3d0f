"""People and the posts they hold, kept by the system administrator."""

from typing import Any

import django_tables2 as tables
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luodi.kernel.choices import Role
from luodi.kernel.editing import create_page, edit_page
from luodi.kernel.forms import RecordForm
from luodi.kernel.lists import RecordFilter, RecordTable, list_page
from luodi.kernel.models import Person, Post
from luodi.kernel.views.administration.doors import door, only

door(gettext_lazy("人员"), "kernel:people", "users", Role.SYSTEM_ADMIN, 81)


class PersonTable(RecordTable):
    name = tables.Column(linkify=True)

    class Meta(RecordTable.Meta):
        model = Person
        fields = ("name", "active")


class PersonFilter(RecordFilter):
    def search(self, rows: Any, _name: str, words: str) -> Any:
        return rows.filter(name__contains=words) | rows.filter(initials__contains=words.lower())

    class Meta:
        model = Person
        fields = ("active",)


class PersonForm(RecordForm):
    phone = forms.CharField(label=gettext_lazy("电话"), required=False, max_length=30)

    class Meta:
        model = Person
        fields = ("name", "phone", "active")


class PostForm(RecordForm):
    class Meta:
        model = Post
        fields = ("person", "unit", "title", "is_leader", "start", "end")


@only(Role.SYSTEM_ADMIN)
def person_list(request: HttpRequest) -> HttpResponse:
    """People, by name or initials."""
    return list_page(
        request, Person.objects.visible_to(request.user), title=_("人员"), table=PersonTable,
        filterset=PersonFilter, template="kernel/admin_list.html", new_url="kernel:person_new",
    )  # fmt: skip


@only(Role.SYSTEM_ADMIN)
def person_new(request: HttpRequest) -> HttpResponse:
    """A new person."""
    return create_page(request, PersonForm(request.POST or None), title=_("新建人员"))


@only(Role.SYSTEM_ADMIN)
def person_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """A person with the posts held."""
    person = get_object_or_404(Person, pk=pk)
    form = PersonForm(request.POST or None, instance=person)
    return edit_page(
        request, form, title=person.name, template="kernel/person.html", next_url=person.get_absolute_url(),
        posts=person.posts.select_related("unit"), record=person,
    )  # fmt: skip


@only(Role.SYSTEM_ADMIN)
def post_new(request: HttpRequest, person: int) -> HttpResponse:
    """A person takes a post."""
    holder = get_object_or_404(Person, pk=person)
    form = PostForm(request.POST or None, initial={"person": holder})
    return create_page(request, form, title=_("新任职务"), next_url=holder.get_absolute_url())


@only(Role.SYSTEM_ADMIN)
def post_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """A post ends, or was written wrong."""
    post = get_object_or_404(Post, pk=pk)
    form = PostForm(request.POST or None, instance=post)
    return edit_page(request, form, title=str(post), next_url=post.person.get_absolute_url())
