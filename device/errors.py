"""The one error that is meant for people."""


class UserError(Exception):
    """A problem the user can mend; its text is one sentence that says what to do.

    The command line prints it without a traceback and exits with status 2; the API
    answers with it as the problem's detail.
    """
