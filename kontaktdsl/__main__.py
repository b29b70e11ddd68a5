"""`python -m kontaktdsl` is the command `kpol`."""

from kontaktdsl.cli import command

if __name__ == "__main__":
    command()
