"""How tests and the pictures' command start Chromium: Debian's, quiet and without a sandbox
(they may run as root)."""

import os
import shutil

CHROMIUM = (
    os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PLACE = {"locale": "vi-VN", "timezone_id": "Asia/Ho_Chi_Minh"}
