"""A server one of whose loops freezes as soon as a file appears; run as a program by its test.

Usage: ``python frozen_server.py DATA_DIR LOOP FLAG_FILE`` with LOOP one of ``device link``,
``accepting``, ``pending connections``, ``threads``, ``streams``, or ``none``.
"""

import sys
import threading
from pathlib import Path

from cheroot.connections import ConnectionManager

from device.live.client import LiveSubscriber
from server import process
from server.access.state_directory import private_folder
from server.config import Limits, ServerConfig
from server.http import connection, thread_pool
from server.http.pending import PendingConnections
from server.live.sender import StreamSender
from server.training_data import TrainingData

data_dir, loop, flag = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])


def freezing(function):
    def wrapped(*args, **kwargs):
        while flag.exists():
            threading.Event().wait()
        return function(*args, **kwargs)

    return wrapped


places = {
    "device link": (LiveSubscriber, "receive"),
    "accepting": (ConnectionManager, "_from_server_socket"),
    "pending connections": (PendingConnections, "_sweep"),
    "threads": (connection.Connection, "_answer"),
    "streams": (StreamSender, "_sweep"),
}
if loop in places:
    owner, name = places[loop]
    setattr(owner, name, freezing(getattr(owner, name)))
process._LATE_AFTER_S = 1.0
thread_pool._STUCK_AFTER_S = 0.1

config = ServerConfig(data_dir, host="127.0.0.1", port=0, limits=Limits(threads=8))
server = process.ServerProcess(
    config, private_folder(data_dir), training_data=TrainingData(data_dir), announce=print
)
print(server.port, flush=True)
server.start()
server.run(threading.Event())
