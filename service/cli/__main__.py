"""The same command for an interpreter, as `python -m service.cli`: how `rolecall run` starts its children."""

from service.cli import app

app(prog_name="rolecall")
