"""Every sentence that the page may have to tell has a reason, so that it can in its own language.

What only a program can cause is told in English; each such refusal stands below on purpose.
"""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
PLACES = (
    "device/live",
    "device/service",
    "device/store",
    "server/api",
    "server",
)
ERRORS = {
    "CommandError",
    "ConflictError",
    "DamagedError",
    "NotFoundError",
    "Problem",
    "ReadOnlyError",
    "StoreError",
    "UnsavedError",
    "UserError",
    "_unauthorized",
}
FOR_PROGRAMS = {
    "device/live/answering.py": ("from another version", "A key is", "no command", "lacks"),
    "device/live/endpoints.py": ("too long for sockets", "may enter"),
    "device/live/idempotency.py": ("idempotency key",),
    "device/service/commands/dispatcher.py": ("This station cannot",),
    "device/process/lock.py": ("cannot be used", "already measuring into"),
    "device/service/commands/arguments.py": (
        "whole number",
        "a number from",
        "as text",
        "There is no",
    ),
    "device/store/writing/athletes.py": ("of an athlete cannot be changed",),
    "device/store/checks.py": (
        "A note",
        "The unit",
        "The colour",
        "The {what} must",
        "of a {exercise} must",
    ),
    "device/store/connection.py": ("already holds something else",),
    "device/store/writing/corrections.py": ("of a set cannot be changed", "by number"),
    "device/store/writing/station_data.py": ("too long", "finite numbers", "cannot be kept"),
    "device/store/writing/transaction.py": ("key was used",),
    "device/store/writing/sets.py": (
        "still open",
        "no rep can",
        "a different rep",
        "has already ended",
    ),
    "server/access/control_socket.py": ('answer["error"]', "another user", "No server answers"),
    "server/access/credentials.py": ("newer CableCoach", "cannot be opened"),
    "server/web/request_guard.py": (
        "not one of the station's",
        "Content-Length",
        "The body is longer",
        "The address is too long",
        "another site's page",
        "That token",
    ),
    "server/web/routing.py": ("Send the body as JSON",),
    "server/http/server.py": ("cannot be opened",),
    "server/http/tls.py": ("The certificate",),
}


def refusals(path: Path) -> list[str]:
    """Every making of an error with a text of its own and without a reason."""
    source = path.read_text()
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or getattr(node.func, "id", "") not in ERRORS:
            continue
        text = " ".join(ast.get_source_segment(source, node).split())
        if '"' in text and "eason" not in text:
            found.append(text)
    return found


def test_every_refusal_has_its_reason_or_is_for_programs() -> None:
    left = []
    for place in PLACES:
        for path in sorted((ROOT / place).glob("*.py")):
            name = str(path.relative_to(ROOT))
            expected = FOR_PROGRAMS.get(name, ())
            left += [
                f"{name}: {text}"
                for text in refusals(path)
                if not any(part in text for part in expected)
            ]
    assert left == []


def test_what_is_said_to_be_for_programs_is_there() -> None:
    for name, parts in FOR_PROGRAMS.items():
        texts = refusals(ROOT / name)
        for part in parts:
            assert any(part in text for text in texts), f"{name}: {part}"
