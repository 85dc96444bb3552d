"""``python -m server`` is ``cablecoach``, for who starts one half from the other's interpreter."""

from server.cli import main

main(prog_name="cablecoach")
