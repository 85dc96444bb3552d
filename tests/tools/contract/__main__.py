"""Writes the generated files anew: ``python -m tests.tools.contract``."""

from tests.tools.contract.files import ROOT, generated


def main() -> None:
    """Write each file that is stale, and say which."""
    for name, text in generated().items():
        path = ROOT / name
        if not path.exists() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")
            print(f"wrote {name}")


if __name__ == "__main__":
    main()
