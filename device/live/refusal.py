"""Why a command was refused, on both ends."""

from collections.abc import Mapping
from typing import Any

from device.errors import UserError
from device.live.messages import ErrorCode


class CommandError(UserError):
    """The device refused, or did not answer.

    Attributes:
        code: Why, for a program; the text says it for a person, and ``reason`` is finer.
    """

    def __init__(
        self,
        code: ErrorCode,
        message: str,
        reason: str | None = None,
        values: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(message, reason, values)
        self.code = code

    def to_json(self) -> dict[str, Any]:
        """The ``error`` object of an answer."""
        return {"code": self.code, "message": str(self), **self.finer}

    @classmethod
    def from_json(cls, error: Mapping[str, Any]) -> "CommandError":
        """The refusal that an answer tells of."""
        code = ErrorCode(error["code"])
        return cls(code, error["message"], error.get("reason"), error.get("values"))
