"""The exit codes, and that no error leaves a person with anything but lines."""

import inspect

import bot.errors
from bot.errors import BadConfiguration, ExitCode, IngestUnavailable, ReadoutError, StoreUnavailable, exit_code
from knowledge.errors import BadData, ModelMissing, Problem


def test_every_kind_of_error_has_its_exit_code():
    assert exit_code(BadConfiguration([])) == 78
    assert exit_code(ModelMissing("no model")) == 78
    assert exit_code(BadData([])) == 65
    assert exit_code(StoreUnavailable("gone")) == 1
    assert exit_code(IngestUnavailable("no spaCy")) == 1
    assert exit_code(ZeroDivisionError()) == 1


def test_exit_codes_are_those_of_the_command_line_contract():
    assert {code.name: code.value for code in ExitCode} == {
        "GOOD": 0, "FAULT": 1, "ARGUMENTS": 2, "DATA": 65, "CONFIGURATION": 78,
    }  # fmt: skip


def test_bad_configuration_says_every_problem_on_a_line_of_its_own():
    error = BadConfiguration([Problem("environment", "A", "1", "2"), Problem("environment", "B", "3", "4")])
    assert str(error).splitlines() == ["environment: A: found 1, expected 2", "environment: B: found 3, expected 4"]


def test_the_tree_at_the_top_names_every_error():
    kinds = [kind for kind in vars(bot.errors).values() if inspect.isclass(kind) and issubclass(kind, ReadoutError)]
    assert kinds
    assert all(kind.__name__ in bot.errors.__doc__ for kind in kinds)
