"""SIGKILL in an import, a consolidation, a closing, a new statement: all or nothing, never twice.

Starting a process takes a second or two, so in each test the one that takes over is the next to be
killed.
"""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.config.browser import PASSWORD, Person
from tests.kernel.installation import installation, until

pytestmark = pytest.mark.django_db
ROWS, SAID = 120, 24
PREPARE = f"""
import json
from django.apps import apps
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
settings.MIGRATION_MODULES = {{config.label: None for config in apps.get_app_configs()}}
call_command("migrate", verbosity=0, run_syncdb=True)
from luodi.kernel import jobs
from luodi.kernel.sheets import importing
from luodi.measures.choices import MeasureState
from tests.factories.listening import CampaignFactory, StatementFactory
from tests.factories.measures import measure_at
from tests.parcels.sheets import PARCELS
from tests.people import cast
people = cast()
for user in (people.clerk, people.office, people.leader):
    user.set_password({PASSWORD!r})
    user.save()
lines = ["编号,名称", *(f"BG-{{n}},第{{n}}件" for n in range({ROWS}))]
file = SimpleUploadedFile("包裹.csv", "\\n".join(lines).encode())
run = importing.upload(PARCELS, file, by=people.clerk, context={{"unit": people.street.pk}})
importing.start_preview(run)
jobs.work_once()
campaign = CampaignFactory(host_unit=people.district)
StatementFactory.create_batch({SAID}, campaign=campaign, unit=people.street)
measure = measure_at(MeasureState.VERIFIED, people, problem__campaign=campaign)
print(json.dumps({{"run": run.pk, "campaign": campaign.pk, "measure": measure.pk, "unit": people.street.pk}}))
"""
QUEUE = """
from luodi.kernel.models import ImportRun, User
from luodi.kernel.sheets import importing
from luodi.listening.models import Campaign
from luodi.problems.actions import start_consolidation
importing.start_apply(ImportRun.objects.get())
start_consolidation(campaign=Campaign.objects.get(), by=User.objects.get(username="office"))
"""
FOUND = {
    "import": """
SELECT (SELECT state FROM kernel_importrun), (SELECT count(*) FROM parcels_parcel),
    (SELECT count(*) FROM kernel_searchentry WHERE model = 'parcels.parcel')""",
    "consolidation": """
SELECT (SELECT state FROM problems_consolidationrun), (SELECT count(*) > 0 FROM problems_proposedproblem),
    (SELECT count(*) > 0 FROM problems_linkproposal),
    (SELECT count(*) - count(DISTINCT statement_id) FROM problems_linkproposal)""",
    "closing": """
SELECT (SELECT state FROM measures_measure), (SELECT version FROM measures_measure),
    (SELECT count(*) FROM measures_closing), (SELECT count(*) FROM measures_lookback)""",
    "statement": "SELECT count(*) FROM listening_statement WHERE text_original = '路灯坏了半个月没人修'",
    "told": "SELECT count(*) FROM kernel_trailevent WHERE allowed AND action = '{action}'",
    "job": """
SELECT state, attempts FROM kernel_job WHERE name <> 'kernel.import_preview' ORDER BY id DESC LIMIT 1""",
}
ACTION = {
    "import": "kernel.import.apply",
    "consolidation": "problems.consolidationrun.finish",
    "closing": "measures.measure.sign",
    "statement": "listening.statement.create",
}
"""What each writes last before it is committed."""
BEFORE = {
    "import": ("applying", 0, 0),
    "consolidation": ("running", False, False, 0),
    "closing": ("verified", 1, 0, 0),
    "statement": (0,),
}
AFTER = {
    "import": ("applied", ROWS, ROWS),
    "consolidation": ("done", True, True, 0),
    "closing": ("closed", 2, 1, 1),
    "statement": (1,),
}


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """One installation in which all three can begin."""
    with installation(tmp_path_factory.mktemp("kills") / "data", "kills") as house:
        yield house, json.loads(house.python(PREPARE))


