"""The product's settings with two more addresses, which only measurements have."""

from contest_platform.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.stage.urls"
