"""Which files are generated, and what each should hold."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from tests.tools.contract.columns import columns_page
from tests.tools.contract.metrics import metrics_module
from tests.tools.contract.pages import filled
from tests.tools.contract.typescript import types_module

ROOT: Final = Path(__file__).parents[3]


def generated() -> Mapping[str, str]:
    """The text of each generated file, by its path in the repository."""
    return {
        "device/objects/metrics.py": metrics_module(),
        "docs/columns.md": columns_page(),
        "docs/live.md": filled(ROOT / "docs" / "live.md"),
        "server/static/js/station/contract.d.ts": types_module(),
    }
