"""Every error that a user can meet, grouped by what they can do about it.

    VorlagenError
    ├── BadInput        the file or text given cannot be read; mend it and try again
    ├── WrongUsage      the command or setting is wrong; exit code 2
    ├── NotFound        no such paper, inquiry, draft or person
    ├── NotAllowed      this person may not see or do this
    ├── Conflict        somebody else was faster; look at both texts and decide
    ├── SourceFailed    a folder or council system does not answer as it should
    ├── StoreFailed     the data directory cannot be read or written (full, read-only, corrupt)
    ├── ModelFailed     the language model did not answer usefully (never ends a draft)
    └── MissingExtra    an optional part of the installation is needed

`str(error)` is one German sentence that names what, where and the mend. Library errors are
translated into these where they arise; nothing above catches anything else on purpose.
"""


class VorlagenError(Exception):
    """The root; `exit_code` is what the command line ends with."""

    exit_code = 1


class BadInput(VorlagenError):
    pass


class WrongUsage(VorlagenError):
    exit_code = 2


class NotFound(VorlagenError):
    pass


class NotAllowed(VorlagenError):
    pass


class Conflict(VorlagenError):
    pass


class SourceFailed(VorlagenError):
    pass


class StoreFailed(VorlagenError):
    pass


class ModelFailed(VorlagenError):
    pass


class MissingExtra(VorlagenError):
    pass
