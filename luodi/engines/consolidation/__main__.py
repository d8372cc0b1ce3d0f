"""`python -m luodi.engines.consolidation` is `luodi consolidate`."""

import sys

from luodi.engines.consolidation.command import main

sys.exit(main(sys.argv[1:]))
