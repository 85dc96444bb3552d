"""``python -m server`` is ``cablecoach``, so that one process can start the other."""

from server.cli import main

main(prog_name="cablecoach")
