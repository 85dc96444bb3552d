"""How a trainee moves the handle: ``hand`` draws and writes, ``stance`` is what nobody means,
``stroke`` a repetition's parts, ``between`` what comes between them.
"""
