"""Commands about what is measured: tare, calibration, the clock of a tablet."""

from device.clock.stamp import stamp
from device.live.idempotency import Answer
from device.objects.answers import ClockAnswer, TareAnswer
from device.service.commands import arguments
from device.service.commands.context import CommandContext
from device.store.writing.writer import StoreWriter


class Measuring:
    """Handlers; each has its work done in the thread that owns what it touches."""

    def __init__(self, context: CommandContext) -> None:
        self._context = context

    def tare(self, args: arguments.Args, key: str | None) -> Answer:
        """``tare``: the present force is zero."""
        arguments.refuse_others(args)

        def job() -> TareAnswer:
            return {"load_zero": self._context.measuring.tare().load_zero}

        return self._context.acquisition.ask(job)

    def calibrate(self, args: arguments.Args, key: str | None) -> Answer:
        """``calibrate``: one step of the guided procedure."""
        step = arguments.text(args, "step")
        values = {name: value for name, value in args.items() if name != "step"}
        return self._context.acquisition.ask(
            lambda: self._context.measuring.calibrate(step, values)
        )

    def hear_clock(self, args: arguments.Args, key: str | None) -> Answer:
        """``clock``: what a tablet's clock says."""
        arguments.refuse_others(args, "client_ms", "rtt_ms", "tablet", "trusted")
        client_ms = arguments.number(args, "client_ms", 0, 2**53)
        rtt_ms = arguments.number(args, "rtt_ms", 0, 60_000)
        tablet = arguments.text(args, "tablet") if "tablet" in args else ""
        trusted = args.get("trusted") is True
        at = stamp()

        def job(store: StoreWriter) -> ClockAnswer:
            quality = self._context.time.hear_tablet(
                store,
                client_ms=client_ms,
                rtt_ms=rtt_ms,
                tablet=tablet,
                at=at,
                trusted=trusted,
            )
            return {"time_quality": quality}

        return self._context.writer.ask(job)
