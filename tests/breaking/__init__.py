"""Each rule of the assessment engine broken on purpose, and the test that then has to go red.

Run it with `make break-rules`, or `python -m tests.breaking WORD` for the rules whose words hold WORD. What is broken is
a copy of the project; the breaks stand in the `.toml` files beside this one. `tests/house/test_breaking.py` sees to it
that every rule of `docs/reference/rules-and-tests.md` has one that still fits the code.
"""
