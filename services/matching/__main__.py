"""`python -m services.matching --role api|worker|all`."""

from libs.chassis.process import run
from services.matching.app import make
from services.matching.settings import Settings

if __name__ == "__main__":
    run(make, Settings)
