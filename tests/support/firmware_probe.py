"""What the firmware's pure modules do, as data: run by CPython and by MicroPython, then compared.

Written in the part of Python that both have.
"""


class _Encoder:
    def __init__(self):
        self.count = -3

    def read(self):
        self.count += 1
        return self.count, self.count == 5


class _Load:
    def __init__(self):
        self.resets = 0
        self.reads = 0

    def read(self):
        """A conversion every third frame, one out of step in the 20th, silence from the 31st."""
        self.reads += 1
        if self.reads == 20:
            return None, 2, True
        if self.reads > 30 or self.reads % 3:
            return None, 0, False
        return 80000 + self.reads, 0, True

    def reset(self):
        self.resets += 1


class _Wire:
    def __init__(self):
        self.sent = []
        self.inbox = []
        self.open = True

    def write(self, line):
        if self.open:
            self.sent.append(line.decode())

    def read(self):
        return self.inbox.pop(0) if self.inbox else b""


class _Signals:
    def __init__(self):
        self.lights = []
        self.tones = []

    def show(self, light):
        if not self.lights or self.lights[-1] != light:
            self.lights.append(light)

    def sound(self, tone):
        if not self.tones or self.tones[-1] != tone:
            self.tones.append(tone)


def run_bridge(cue_line):
    """A second of a bridge's life, over the wrap of its clock and its sequence."""
    from bridge import PERIOD_US, Bridge

    wire, load, signals = _Wire(), _Load(), _Signals()
    wire.inbox = [b"?\n", b"", cue_line[:5], cue_line[5:]]
    t_us = 0xFFFFFFFF - 50 * PERIOD_US
    bridge = Bridge(_Encoder(), load, wire, signals, 0xDEADBEEF, "probe", t_us - PERIOD_US)
    bridge.frame(t_us, skipped=65500)
    for index in range(1, 200):
        wire.open = not 100 <= index < 103
        t_us = (t_us + PERIOD_US) & 0xFFFFFFFF
        bridge.frame(t_us)
    return {
        "sent": wire.sent,
        "resets": load.resets,
        "lights": signals.lights,
        "tones": signals.tones,
    }


def probe(vectors):
    """Every vector of link_v1.json through the firmware, in the shape of the vectors."""
    import link
    from led import light_for

    commands = link.Commands()
    together = "".join(one["line"] + "\n" for one in vectors["commands"])
    return {
        "checksums": [link.crc16(one["text"].encode()) for one in vectors["checksums"]],
        "frames": [
            link.sample_line(
                one["seq"], one["t_us"], one["encoder_count"], one["load_raw"], one["flags"]
            ).decode()
            for one in vectors["frames"]
        ],
        "commands": [link.parse_command(one["line"].encode()) for one in vectors["commands"]],
        "bad_commands": [link.parse_command(line.encode()) for line in vectors["bad_commands"]],
        "single_bytes": [
            command for byte in together.encode() for command in commands.feed(bytes([byte]))
        ],
        "after_flood": link.Commands().feed(b"x" * 5000) + _after_flood(link.Commands()),
        "signed": [link.signed_32(word) for word in (0, 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)],
        "loads": [
            link.load_from_word((raw & 0xFFFFFF) << 1 | 1)
            for raw in (-8388608, -1, 0, 1, 123456, 8388607)
        ],
        "load_out_of_step": link.load_from_word(246912),
        "clock": _clock(link),
        "lights": [
            [light_for(t_us, *state) for t_us in (0, 600000)]
            for state in (
                (True, False, False),
                (False, False, False),
                (True, True, False),
                (True, False, True),
            )
        ],
        "bridge": run_bridge(vectors["commands"][2]["line"].encode() + b"\n"),
    }


def _after_flood(commands):
    heard = []
    for _ in range(100):
        heard += commands.feed(b"y" * 64)
    return heard + commands.feed(b"\n?\n")


def _clock(link):
    """A port whose ticks wrap at 2**30: over several wraps of theirs and one of the link's."""
    clock = link.Microseconds((1 << 30) - 10, 1 << 30)
    ticks = (1 << 30) - 10
    times = []
    for _ in range(9):
        ticks = (ticks + 500000000) % (1 << 30)
        times.append(clock.advance(ticks))
    return times
