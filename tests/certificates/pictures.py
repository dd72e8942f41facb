"""PDF pages as pictures, for tests that look at what is printed (poppler's pdftoppm)."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest
from PIL import Image

needs_poppler = pytest.mark.skipif(
    shutil.which("pdftoppm") is None,
    reason="pdftoppm is missing (Debian: apt install poppler-utils)",
)


def pages(pdf: bytes, dpi: int = 100) -> list[Image.Image]:
    """Every page in RGB."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            ["pdftoppm", "-r", str(dpi), "-png", "-", f"{folder}/p"], input=pdf, check=True
        )
        return [Image.open(path).convert("RGB") for path in sorted(Path(folder).iterdir())]
