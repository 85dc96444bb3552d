"""What a request meant when it came first, for the same request sent again.

Some requests leave out what the server then fills in from the present state: which set is open,
who trains. When the answer got lost the state has moved on, and the same words would mean
something else. The device knows a request again by its key *and* its arguments; so those stay.
"""

import hashlib
import json
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any, Final

_REMEMBERED: Final = 512  # as many as the device remembers


class Retries:
    """Remembers the arguments of the latest few hundred requests that carried a key."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._args: OrderedDict[str, dict[str, Any]] = OrderedDict()

    def args(
        self, key: str | None, body: Mapping[str, Any], resolve: Callable[[], dict[str, Any]]
    ) -> dict[str, Any]:
        """Return the device's arguments for a request: those of the first time, if it is a retry.

        Args:
            key: The request's idempotency key. Without one nothing is remembered.
            body: What the client sent. Other words under the same key are another request, which
                the device refuses.
            resolve: Fills in what the client left out; what it raises is not remembered.
        """
        if key is None:
            return resolve()
        # A digest, so that no name stays here that was erased elsewhere.
        said = json.dumps([key, body], sort_keys=True)
        request = hashlib.sha256(said.encode()).hexdigest()
        with self._lock:
            known = self._args.get(request)
        if known is not None:
            return dict(known)
        args = resolve()  # not under the lock: it may ask the device
        with self._lock:
            first = self._args.setdefault(request, args)
            while len(self._args) > _REMEMBERED:
                self._args.popitem(last=False)
        return dict(first)
