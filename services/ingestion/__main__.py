"""`python -m services.ingestion --role api|worker|all`."""

from libs.chassis.starting import start

if __name__ == "__main__":
    start("services.ingestion")
