"""The product as people use it: in a real browser, through the screens."""
