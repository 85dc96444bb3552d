"""Sets pasted from strokes that people really made, so that no formula of ours shapes the motion.

``cutting`` takes single pulls and returns out of the recordings of a folder, ``path`` writes them
one after the other at new ranges and durations, ``body`` and ``cable`` lay over them what a
standing person and a machine add, ``conditions`` is the table of situations, and ``pasting``
makes a recording of one, with the truth by the crossings of the noise-free path.
"""
