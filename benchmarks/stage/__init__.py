"""What measurements stand on: a large contest, the server as shipped, a client; measures nothing."""
