"""Why a command was refused, on both ends."""

from device.errors import UserError
from device.live.messages import ErrorCode


class CommandError(UserError):
    """The device refused, or did not answer.

    Attributes:
        code: Why, for a program; the text says it for a person.
    """

    def __init__(self, code: ErrorCode, message: str) -> None:
        super().__init__(message)
        self.code = code
