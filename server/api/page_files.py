"""The page's files, gzip-compressed for clients that accept it, once per process.

Only what is the same for everybody is compressed. An answer that holds a secret beside something
that a stranger chose would tell of the secret by its length (BREACH, CVE-2013-3587).
"""

import gzip
import io
from functools import lru_cache
from pathlib import Path
from typing import Final

from flask import Request, Response, send_file, send_from_directory
from werkzeug.security import safe_join

_FOLDER: Final = Path(__file__).parents[1] / "static"
_WORTH_IT: Final = 0.9
"""Fonts and pictures are compressed already."""


def languages(folder: Path = _FOLDER / "lang") -> list[str]:
    """The languages that the page can be read in: each is one catalogue, and nothing else."""
    return sorted(path.stem for path in folder.glob("*.json"))


def page_file(request: Request, name: str) -> Response:
    """Give a file of the page. The folder is the package's own; nothing else can be named.

    Raises:
        NotFound: There is no such file.
    """
    response = _compressed(name) if _takes_gzip(request) else None
    if response is None:
        response = send_from_directory(_FOLDER, name, max_age=0)
    response.headers["Cache-Control"] = "no-cache"
    response.vary.add("Accept-Encoding")
    return response


def _takes_gzip(request: Request) -> bool:
    """A range is one of the file as it is: what it continues came to a client without gzip."""
    best = request.accept_encodings.best_match(["gzip", "identity"])
    return best == "gzip" and "Range" not in request.headers


def _compressed(name: str) -> Response | None:
    path = Path(safe_join(str(_FOLDER), name) or "")
    if not path.is_file():
        return None
    seen = path.stat()
    packed = _pack(path, seen.st_mtime_ns, seen.st_size)
    if packed is None:
        return None
    response = send_file(
        io.BytesIO(packed),
        download_name=path.name,
        conditional=True,
        etag=f"{seen.st_mtime_ns:x}-{seen.st_size:x}-gzip",
        last_modified=seen.st_mtime,
        max_age=0,
    )
    response.headers["Content-Encoding"] = "gzip"
    response.headers.pop("Accept-Ranges", None)
    return response


@lru_cache(maxsize=256)
def _pack(path: Path, mtime_ns: int, size: int) -> bytes | None:
    """The file's bytes compressed, or ``None`` where that is no gain; anew when it has changed."""
    packed = gzip.compress(path.read_bytes(), mtime=0)
    return packed if len(packed) < _WORTH_IT * size else None
