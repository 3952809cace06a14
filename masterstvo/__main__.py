"""``python -m masterstvo`` is the command ``masterstvo``."""

import sys

from masterstvo.cli import main

sys.exit(main())
