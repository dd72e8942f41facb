"""What a design is: where things stand, in which faces and colours, and the drawing behind them.

A design is drawn on a page 210 mm high, or 297 mm for portrait paper; its width follows the
paper's ratio and the whole is scaled to the paper. No words stand here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from certificates.rendering.lines import Style
from common.fonts import Font

HEIGHT, PORTRAIT_HEIGHT = 210.0, 297.0  # mm of every design
SURPLUS = 10.0  # mm that a background is drawn beyond the page, for the bleed


@dataclass(frozen=True, slots=True)
class Design:
    """Distances in mm, sizes in pt.

    The text stands between `left` and `right` (margins); the middle part (name, address,
    achievement) between `middle_top` and `middle_bottom`, the lower part from `lower_top` to
    `lower_bottom`; the signer's block, at its right, is `signer` wide. `ground` is the darkest
    colour that `paper` has behind words; `background` draws on a page of a width and height.
    """

    code: str
    paper: str  # CSS background
    ground: str
    background: Callable[[float, float], str]
    left: float
    right: float
    motto_top: float
    issuer_top: float
    title_top: float
    middle_top: float
    middle_bottom: float
    lower_top: float
    lower_bottom: float
    head: Style
    title: Style
    title_pt: float
    name: Style
    address: Style
    body: Style
    small: Style
    colours: dict[str, str]
    height: float = HEIGHT
    logo: tuple[float, float] | None = None  # left and top, where not at the motto's height
    signer: float = 92.0
    caption: float = 62.0  # width beside the QR code
    number: float = 118.0  # width of the lines under it


SERIF = Style(Font.SERIF, Font.SERIF_BOLD)
SERIF_BOLD = Style(Font.SERIF_BOLD, Font.SERIF_BOLD)
SERIF_ITALIC = Style(Font.SERIF_ITALIC, Font.SERIF_BOLD)
DISPLAY = Style(Font.DISPLAY, Font.DISPLAY)
SANS = Style(Font.SANS, Font.SANS_BOLD)
SANS_BOLD = Style(Font.SANS_BOLD, Font.SANS_BOLD)