class Scene:
    """An installation to kill, what is in its database, and the forms that start each work."""

    def __init__(self, house, keys) -> None:
        self.house, self.people = house, {}
        self.forms = {
            "import": ("clerk", f"/imports/{keys['run']}/confirm/", {}),
            "consolidation": ("office", "/problems/runs/start/", {"campaign": keys["campaign"]}),
            "closing": (
                "leader", f"/moves/measures.measure/{keys['measure']}/sign/",
                {"version": 1, "opinion": "同意销号。"},
            ),
            "statement": (
                "clerk", "/listening/statements/new/",
                {"campaign": keys["campaign"], "unit": keys["unit"], "kind": "problem",
                 "source_kind": "visit", "anonymity": "named", "said_on": "2018-11-07",
                 "text_original": "路灯坏了半个月没人修", "once": "the-mark-of-one-form"},
            ),
        }  # fmt: skip

    def post(self, work: str, address: str) -> int:
        """The same person posts the same form, again too."""
        username, path, fields = self.forms[work]
        if username not in self.people:
            self.people[username] = Person(address, username)
        self.people[username].address = address
        return self.people[username].post(path, **fields)

    def found(self, work: str) -> tuple:
        """What is there of it, how often the trail tells it."""
        told = FOUND["told"].format(action=ACTION[work])
        return (*self.house.row(FOUND[work]), *self.house.row(told))

    def job(self) -> tuple:
        """The last job: its state, how often it was begun."""
        return self.house.row(FOUND["job"])

    def check_the_trail(self) -> None:
        verified = self.house.luodi("trail", "verify")
        assert verified.returncode == 0, verified.stdout


@pytest.fixture
def scene(prepared, tmp_path):
    with installation(tmp_path / "data", "killed", like=prepared[0]) as house:
        yield Scene(house, prepared[1])


def held(work: str, *, committed: bool) -> dict:
    return {"held_at": ACTION[work], "committed": committed}


@pytest.mark.parametrize("committed", [False, True], ids=["before_commit", "after_commit"])
def test_a_killed_server_leaves_all_or_nothing_and_the_next_one_finishes(scene, committed):
    house, killed = scene.house, AFTER if committed else BEFORE

    with house.serving(**held("import", committed=committed)) as (server, address):
        assert scene.post("import", address) == 302
        house.kill_when_held(server)
    assert scene.found("import") == (*killed["import"], committed)
    assert scene.job() == ("running", 1)

    with house.serving(**held("consolidation", committed=committed)) as (server, address):
        assert scene.post("import", address) == 409
        until(lambda: scene.job() == ("done", 2), server)
        assert scene.found("import") == (*AFTER["import"], 1)
        assert scene.post("consolidation", address) == 302
        house.kill_when_held(server)
    assert scene.found("consolidation") == (*killed["consolidation"], committed)
    assert scene.job() == ("running", 1)

    with (
        house.serving(jobs=False, **held("closing", committed=committed)) as (server, address),
        ThreadPoolExecutor(1) as pool,
    ):
        assert scene.post("consolidation", address) == 409
        answer = pool.submit(scene.post, "closing", address)
        house.kill_when_held(server)
        assert isinstance(answer.exception(), OSError)
    assert scene.found("closing") == (*killed["closing"], committed)

    with (
        house.serving(**held("statement", committed=committed)) as (server, address),
        ThreadPoolExecutor(1) as pool,
    ):
        assert scene.post("closing", address) == (409 if committed else 302)
        until(lambda: scene.job() == ("done", 2), server)
        answer = pool.submit(scene.post, "statement", address)
        house.kill_when_held(server)
        assert isinstance(answer.exception(), OSError)
    assert scene.found("statement") == (*killed["statement"], committed)

    with house.serving(jobs=False) as (server, address):
        assert scene.post("statement", address) == 302
    assert scene.found("statement") == (*AFTER["statement"], 1)
    assert scene.found("import") == (*AFTER["import"], 1)
    assert scene.found("consolidation") == (*AFTER["consolidation"], 1)
    assert scene.found("closing") == (*AFTER["closing"], 1)
    scene.check_the_trail()


def test_a_killed_worker_leaves_nothing_half_written_and_the_next_one_finishes(scene):
    house = scene.house
    house.python(QUEUE)

    house.kill_when_held(house.start("worker", held_at=ACTION["import"]))
    assert scene.found("import") == (*BEFORE["import"], 0)

    house.kill_when_held(house.start("worker", held_at=ACTION["consolidation"]))
    assert scene.found("import") == (*AFTER["import"], 1)
    assert scene.found("consolidation") == (*BEFORE["consolidation"], 0)
    assert scene.job() == ("running", 1)

    assert house.start("worker", "--once").wait() == 0
    assert scene.found("consolidation") == (*AFTER["consolidation"], 1)
    assert scene.job() == ("done", 2)
    scene.check_the_trail()
