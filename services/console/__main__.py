"""`python -m services.console --role api|worker|all`."""

from libs.chassis.starting import start

if __name__ == "__main__":
    start("services.console")
