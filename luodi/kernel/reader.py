"""A reader for the machine's owner on the command line: sees all business rows, may do nothing."""

from luodi.kernel.access import Held, Standing
from luodi.kernel.choices import Duty, Role


class Everything:
    """Reads like a supervisor without limits; not an account, so no move accepts it."""

    pk = None
    is_authenticated = True
    is_active = True
    duty = Duty.BUSINESS
    person = person_id = None
    standing = Standing((Held(Role.SUPERVISOR, None, None),))


EVERYTHING = Everything()
