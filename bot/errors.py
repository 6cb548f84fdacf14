"""What can go wrong for the people who run the bot, and the code the process ends with.

    ReadoutError                      one line for people: what, where, what to do
      BadConfiguration                settings that cannot be used; carries every problem found
      StoreUnavailable                the database is locked, gone or full: callers go on without it
      IngestUnavailable               an uploaded article cannot be compiled here; its author did nothing wrong

    knowledge.errors.BadData          an article or a fact base that cannot be used
    knowledge.errors.UnknownLanguage  a language without tables
    knowledge.errors.ModelMissing     spaCy or its model is not installed

A skin prints the message of an error as it is and ends with `exit_code(error)`; a traceback is only for
what is not listed here, which is a fault of ours.
"""

from __future__ import annotations

from enum import IntEnum

from knowledge.errors import BadData, ModelMissing, Problem, UnknownLanguage


class ExitCode(IntEnum):
    """How a run of `readout` ended; 65 and 78 have their names from BSD's sysexits.h."""

    GOOD = 0  # did what was asked, or was asked to stop
    FAULT = 1  # a fault of ours: the log has the traceback
    ARGUMENTS = 2  # bad arguments on the command line (argparse ends with the same)
    DATA = 65  # bad data: article, fact base, edits or question set
    CONFIGURATION = 78  # bad configuration: no token, an unreadable setting, no model; a restart will not help


class ReadoutError(Exception):
    """An error whose message is one line for people. Never raised itself."""

    code = ExitCode.FAULT


class BadConfiguration(ReadoutError):
    """Settings that cannot be used; `problems` holds all of them, each naming setting, found and expected."""

    code = ExitCode.CONFIGURATION

    def __init__(self, problems: list[Problem]):
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def missing_package(setting: str, found: str, package: str, extra: str) -> BadConfiguration:
    """A setting that asks for what an extra of Readout brings."""
    wanted = f"it installed (pip install 'readout[{extra}]')"
    return BadConfiguration([Problem("environment", setting, f"{found} but no package {package}", wanted)])


class StoreUnavailable(ReadoutError):
    """The database cannot be used now. An answer is worth more than its record: catch this and go on."""


class IngestUnavailable(ReadoutError):
    """Articles cannot be compiled here: the build step is not installed, or it broke down."""


def exit_code(error: BaseException) -> ExitCode:
    """The code that a process ends with when `error` reached its top."""
    if isinstance(error, ReadoutError):
        return error.code
    if isinstance(error, BadData):
        return ExitCode.DATA
    if isinstance(error, ModelMissing | UnknownLanguage):
        return ExitCode.CONFIGURATION
    return ExitCode.FAULT
