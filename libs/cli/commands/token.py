"""`relance token`."""

import click

from libs.chassis.roles import ROLES
from libs.cli.answering import answer, run
from libs.cli.groups import Command
from libs.cli.session import SUBJECT, Session, session_of


@click.command(cls=Command)
@click.option(
    "--role",
    "roles",
    multiple=True,
    type=click.Choice(ROLES),
    default=("controller",),
    show_default=True,
    help="What it may do. May be repeated.",
)
@click.option("--subject", default=SUBJECT, show_default=True, help="Who it speaks for.")
@click.option(
    "--agency", metavar="AGENCY", default="", help="Whose cases `--role agency` sees; id."
)
@click.option("--hours", default=12, show_default=True, type=click.IntRange(1, 24 * 30))
@click.pass_context
def token(
    context: click.Context, roles: tuple[str, ...], subject: str, agency: str, hours: int
) -> None:
    """Sign a token for the tenant with this laptop's key, to call the APIs by hand.

    \b
    curl -H "Authorization: Bearer $(relance token --role reader)" \\
        http://127.0.0.1:8103/v1/items
    """
    session = session_of(context)
    signed = run(_signed(session, subject, roles, agency, hours * 3600))
    document = {"token": signed, "tenant": session.tenant, "roles": list(roles)}
    if session.is_json:
        answer(session, document, lambda: "")
    else:
        click.echo(signed)


async def _signed(
    session: Session, subject: str, roles: tuple[str, ...], agency: str, life_s: int
) -> str:
    try:
        return session.signed(subject, roles, life_s=life_s, agency=agency)
    except ValueError as mistake:
        raise click.UsageError(str(mistake)) from mistake
