"""`python -m libs.chassis.laptop`: secrets and tokens where a platform is no more than one machine.

For containers on a laptop, which have no command line of their own. In production secrets come from
whatever keeps yours, and tokens from your issuer.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from libs.chassis.identity import Tokens
from libs.chassis.roles import ROLES
from libs.chassis.secrets import SecretFiles, make_secrets

TENANT: Final = "demo"
SUBJECT: Final = "laptop"


def main(arguments: Sequence[str] | None = None) -> None:
    """`secrets FOLDER` makes what is missing there; `token FOLDER` prints one signed with its key.

    Raises SecretMissing; ValueError for a tenant that cannot be.
    """
    asked = _parser().parse_args(arguments)
    if asked.what == "secrets":
        make_secrets(asked.folder)
        return
    tokens = Tokens(SecretFiles(asked.folder).token_key(private=True))
    print(tokens.issue(SUBJECT, asked.tenant, asked.roles or ["admin"]))  # noqa: T201


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m libs.chassis.laptop")
    actions = parser.add_subparsers(dest="what", required=True)
    making = actions.add_parser("secrets", help="make what is missing")
    signing = actions.add_parser("token", help="print a token")
    for action in (making, signing):
        action.add_argument("folder", type=Path)
    signing.add_argument("--tenant", default=TENANT)
    signing.add_argument("--role", dest="roles", action="append", choices=ROLES)
    return parser


if __name__ == "__main__":
    main()
