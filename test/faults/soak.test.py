# test-timeout: 60 s
"""A few seconds of `make soak`: that every answer is right and none is lost, while others misbehave."""

import pathlib
import subprocess
import sys

from process import SCALE, WEFT, check, test

SOAK = pathlib.Path(__file__).resolve().parent.parent.parent / "tools/soak"


@test("good clients get every answer while bad ones leave, stall and send garbage; SIGTERM cuts nothing")
def _():
    run = subprocess.run([sys.executable, SOAK, WEFT, "5"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                         timeout=50 * SCALE, check=False)
    check(run.returncode == 0, run.stdout)
