"""Why something was not done: raised where the rule is, shown as a page in one place."""


class Refused(Exception):
    """What was asked for may not happen now; the text says why and is shown as it is."""


class NotAllowed(Refused):
    """Nobody but somebody else may do this."""


class StaleVersion(Refused):
    """The record changed after this person opened it."""


class StateChangedOutside(RuntimeError):
    """Code tried to change a state without `perform`: a fault of ours, never of the user."""
