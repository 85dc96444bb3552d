"""Direct wiring: load cell and encoder straight on the header of a Raspberry Pi.

No module of this package imports a hardware package before ``opening.open_gpio`` is called.
"""
