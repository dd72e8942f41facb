"""Who may do what: every endpoint of the API for every role, and the policies behind them."""
