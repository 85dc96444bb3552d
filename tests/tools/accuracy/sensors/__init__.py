"""Whether broken sensors are named, and whether what was measured with them is kept apart.

``judging`` compares one set with a broken (or sound, but suspicious looking) sensor with its
truth, ``table`` adds up many.
"""
