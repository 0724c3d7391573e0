"""Intl's default language is the environment's."""
from process import equal, test, weft


@test("LC_ALL, else LANG, else English")
def _():
    for env, expected in (({"LC_ALL": "de_DE.UTF-8"}, "1.234,5"), ({"LANG": "de_DE"}, "1.234,5"),
                          ({"LC_ALL": "C", "LANG": "de_DE"}, "1,234.5"), ({}, "1,234.5")):
        equal(weft("-p", "(1234.5).toLocaleString()", env=env).ok().out, expected + "\n")
