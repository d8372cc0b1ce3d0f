"""Group robots: off unless said otherwise, slow, signed, patient; tried against a real server."""

import json
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.utils import timezone

from luodi.kernel import clock, notices, robots
from luodi.kernel.choices import JobState, OutboxState, RobotKind
from luodi.kernel.models import Job, Notice, OutboxMessage, Robot, TrailEvent

pytestmark = pytest.mark.django_db
WECOM, DINGTALK = RobotKind.WECOM, RobotKind.DINGTALK


class Platform(HTTPServer):
    """A platform that remembers what it got, and answers as it is told."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answer)
        self.got: list[tuple[str, dict]] = []
        self.reply = b'{"errcode": 0, "errmsg": "ok"}'
        self.status = 200

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Answer(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((self.path, json.loads(body)))
        self.send_response(self.server.status)
        self.end_headers()
        self.wfile.write(self.server.reply)

    def log_message(self, *_):
        """Quiet."""


@pytest.fixture
def platform():
    server = Platform()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def sending(settings, work):
    """Send what is due, as the worker's minute does."""
    settings.ROBOTS_ENABLED = True

    def send() -> list[str]:
        robots.send_waiting()
        work()
        return list(OutboxMessage.objects.values_list("state", flat=True))

    return send


def robot(platform, kind=WECOM, **fields) -> Robot:
    given = {"name": "督查群", "base": platform.base, "key": "K-1", "active": True} | fields
    return Robot.objects.create(kind=kind, **given)


def due_again() -> None:
    OutboxMessage.objects.update(
        next_try_at=timezone.now(), tried_at=timezone.now() - timedelta(minutes=2)
    )


def test_wecom_gets_markdown_at_its_address(platform, sending):
    robot(platform)
    notices.post("到期提醒", "> WT-2026-003-02")

    assert sending() == [OutboxState.SENT]

    assert platform.got == [(
        "/cgi-bin/webhook/send?key=K-1",
        {"msgtype": "markdown", "markdown": {"content": "**到期提醒**\n> WT-2026-003-02"}},
    )]  # fmt: skip


def test_dingtalk_gets_a_signature_of_this_moment(platform, sending):
    robot(platform, DINGTALK, secret="SEC")
    notices.post("到期提醒", "> WT-2026-003-02")

    assert sending() == [OutboxState.SENT]

    path, body = platform.got[0]
    asked = parse_qs(urlsplit(path).query)
    moment = asked["timestamp"][0]
    assert urlsplit(path).path == "/robot/send"
    assert asked["access_token"] == ["K-1"]
    assert asked["sign"] == [robots.signature("SEC", moment)]
    assert abs(int(moment) / 1000 - timezone.now().timestamp()) < 60
    assert body["markdown"] == {"title": "到期提醒", "text": "#### 到期提醒\n> WT-2026-003-02"}


def test_a_signature_is_what_the_platform_computes():
    assert robots.signature("this is secret", "1577262236757") == (
        "hmPWwU+7lVdm3ZZz0r9tSfx0L4Q26jWOZr9+Gs6EZQM="
    )


def test_nothing_leaves_while_robots_are_off(platform, settings, work):
    settings.ROBOTS_ENABLED = False
    robot(platform)
    notices.post("到期提醒", "x")
    Job.objects.create(name="kernel.outbox", label="发送群消息")

    assert robots.send_waiting() is None
    work()

    assert platform.got == []
    assert OutboxMessage.objects.get().state == OutboxState.WAITING


def test_a_robot_that_is_off_gets_nothing(platform, sending):
    robot(platform, active=False)

    notices.post("到期提醒", "x")

    assert OutboxMessage.objects.count() == 0


def test_twenty_a_minute_and_the_rest_later(platform, sending):
    robot(platform)
    for n in range(25):
        notices.post(f"第{n}条", "x")

    assert sending().count(OutboxState.SENT) == 20
    assert sending().count(OutboxState.SENT) == 20
    OutboxMessage.objects.update(tried_at=timezone.now() - timedelta(seconds=61))
    assert sending().count(OutboxState.SENT) == 25


