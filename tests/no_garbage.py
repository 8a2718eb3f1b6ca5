"""Imported before anything else: while the tests and the product are loaded, nobody looks for what could be freed.

That is next to nothing, and to look for it takes a sixth of the time until the first test. `xdist_scheduling` turns the
search on again once the tests are there. The bench and the other programs that use these modules keep it.
"""

import gc
import os

if "PYTEST_VERSION" in os.environ:
    gc.disable()
