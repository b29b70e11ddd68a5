"""`python -m kontaktdsl` is the command `kpol`."""

import sys

from kontaktdsl.cli import main

if __name__ == "__main__":
    sys.exit(main())
