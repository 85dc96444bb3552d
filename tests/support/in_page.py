"""Questions to the page's own application object, for the browser tests."""

from typing import Any

LONGEST_MS = 100_000
"""No wait in a page ends sooner, as a busy machine is no fault."""

_KEEP = "async () => { window.tested = (await import('/static/js/main.js')).app; }"
_CODE = "() => {{ const app = window.tested; {body} }}"


def reach_app(page: Any) -> None:
    """Make the page's application reachable for the functions below; once after each load."""
    page.evaluate(_KEEP)


def in_app(page: Any, body: str) -> Any:
    """Evaluate the JavaScript ``body`` with the page's own ``app``."""
    return page.evaluate(_CODE.format(body=body))


def wait_in_app(page: Any, body: str, timeout_ms: int = LONGEST_MS) -> Any:
    """Wait until ``body`` returns something true; return it.

    ``body`` must not be asynchronous: a promise is always true to ``wait_for_function``.
    """
    code = _CODE.format(body=body)
    return page.wait_for_function(code, timeout=timeout_ms, polling=50).json_value()
