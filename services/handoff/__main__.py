"""`python -m services.handoff --role api|worker|all`."""

from libs.chassis.starting import start

if __name__ == "__main__":
    start("services.handoff")
