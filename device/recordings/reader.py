"""Reads a recording as a stream of readings, in bounded memory."""

from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO, NoReturn

from device.closing import Closing
from device.errors import UserError
from device.recordings.format import (
    COLUMNS,
    MAX_HEADER_LINES,
    MAX_JITTER_NS,
    MAX_LINE_BYTES,
    FormatError,
    Header,
    Scalar,
    parse_header_line,
    parse_magic,
)
from device.recordings.lines import parse_fault, parse_row
from device.sensors.reading import Reading

_BLOCK_BYTES = 1 << 16
_BOM = b"\xef\xbb\xbf"


class RecordingReader(Closing):
    """A recording, opened: its header at once, its readings when iterated, once.

    A file may end anywhere, as one does that a power cut ended: a last line without line end is
    read if it is whole, without its load, which may have lost digits, and left out if not. Zero
    bytes at the end (blocks a file system had reserved but not written) are left out. Any other
    line that is not a reading is an error.

    Attributes:
        path: The file.
        header: Its header values; empty where the file was cut within the header.
        size_bytes: Size of the file when it was opened.
        bytes_read: How much of it has been read, for a progress bar.

    Raises:
        UserError: On opening or iterating: the file cannot be read, or a line is bad; names the
            file, the line number and the reason.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self.bytes_read = 0
        self._line_number = 0
        self._cut = False
        try:
            self._file: BinaryIO = self.path.open("rb")
            self.size_bytes = self.path.stat().st_size
        except OSError as error:
            raise _cannot_read(self.path, error) from error
        self._lines = self._read_lines()
        try:
            self.header: Header = MappingProxyType(self._read_header())
        except BaseException:
            self.close()
            raise

    def __iter__(self) -> Iterator[Reading]:
        """The readings, in time order; equal stamps may follow each other.

        Stamps that jitter past each other are drawn level: a reading is never before the last.
        """
        previous_ns = -(1 << 62)
        faults = 0
        fault_ns: int | None = None
        try:
            for line in self._lines:
                self._line_number += 1
                if line[:1] == b"#":
                    if (fault := parse_fault(line)) is not None:
                        fault_ns, faults = fault
                    continue
                if not line or line == b"\r":
                    continue
                stamp_ns, count, raw = parse_row(line)
                if previous_ns - stamp_ns > MAX_JITTER_NS:
                    raise FormatError("t_s goes backwards")
                t_ns = previous_ns = max(stamp_ns, previous_ns)
                if self._cut:
                    raw = None
                if fault_ns is None:
                    yield Reading(t_ns, count, raw)
                    continue
                if fault_ns != stamp_ns:
                    raise FormatError("t_s is not that of the fault in the line above")
                yield Reading(t_ns, count, raw, faults)
                faults, fault_ns = 0, None
        except FormatError as error:
            if not self._cut:
                self._fail(error)

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _read_lines(self) -> Iterator[bytes]:
        """The lines without line feed; ``_cut`` is set while one had none, which is the last."""
        rest = b""
        while block := self._read_block():
            lines = (rest + block).split(b"\n")
            rest = lines.pop()
            yield from lines
            if len(rest) > MAX_LINE_BYTES:
                self._line_number += 1
                self._fail(f"longer than {MAX_LINE_BYTES} bytes")
        if rest:
            self._cut = True
            yield rest

    def _read_block(self) -> bytes:
        """The next block of text; empty at the end, or where nothing but zero bytes follows."""
        try:
            block = self._file.read(_BLOCK_BYTES)
            self.bytes_read += len(block)
            text = block.rstrip(b"\0")
            if text != block:
                here = self._file.tell()
                while tail := self._file.read(_BLOCK_BYTES):
                    if tail.strip(b"\0"):  # something follows: the line of the zeros is bad
                        self._file.seek(here)
                        return block
                self.bytes_read = self.size_bytes
        except OSError as error:
            raise _cannot_read(self.path, error) from error
        return text

    def _read_header(self) -> dict[str, Scalar]:
        values: dict[str, Scalar] = {}
        try:
            for line in self._lines:
                self._line_number += 1
                text = _decode(line.removeprefix(_BOM) if self._line_number == 1 else line)
                if self._line_number == 1:
                    parse_magic(text)
                elif text == COLUMNS:
                    break
                elif not text.startswith("#"):
                    raise FormatError(f"neither a header value nor the columns “{COLUMNS}”")
                else:
                    _add(values, *parse_header_line(text))
                if self._line_number > MAX_HEADER_LINES:
                    raise FormatError(f"more than {MAX_HEADER_LINES} header lines")
        except FormatError as error:
            if not self._cut or self._line_number == 1:
                self._fail(error)
        if self._line_number == 0:
            raise UserError(f"{self.path} is empty: nothing was recorded.")
        return values

    def _fail(self, reason: object) -> NoReturn:
        raise UserError(f"{self.path}, line {self._line_number}: {reason}.")


def _add(values: dict[str, Scalar], key: str, value: Scalar) -> None:
    if key in values:
        raise FormatError(f"the header value {key} appears twice")
    values[key] = value


def _decode(line: bytes) -> str:
    try:
        return line.decode("utf-8").strip()
    except UnicodeDecodeError as error:
        raise FormatError("not text") from error


def _cannot_read(path: Path, error: OSError) -> UserError:
    reason = error.strerror or str(error)
    return UserError(f"{path} cannot be read: {reason}.")
