"""In the guest: says on a serial line which repetitions the device announces as saved."""

import json
from pathlib import Path

from device.live.client import LiveSubscriber, endpoints

with LiveSubscriber(endpoints(Path("/var/lib/cablecoach"))) as live:
    while True:
        told = live.receive(1.0)
        if told is not None and told.topic == "rep" and told.message["stage"] == "saved":
            rep = told.message
            promise = {"rep": rep["rep_id"], "of": rep["set_id"], "number": rep["number"]}
            print(json.dumps(promise), flush=True)
