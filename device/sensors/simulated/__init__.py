"""A cable machine and a trainee in software, read through modelled sensors.

The motion is a sum of moves with known beginnings and ends, so every recording made here comes
with its truth. Read in this order: ``profile`` (one move), ``body`` (what sways, bounces and flies
beside it), ``script`` (a set of them), ``style``, ``acting`` and ``trainee`` (who writes it),
``machine`` (the force), ``encoder``, ``load_cell``, ``clock`` and ``mishap`` (what the sensors make
of it), ``crossing`` and ``truth``, ``tables`` and ``condition`` (the named situations), ``faulty``
(broken sensors), ``generate`` (files) and ``source`` (live).
"""
