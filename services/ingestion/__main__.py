"""`python -m services.ingestion --role api|worker|all`."""

from libs.chassis.process import run
from services.ingestion.app import make
from services.ingestion.settings import Settings

if __name__ == "__main__":
    run(make, Settings)
