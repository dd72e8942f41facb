"""The contest package: a whole contest as one JSON document (docs/contest-package.md).

`carry` imports and exports, `shape` checks the schema, `published` holds the results' members,
`for_others` leaves out whom the public may not see.
"""
