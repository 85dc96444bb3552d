"""The same request twice is one effect and one answer."""

import json
from collections import OrderedDict
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from typing import Any, Final

from device.errors import UnsavedError
from device.live.messages import ErrorCode
from device.live.refusal import CommandError

Answer = Future[Mapping[str, object]]
"""An object of ``device.objects``, once it is known."""

_REMEMBERED: Final = 512  # requests; a retry comes within seconds, this many take hours of tapping


class RecentRequests:
    """Remembers the answers to requests that carried a key, the latest few hundred."""

    def __init__(self) -> None:
        self._answers: OrderedDict[str, tuple[str, Answer]] = OrderedDict()

    def once(
        self, key: str | None, command: str, args: dict[str, Any], act: Callable[[], Answer]
    ) -> Answer:
        """Act, unless the same key was seen: then return the first answer, ready or not.

        An answer ``unavailable`` is not kept, since trying again is what helps.

        Raises:
            CommandError: ``invalid`` where the key came with another request before.
        """
        if key is None:
            return act()
        request = json.dumps([command, args], sort_keys=True)
        known = self._answers.get(key)
        if known is not None and not _unavailable(known[1]):
            if known[0] != request:
                raise CommandError(
                    ErrorCode.INVALID,
                    "This idempotency key belongs to another request; use a new one.",
                )
            return known[1]
        answer = act()
        self._answers[key] = (request, answer)
        self._answers.move_to_end(key)
        while len(self._answers) > _REMEMBERED:
            self._answers.popitem(last=False)
        return answer


def _unavailable(answer: Answer) -> bool:
    if answer.cancelled():
        return True
    if not answer.done():
        return False
    error = answer.exception()
    return isinstance(error, UnsavedError) or (
        isinstance(error, CommandError) and error.code is ErrorCode.UNAVAILABLE
    )
