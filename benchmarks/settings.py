"""The product's settings with two more addresses, which only measurements have."""

from contest_platform.settings import *

ROOT_URLCONF = "benchmarks.urls"
