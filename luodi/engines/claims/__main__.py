"""python -m luodi.engines.claims: the same as luodi claims."""

from .command import main

raise SystemExit(main())
