"""Peewee models, migrations and queries: records go out, rows never do."""

import sys

# Peewee imports every database driver that is installed, in use or not; psycopg alone doubles the time to the
# first screen. They are hidden while Peewee loads; `database.connect` brings psycopg in when a URL asks for it.
_DRIVERS = ("psycopg", "psycopg2", "pymysql", "MySQLdb")
_hidden = [name for name in _DRIVERS if name not in sys.modules]
for _name in _hidden:
    sys.modules[_name] = None  # type: ignore[assignment]
try:
    import peewee  # noqa: F401
finally:
    for _name in _hidden:
        del sys.modules[_name]
