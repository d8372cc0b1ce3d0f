"""Group robots of WeCom and DingTalk: the outbox is sent slowly, signed, and tried again.

Off unless `LUODI_ROBOTS` is set; the platform's address is the administrator's, since offices host
these platforms themselves. A message carries codes, deadlines and links, never what a citizen said.
"""

import base64
import hashlib
import hmac
import json
import time
import urllib.error
import urllib.request
from datetime import timedelta
from urllib.parse import quote_plus, urlencode

from django.conf import settings
from django.db import models
from django.utils import timezone

from luodi.kernel.choices import JobState, OutboxState, RobotKind
from luodi.kernel.jobs import EVERY_MINUTE, Progress, job, start_job
from luodi.kernel.models import Job, OutboxMessage, Robot

PER_MINUTE = 20
ATTEMPTS = 6
FIRST_WAIT = timedelta(minutes=1)
TIMEOUT_S = 10
WECOM_BYTES = 4096
DINGTALK_BYTES = 20_000


def send_waiting() -> Job | None:
    """Queue the sending when something waits and nobody sends; None when there is nothing to do."""
    if not settings.ROBOTS_ENABLED or not _due().exists():
        return None
    if Job.objects.filter(
        name="kernel.outbox", state__in=(JobState.QUEUED, JobState.RUNNING)
    ).exists():
        return None
    return start_job("kernel.outbox", label="发送群消息")


EVERY_MINUTE.append(send_waiting)


@job("kernel.outbox")
def outbox(progress: Progress) -> str:
    """Send what is due, each robot at most twenty a minute; what is over waits for the next run."""
    if not settings.ROBOTS_ENABLED:
        return ""
    sent = 0
    for robot in Robot.objects.filter(active=True):
        for message in _due().filter(robot=robot)[: _free_places(robot)]:
            _send(message)
            sent += 1
            progress(sent)
    return ""


def _due() -> models.QuerySet[OutboxMessage]:
    return OutboxMessage.objects.filter(
        state=OutboxState.WAITING, next_try_at__lte=timezone.now(), robot__active=True
    )


def _free_places(robot: Robot) -> int:
    """How many more this robot may take within the minute; failed tries count too."""
    since = timezone.now() - timedelta(minutes=1)
    return max(0, PER_MINUTE - robot.messages.filter(tried_at__gt=since).count())


def _send(message: OutboxMessage) -> None:
    message.attempts += 1
    message.tried_at = timezone.now()
    refusal = post(message.robot, message.title, message.body)
    message.answer = (refusal or "ok")[:300]
    if refusal is None:
        message.state = OutboxState.SENT
    elif message.attempts >= ATTEMPTS:
        message.state = OutboxState.GIVEN_UP
    else:
        message.next_try_at = message.tried_at + FIRST_WAIT * 2 ** (message.attempts - 1)
    message.save()


def post(robot: Robot, title: str, body: str) -> str | None:
    """Send one message; None when the platform took it, otherwise what it said."""
    request = urllib.request.Request(
        address(robot), data=json.dumps(payload(robot, title, body)).encode(),
        headers={"Content-Type": "application/json; charset=utf-8"},
    )  # fmt: skip
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_S) as answer:
            told = json.loads(answer.read(65_536))
            code = told.get("errcode")
    except (urllib.error.URLError, TimeoutError, OSError) as error:
        return f"未连通：{getattr(error, 'reason', error)}"
    except (ValueError, AttributeError):
        return "平台的回复无法识别。"
    return None if code == 0 else f"{code} {told.get('errmsg', '')}"


def address(robot: Robot) -> str:
    """Where to post, with the key and, for DingTalk with a secret, the signature of this moment."""
    base = robot.base.rstrip("/")
    if robot.kind == RobotKind.WECOM:
        return f"{base}/cgi-bin/webhook/send?{urlencode({'key': robot.key})}"
    url = f"{base}/robot/send?{urlencode({'access_token': robot.key})}"
    if not robot.secret:
        return url
    moment = str(round(time.time() * 1000))
    return f"{url}&timestamp={moment}&sign={quote_plus(signature(robot.secret, moment))}"


def signature(secret: str, moment: str) -> str:
    """HMAC-SHA256 over moment and secret, as DingTalk asks for it."""
    digest = hmac.new(secret.encode(), f"{moment}\n{secret}".encode(), hashlib.sha256).digest()
    return base64.b64encode(digest).decode()


def payload(robot: Robot, title: str, body: str) -> dict[str, object]:
    """The message as the platform wants it, cut to what it takes."""
    if robot.kind == RobotKind.WECOM:
        text = cut(f"**{title}**\n{body}", WECOM_BYTES)
        return {"msgtype": "markdown", "markdown": {"content": text}}
    text = cut(f"#### {title}\n{body}", DINGTALK_BYTES)
    return {"msgtype": "markdown", "markdown": {"title": title, "text": text}}


def cut(text: str, limit: int) -> str:
    """The text within so many UTF-8 bytes, without half a character, saying that it was cut."""
    content = text.encode()
    if len(content) <= limit:
        return text
    return content[: limit - 3].decode(errors="ignore") + "…"
