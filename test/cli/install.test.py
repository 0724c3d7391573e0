# test-timeout: 60 s
"""tools/install: what a release is made of."""
import pathlib
import subprocess

from process import WEFT, check, equal, files, test, weft

ROOT = pathlib.Path(__file__).resolve().parents[2]


@test("a release has the program, types, the manual, completions and licences")
def _():
    folder = files({})
    done = subprocess.run([ROOT / "tools/install", WEFT, "/usr"], env={"DESTDIR": str(folder), "PATH": "/usr/bin:/bin"},
                          capture_output=True, text=True, timeout=50)
    equal((done.returncode, done.stderr), (0, ""))
    usr = folder / "usr"
    for name in ["man/man1/weft.1", "bash-completion/completions/weft", "zsh/site-functions/_weft", "fish/vendor_completions.d/weft.fish",
                 "weft/types/index.d.ts", "weft/types/package.json", "doc/weft/LICENSE", "doc/weft/licenses.txt"]:
        check((usr / "share" / name).stat().st_size > 0, name)
    check((usr / "bin/weft").stat().st_size < pathlib.Path(WEFT).stat().st_size, "the program is stripped")
    version = subprocess.run([usr / "bin/weft", "--version"], capture_output=True, text=True, timeout=20)
    equal(version.stdout, weft("--version").ok().out)
    check(not list(folder.rglob("*.part")), "nothing is left half done")
