"""``cablecoach server``: the web server alone."""

import logging
import signal
import threading
from pathlib import Path

import click

from device.config import Resolved
from device.config.flags import config_flags
from device.errors import UserError
from device.process.fail_fast import fail_fast_threads
from server.access.log_redaction import hide_secrets
from server.access.state_directory import private_folder
from server.config import Limits, ServerConfig
from server.process import ServerProcess
from server.training_data import TrainingData


@click.command()
@config_flags("host", "port", "max_streams", "allowed_hosts", "tls_cert", "tls_key")
def serve(resolved: Resolved) -> None:
    """Serve the page, the live stream, the API and the CSV.

    It may start before the device service, and survives its restart: until it is there the page
    says that the sensor is offline.
    """
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    hide_secrets()
    config = server_config(resolved)
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    process = ServerProcess(
        config,
        private_folder(config.data_dir),
        training_data=TrainingData(config.data_dir),
        announce=click.echo,
    )
    try:
        with fail_fast_threads(stop):
            process.start()
            click.echo(f"CableCoach shows its page at {' and '.join(process.addresses)}")
            process.run(stop)
    finally:
        process.stop()


def server_config(resolved: Resolved) -> ServerConfig:
    """The server's options of the effective configuration.

    Raises:
        UserError: Only one of certificate and key was given.
    """
    options = resolved.config
    if bool(options.tls_cert) != bool(options.tls_key):
        raise UserError("TLS needs both files; give --cert and --key.")
    return ServerConfig(
        data_dir=resolved.file.parent,
        host=options.host,
        port=options.port,
        allowed_hosts=tuple(filter(None, options.allowed_hosts.split(","))),
        cert=Path(options.tls_cert) if options.tls_cert else None,
        key=Path(options.tls_key) if options.tls_key else None,
        limits=Limits(streams=options.max_streams),
    )
