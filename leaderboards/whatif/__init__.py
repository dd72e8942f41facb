"""What would be if: the standings under other policies, side by side, for the jury.

Computes and shows; stores nothing, decides nothing.
"""
