"""Units, people, accounts."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from luodi.kernel.choices import Duty, EvidenceKind, UnitKind
from luodi.kernel.models import Evidence, Person, Post, RoleAssignment, Unit, User


class UnitFactory(DjangoModelFactory):
    class Meta:
        model = Unit

    code = factory.Sequence(lambda n: f"U{n:04d}")
    full_name = factory.Sequence(lambda n: f"第{n}街道办事处")
    short_name = factory.Sequence(lambda n: f"第{n}街道")
    kind = UnitKind.STREET


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = Person

    name = factory.Sequence(lambda n: f"某甲{n}")


class PostFactory(DjangoModelFactory):
    class Meta:
        model = Post

    person = factory.SubFactory(PersonFactory)
    unit = factory.SubFactory(UnitFactory)
    title = "主任"
    start = date(2016, 1, 1)


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"user{n}")
    person = factory.SubFactory(PersonFactory)
    duty = Duty.BUSINESS
    must_change_password = False


class RoleFactory(DjangoModelFactory):
    class Meta:
        model = RoleAssignment

    user = factory.SubFactory(UserFactory)
    since = date(2016, 1, 1)


class EvidenceFactory(DjangoModelFactory):
    class Meta:
        model = Evidence

    kind = EvidenceKind.DOCUMENT
    title = "会议纪要"
    link = factory.Sequence(lambda n: f"https://intranet.example/{n}")
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    added_by = factory.SubFactory(UserFactory)
