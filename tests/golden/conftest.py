import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--rewrite-golden",
        action="store_true",
        help="Write what the pipeline finds now as what the golden recordings expect, and make "
        "recordings that are missing. Look at the difference before you commit it.",
    )


@pytest.fixture
def rewrite_golden(pytestconfig: pytest.Config) -> bool:
    return bool(pytestconfig.getoption("--rewrite-golden", default=False))
