"""The wiring of the product: settings, addresses, entry points. Nobody imports it.

Every entry point (manage.py, WSGI, pytest, the worker) loads this package before Django,
so this is the one place where SQLite is replaced: Debian 12's 3.40 can corrupt a database
when a WAL is reset (fixed upstream in 3.51.3), pysqlite3 carries a newer one.
"""

import sys

import pysqlite3

sys.modules["sqlite3"] = pysqlite3
sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2
