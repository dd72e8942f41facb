"""Whether the tests that can be made longer are: all of what they otherwise ask a part of.

`make test-all` sets LONG. Holds nothing else.
"""

import os

LONG = "LONG" in os.environ
