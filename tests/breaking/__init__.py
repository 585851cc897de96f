"""Each rule of the assessment engine broken on purpose, and the test that then has to go red.

Run it with `make break-rules`, or `make break-rules WORD=resit` for the tests and files whose name holds the word. What
is broken is a copy of the project; the breaks stand in the `.toml` files beside this one. `tests/house/test_rules.py`
sees to it that every rule of `docs/reference/rules-and-tests.md` has one that still fits the code.
"""
