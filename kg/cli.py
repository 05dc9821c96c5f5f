"""The command line: finds the commands, gives them their settings, and turns trouble into exit codes.

Exit codes: 0 fine, 1 findings, 2 trouble that the user can put right, 130 interrupted.
"""

from __future__ import annotations

import ast
import logging
import os
import pkgutil
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from kg import __version__, commands
from kg.errors import KgError
from kg.settings import Settings, language_of_environment
from kg.suggesting import did_you_mean, in_danish

if TYPE_CHECKING:
    from collections.abc import Sequence

FINE, FINDINGS, TROUBLE, INTERRUPTED = 0, 1, 2, 130


class ReaderLeftError(Exception):
    """Say that whoever read our output has left, as `| head` does."""


class Commands(click.Group):
    """The commands of the folder `kg/commands/`, each imported only when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        """List the commands' names, sorted."""
        return sorted(module.name for module in pkgutil.iter_modules(commands.__path__))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command, and let the common options stand after its name too."""
        if cmd_name not in self.list_commands(ctx):
            return None
        command: click.Command = import_module(f"{commands.__name__}.{cmd_name}").command
        if not any(parameter.name == "lang" for parameter in command.params):
            command.params.extend(common_options())
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that `args` begin with, or name the nearest."""
        name = args[0]
        names = self.list_commands(ctx)
        if name not in names and not name.startswith("-"):
            near, listed = did_you_mean(name, names), ", ".join(names)
            message = f"no such command; expected one of {listed}.{near}"
            danish = f"ingen sådan kommando; vælg en af {listed}.{in_danish(near)}"
            raise KgError(message, name, danish=danish)
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command and write out what it printed; click would make a closed pipe exit code 1, our findings."""
        try:
            code = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError as error:
            raise ReaderLeftError from error
        return code

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write a line for each command, read from its source, since importing all of them takes too long."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, _first_line(name)) for name in self.list_commands(ctx)])


def _set_lang(ctx: click.Context, _: click.Parameter, value: str | None) -> None:
    if value:
        ctx.ensure_object(Settings).lang = "da" if value == "da" else "en"


def _set_folder(ctx: click.Context, _: click.Parameter, value: Path | None) -> None:
    if value:
        ctx.ensure_object(Settings).folder = value


def common_options() -> list[click.Option]:
    """Return new options for the settings, which stand before a command's name or after it."""
    return [
        click.Option(
            ["--lang"],
            type=click.Choice(["da", "en"]),
            expose_value=False,
            callback=_set_lang,
            help="Language of labels and texts; default by LANG, else English.",
        ),
        click.Option(
            ["--project"],
            type=click.Path(path_type=Path),
            expose_value=False,
            callback=_set_folder,
            help="Folder that holds ontology/, data/ and queries/.",
        ),
    ]


@click.command(cls=Commands, params=common_options(), context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kg")
def cli() -> None:
    """Build, check, explain, ask and hand on the knowledge graph of Denmark's foreign policy strategy of 2022."""


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit."""
    # Literals that cannot be read are findings with a place; rdflib would print a traceback for each of them.
    logging.getLogger("rdflib").setLevel(logging.ERROR)
    sys.exit(_run(arguments))


def _hold_to_surroundings() -> None:
    """Raise KgError where nothing can be read or written, by whose fault it is."""
    if sys.stderr is None:  # closed: nobody wants to know, but the next file to be opened would be taken for it
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115  # for as long as we run
    if sys.stdin is None or sys.stdout is None:
        message = "standard input or output is closed; expected both to be open, if only to /dev/null"
        raise KgError(message, danish="standard ind eller ud er lukket; begge skal være åbne, om så til /dev/null")
    try:
        Path.cwd()
    except FileNotFoundError:
        message = "the current folder is gone; expected to be started in a folder that exists"
        danish = "den aktuelle mappe findes ikke mere; kg skal startes i en mappe, der findes"
        raise KgError(message, danish=danish) from None


def _run(arguments: Sequence[str] | None) -> int:
    """Run the command and return its exit code."""
    settings = Settings(language_of_environment())
    try:
        _hold_to_surroundings()
        code = cli.main(arguments, prog_name="kg", standalone_mode=False, obj=settings)
    except KgError as error:
        return _trouble(error.said(settings.lang))
    except click.ClickException as error:
        return _misuse(error)
    except (click.Abort, KeyboardInterrupt):
        _say("interrupted")
        return INTERRUPTED
    except ReaderLeftError:
        # Python would complain of the closed pipe once more when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return TROUBLE
    except OSError as error:
        return _trouble(f"{error.filename or 'output'}: {error.strerror or error}")
    return code if isinstance(code, int) else FINE


def _misuse(error: click.ClickException) -> int:
    """Say in one line what is wrong with the call, or show the help if it was called with nothing."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    name = context.command_path if context else "kg"
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        error.show()
        return TROUBLE
    return _trouble(f"{name}: {error.format_message().rstrip('.')}; see {name} --help")


def _trouble(message: str) -> int:
    """Say it in one line; control characters, which a name or file may hold, would command the terminal."""
    one_line = "".join(
        each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in " ".join(message.split("\n"))
    )
    _say(one_line)
    return TROUBLE


def _say(line: str) -> None:
    """Say it on standard error, or to nobody where that cannot be written to: the exit code is still ours."""
    try:
        click.echo(line, err=True)
    except OSError:
        # Python would try once more when it ends, and make the exit code its own.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())


def _first_line(name: str) -> str:
    """Return the first line of the docstring of the command's function."""
    spec = find_spec(f"{commands.__name__}.{name}")
    if spec is None or spec.origin is None:
        return ""
    body = ast.parse(Path(spec.origin).read_text(encoding="utf-8")).body
    functions = (node for node in body if isinstance(node, ast.FunctionDef) and node.name == "command")
    return next((ast.get_docstring(node) or "" for node in functions), "").partition("\n")[0]