@pytest.mark.parametrize(
    ("status", "reply", "answer"),
    [
        (200, b'{"errcode": 93000, "errmsg": "invalid webhook url"}', "93000 invalid webhook url"),
        (200, b"<html>", "平台的回复无法识别。"),
        (200, b"[]", "平台的回复无法识别。"),
        (502, b"", "未连通：Bad Gateway"),
    ],
)
def test_a_refused_message_waits_longer_each_time_and_is_given_up(
    platform, sending, status, reply, answer
):
    platform.status, platform.reply = status, reply
    robot(platform)
    notices.post("到期提醒", "x")

    assert sending() == [OutboxState.WAITING]
    message = OutboxMessage.objects.get()
    assert (message.attempts, message.answer) == (1, answer)
    assert message.next_try_at - message.tried_at == timedelta(minutes=1)
    assert sending() == [OutboxState.WAITING]
    assert len(platform.got) == 1
    for _n in range(5):
        due_again()
        state = sending()

    assert state == [OutboxState.GIVEN_UP]
    assert len(platform.got) == 6


def test_a_platform_that_is_away_is_tried_again(platform, sending):
    robot(platform, base="http://127.0.0.1:1")
    notices.post("到期提醒", "x")

    assert sending() == [OutboxState.WAITING]
    assert OutboxMessage.objects.get().answer.startswith("未连通：")


def test_a_long_message_is_cut_between_characters():
    text = robots.cut("督" * 2000, robots.WECOM_BYTES)

    assert len(text.encode()) <= 4096
    assert text == "督" * 1364 + "…"
    assert robots.cut("短", 4096) == "短"


def test_sending_is_queued_once(platform, settings):
    settings.ROBOTS_ENABLED = True
    robot(platform)
    assert robots.send_waiting() is None
    notices.post("到期提醒", "x")

    assert robots.send_waiting() is not None
    assert robots.send_waiting() is None
    assert Job.objects.filter(name="kernel.outbox", state=JobState.QUEUED).count() == 1


def test_the_digest_tells_each_line_once(platform, people):
    robot(platform)
    notices.tell([people.clerk, people.office], "due", "WT-1 还有 3 天到期")
    notices.tell([people.clerk], "due", "WT-2 还有 1 天到期")

    assert notices.digest() == 3
    assert notices.digest() == 0

    message = OutboxMessage.objects.get()
    assert (message.title, message.body) == (
        "每日提醒",
        "> WT-1 还有 3 天到期\n> WT-2 还有 1 天到期",
    )
    assert set(Notice.objects.values_list("digested_on", flat=True)) == {clock.today()}


def test_a_long_digest_says_how_much_it_leaves_out(platform, people):
    robot(platform)
    for n in range(23):
        notices.tell([people.clerk], "due", f"WT-{n:02} 还有 3 天到期")

    notices.digest()

    assert OutboxMessage.objects.get().body.splitlines()[19:] == [
        "> WT-19 还有 3 天到期", "> 另有 3 条，请登录查看",
    ]  # fmt: skip


def test_keys_lie_encrypted_and_are_never_shown_again(client, people, platform):
    client.force_login(people.system)
    page = "/admin/robots/new/"
    given = {"name": "督查群", "kind": WECOM, "base": platform.base, "active": "on"}

    assert "请填写密钥。" in client.post(page, given).content.decode()
    assert client.post(page, given | {"key": "SECRET-KEY"}).status_code == 302

    saved = Robot.objects.get()
    assert saved.key == "SECRET-KEY"
    with connection.cursor() as cursor:
        cursor.execute("SELECT key FROM kernel_robot")
        assert "SECRET" not in cursor.fetchone()[0]
    assert "SECRET" not in client.get(f"/admin/robots/{saved.pk}/").content.decode()
    assert "SECRET" not in str(TrailEvent.objects.first().after)
    client.post(f"/admin/robots/{saved.pk}/", given | {"name": "改名"})
    saved.refresh_from_db()
    assert (saved.name, saved.key) == ("改名", "SECRET-KEY")
