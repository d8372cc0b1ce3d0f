"""People, the posts they hold and the accounts some of them sign in with."""

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from luodi.kernel import clock
from luodi.kernel.choices import Duty
from luodi.kernel.fields import EncryptedCharField
from luodi.kernel.guards import NeverDeleted
from luodi.kernel.models.base import Record, RecordQuerySet

if TYPE_CHECKING:
    from luodi.kernel.access import Standing


class PersonQuerySet(RecordQuerySet):
    """People."""

    def visible_to(self, reader: Any) -> Self:
        """Names and posts are open to everybody who signed in; telephone numbers are not."""
        return self if reader.is_authenticated else self.none()


PersonManager = models.Manager.from_queryset(PersonQuerySet)


class Person(Record):
    """Somebody who answers, speaks, verifies. Many never sign in themselves."""

    name = models.CharField(_("姓名"), max_length=40)
    initials = models.CharField(max_length=80, editable=False, db_index=True)
    phone = EncryptedCharField(_("电话"), blank=True)
    active = models.BooleanField(_("在任"), default=True)

    private_fields = ("phone",)
    objects: ClassVar[PersonManager] = PersonManager()

    class Meta:
        ordering = ["initials", "pk"]
        verbose_name = _("人员")
        verbose_name_plural = _("人员")

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        from luodi.kernel.search import initials_of  # slow import: pypinyin

        self.initials = initials_of(self.name)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("kernel:person", args=[self.pk])

    def post_on(self, day: date) -> "Post | None":
        """The post held on `day`; the leading one when there are several."""
        held = [p for p in self.posts.all() if p.start <= day and (p.end is None or day <= p.end)]
        return max(held, key=lambda p: (p.is_leader, p.start), default=None)

    def titled(self, day: date | None = None) -> str:
        """Name with the title held on `day`, as an office writes it: 区委常委 张三."""
        post = self.post_on(day or clock.today())
        return f"{post.title} {self.name}" if post else self.name


class Post(Record):
    """A person holds a title in a unit from a day to a day."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="posts", verbose_name=_("人员"))
    unit = models.ForeignKey(
        "kernel.Unit", models.PROTECT, related_name="posts", verbose_name=_("单位")
    )
    title = models.CharField(_("职务"), max_length=60)
    is_leader = models.BooleanField(_("主要负责人"), default=False)
    start = models.DateField(_("任职日期"))
    end = models.DateField(_("免职日期"), null=True, blank=True)

    class Meta:
        ordering = ["unit", "-is_leader", "start"]
        verbose_name = _("任职")
        verbose_name_plural = _("任职")
        constraints = [
            models.CheckConstraint(
                condition=Q(end=None) | Q(end__gte=models.F("start")),
                name="post_ends_after_it_began",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.title} {self.person}"

    def get_absolute_url(self) -> str:
        return self.person.get_absolute_url()


class UserManager(BaseUserManager["User"]):
    """Accounts are made by the security administrator, never by self-registration."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=username)


class User(AbstractBaseUser):
    """An account. What it may do is in dated role assignments, not in flags."""

    username = models.CharField(_("用户名"), max_length=40, unique=True)
    person = models.OneToOneField(
        Person, models.PROTECT, null=True, blank=True, related_name="user", verbose_name=_("人员")
    )
    duty = models.CharField(_("账号用途"), max_length=10, choices=Duty, default=Duty.BUSINESS)
    is_active = models.BooleanField(_("启用"), default=True)
    must_change_password = models.BooleanField(_("下次登录须改密码"), default=True)
    password_changed_at = models.DateTimeField(_("改密时间"), null=True, blank=True)
    created_at = models.DateTimeField(_("登记时间"), default=clock.now, editable=False)
    language = models.CharField(_("语言"), max_length=10, blank=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[UserManager] = UserManager()
    guards = (NeverDeleted(),)

    class Meta:
        ordering = ["username"]
        verbose_name = _("账号")
        verbose_name_plural = _("账号")

    def __str__(self) -> str:
        return self.person.name if self.person else self.username

    @cached_property
    def standing(self) -> "Standing":
        """The roles held today; asked once per object."""
        from luodi.kernel.access import standing_of  # leaf: access reads models

        return standing_of(self)


class PastPassword(models.Model):
    """Hashes of earlier passwords, so that the last five are not used again."""

    user = models.ForeignKey(User, models.CASCADE, related_name="past_passwords")
    hash = models.CharField(max_length=200)
    until = models.DateTimeField(default=clock.now)


class SignInAttempt(models.Model):
    """A sign-in that failed, by account name and by address; the lock-out rule counts these."""

    username = models.CharField(max_length=150)
    address = models.GenericIPAddressField(null=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["username", "at"]),
            models.Index(fields=["address", "at"]),
        ]


class SignInLock(models.Model):
    """An account name or address that may not try again before `until`."""

    subject = models.CharField(max_length=160, unique=True)
    until = models.DateTimeField()
