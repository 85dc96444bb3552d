"""Keeps tokens and pairing codes out of the journal, whichever module logs them."""

import logging
import re
from typing import Final

_SECRETS: Final = re.compile(
    r"(?i)(bearer\s+|cablecoach=|[\"']?(?:code|token)[\"']?\s*[:=]\s*[\"']?|#pair=)[\w\-.~+/]{4,}"
)


class SecretsFilter(logging.Filter):
    """Replaces the value of whatever looks like a secret in a record's text and traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record; it always passes."""
        record.msg, record.args = hidden(record.getMessage()), None
        if record.exc_info:
            text = logging.Formatter().formatException(record.exc_info)
            record.exc_text, record.exc_info = hidden(text), None
        return True


def hidden(text: str) -> str:
    """Return the text without secrets."""
    return _SECRETS.sub(r"\1…", text)


def hide_secrets() -> None:
    """Put the filter on every handler of the root logger."""
    for handler in logging.getLogger().handlers:
        handler.addFilter(SecretsFilter())
