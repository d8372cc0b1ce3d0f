"""Notices: one line a person, once, and nobody else's."""

import pytest

from luodi.kernel import notices
from luodi.kernel.models import Notice

pytestmark = pytest.mark.django_db


def test_a_line_comes_once_while_it_is_unread(people, parcel):
    for _n in range(3):
        notices.tell([people.clerk, people.clerk, None], "due", "BG-1 到期", about=parcel)

    notice = Notice.objects.get()
    assert (notice.text, notice.url) == ("BG-1 到期", parcel.get_absolute_url())
    notices.read(Notice.objects.all())
    notices.tell([people.clerk], "due", "BG-1 到期", about=parcel)
    assert Notice.objects.count() == 2


def test_an_account_that_is_off_gets_nothing(people):
    people.clerk.is_active = False

    notices.tell([people.clerk], "due", "x")

    assert Notice.objects.count() == 0


def test_one_opens_ones_own_notices_only(client, people):
    notices.tell([people.clerk], "due", "BG-1 到期")
    notice = Notice.objects.get()

    client.force_login(people.head)
    assert client.get(f"/notices/{notice.pk}/").status_code == 404
    client.post("/notices/read/")
    assert notices.unread_count(people.clerk) == 1
    client.force_login(people.clerk)
    assert "BG-1 到期" in client.get("/notices/").content.decode()
    client.get(f"/notices/{notice.pk}/")
    assert notices.unread_count(people.clerk) == 0
