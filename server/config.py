"""What the web server needs to know; everything else it finds out."""

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds that keep one visitor from taking the station away from the others.

    Attributes:
        streams: Live streams at once. One thread serves them all.
        streams_per_address: Of these for one network address: a browser opens at most six
            connections to a host, over all its tabs.
        threads: Requests that are answered at once; further ones wait for a thread.
        threads_per_address: Of these for one network address.
        connections: Connections without a request; beyond it the longest-waiting are closed.
        connections_per_address: The same for one network address; and as many requests of one may
            wait for a thread.
        loopback_counts: Whether the shares of an address bind this very machine too. They do
            not by default: what runs here is no stranger, and may measure with many clients.
        requests_per_s: Refill of an address's budget of requests.
        burst: How large that budget may grow.
        body_bytes: Longest request body. The longest honest one is a set's note.
        request_s: A request must have arrived this long after its first byte.
        idle_s: A connection that asks nothing is closed after this time.
    """

    streams: int = 100
    streams_per_address: int = 8
    threads: int = 32
    threads_per_address: int = 8
    connections: int = 512
    connections_per_address: int = 64
    loopback_counts: bool = False
    requests_per_s: float = 100.0
    burst: int = 400
    body_bytes: int = 16_384
    request_s: float = 5.0
    idle_s: float = 15.0


@dataclass(frozen=True, slots=True)
class ServerConfig:
    """Options of ``cablecoach server``.

    Attributes:
        data_dir: Folder of the training store; the server keeps its own small file there.
        host: Address to listen on; all of the machine's by default, for the tablet.
        port: TCP port; 0 takes a free one.
        allowed_hosts: Further names under which browsers may call the station.
        cert: PEM certificate chain; with ``key``, the server speaks TLS.
        key: PEM private key.
        limits: See ``Limits``.
    """

    data_dir: Path
    host: str = "0.0.0.0"  # noqa: S104 - the tablet is another machine  # nosec B104
    port: int = 8000
    allowed_hosts: tuple[str, ...] = ()
    cert: Path | None = None
    key: Path | None = None
    limits: Limits = field(default_factory=Limits)

    @property
    def scheme(self) -> str:
        """``https`` where a certificate was given."""
        return "https" if self.cert else "http"
