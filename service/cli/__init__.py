"""The command `rolecall`: a module for each group of verbs, heavy imports inside the verbs, errors as sentences."""

import typer

from service.cli.accounts import key, link
from service.cli.auditing import audit
from service.cli.calibrating import calibrate
from service.cli.canary import canary
from service.cli.evaluating import evaluate
from service.cli.here import demo, run
from service.cli.importing import import_
from service.cli.mailing import mail
from service.cli.production import migrate, reindex, serve, worker
from service.cli.terminal import SentenceGroup
from service.cli.training import train

app = typer.Typer(
    cls=SentenceGroup,
    help="Self-hosted job matching and alerts.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(run)
app.command()(demo)
app.command("import")(import_)
app.command()(serve)
app.command()(worker)
app.command()(migrate)
app.command()(reindex)
app.command()(train)
app.command()(calibrate)
app.command()(evaluate)
app.command()(audit)
app.command()(canary)
app.add_typer(key, name="key")
app.add_typer(link, name="link")
app.add_typer(mail, name="mail")
