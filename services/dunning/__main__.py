"""`python -m services.dunning --role api|worker|all`."""

from libs.chassis.process import run
from services.dunning.app import make
from services.dunning.settings import Settings

if __name__ == "__main__":
    run(make, Settings)
