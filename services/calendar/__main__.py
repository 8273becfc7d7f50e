"""`python -m services.calendar --role api|worker|all`."""

from libs.chassis.process import run
from services.calendar.app import make
from services.calendar.settings import Settings

if __name__ == "__main__":
    run(make, Settings)
