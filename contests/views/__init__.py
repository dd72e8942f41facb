"""The contests app over HTTP: parse, authorise, one domain call, serialise."""
