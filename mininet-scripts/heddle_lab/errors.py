"""The one kind of failure that a user of the lab can do something about."""


class LabError(Exception):
    """A request that cannot be done; the message says what was wrong and what would be right."""
