"""`python -m services.notifications --role api|worker|all`."""

from libs.chassis.process import run
from services.notifications.app import make
from services.notifications.settings import Settings

if __name__ == "__main__":
    run(make, Settings)
