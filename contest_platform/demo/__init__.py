"""The demo: a Lifelong Learning Week with contests of every kind, made through the services.

Every name, school, place and work is invented. Nothing here writes a table by itself.
"""
