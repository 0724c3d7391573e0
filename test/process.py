"""The test library of behaviour seen from outside a weft process: exit codes,
output, signals, stdin, pipes, terminals.

A `*.test.py` file is a plain script. Each `@test("name")` runs at once and is
reported in the line protocol that test/run reads (see README.md); the closing
line is written when the script ends without an uncaught error.
"""

import atexit
import json
import os
import pathlib
import pty
import re
import select
import signal
import subprocess
import sys
import tempfile
import time
import traceback

WEFT = os.environ.get("WEFT_TEST_BINARY") or str(
    pathlib.Path(__file__).resolve().parent.parent / "build/release/weft")
SCALE = float(os.environ.get("WEFT_TEST_TIMEOUT_SCALE", "1"))
# Measurements of memory and CPU say nothing of an instrumented binary, or with
# the collector running all the time.
INSTRUMENTED = "/asan/" in WEFT or "collectContinuously" in os.environ.get("WEFT_JSC_OPTIONS", "")

_state = {"reported": 0, "failed": 0, "crashed": False}


# --- tests and assertions -------------------------------------------------------

def test(name):
    """Decorator: runs the function now, reports it under `name`."""
    def run(body):
        _say(f"start {name}")
        try:
            body()
        except Skip as skip:
            _report(f"skip {name} -- {skip}")
        except Exception:
            _state["failed"] += 1
            _report(f"not ok {name}")
            for line in traceback.format_exc().rstrip().split("\n"):
                _say(f"| {line}")
        else:
            _report(f"ok {name}")
        return body
    return run


class Skip(Exception):
    """Raise inside a test to report it as skipped, with the reason."""


class Failure(AssertionError):
    pass


def equal(actual, expected, what="values"):
    if actual != expected:
        raise Failure(f"{what} differ\n  actual:   {actual!r}\n  expected: {expected!r}")


def check(condition, message):
    if not condition:
        raise Failure(message)


def match(text, pattern, what="text"):
    """`pattern` (re.search, with ^ and $ at lines) must be found in `text`."""
    found = re.search(pattern, text, re.MULTILINE)
    if not found:
        raise Failure(f"{what} does not match {pattern!r}:\n{text}")
    return found


def absent(text, pattern, what="text"):
    if re.search(pattern, text, re.MULTILINE):
        raise Failure(f"{what} must not match {pattern!r}:\n{text}")


def _say(line):
    print(f"#weft {line}", flush=True)


def _report(line):
    _state["reported"] += 1
    _say(line)


def _crashed(*error):
    _state["crashed"] = True
    sys.__excepthook__(*error)


def _close():
    if not _state["crashed"]:
        _say(f"done {_state['reported']}")
        if _state["failed"]:
            sys.stderr.flush()
            os._exit(1)


sys.excepthook = _crashed
atexit.register(_close)


# --- running weft ---------------------------------------------------------------

class Finished:
    """What a finished process left: `code` (None if a signal ended it),
    `signal` (name or None), `out`, `err` (text), `out_bytes`, `err_bytes`."""

    def __init__(self, returncode, out, err):
        self.code = returncode if returncode >= 0 else None
        self.signal = signal.Signals(-returncode).name if returncode < 0 else None
        self.out_bytes, self.err_bytes = out, err
        self.out = out.decode("utf-8", "replace")
        self.err = err.decode("utf-8", "replace")

    def ok(self):
        """Fails unless the process exited 0 with nothing on stderr."""
        if self.code != 0 or self.err:
            raise Failure(f"expected a clean exit\n{self}")
        return self

    def __repr__(self):
        end = f"exit code {self.code}" if self.signal is None else f"ended by {self.signal}"
        return f"{end}\n--- stdout\n{self.out}\n--- stderr\n{self.err}"


# What weft, as Node, reads to choose paths, colours or language.
OUTPUT_CHANGERS = {"NO_COLOR", "FORCE_COLOR", "NODE_DISABLE_COLORS", "COLORTERM", "TERM_PROGRAM", "TMUX", "CI",
                   "GITHUB_ACTIONS", "GITEA_ACTIONS", "GITLAB_CI", "CIRCLECI", "TRAVIS", "APPVEYOR", "BUILDKITE",
                   "DRONE", "TF_BUILD", "AGENT_NAME", "CI_NAME", "TEAMCITY_VERSION", "NODE_OPTIONS", "NODE_PATH",
                   "LC_ALL", "LC_MESSAGES", "LANG"}


def environment(env=None):
    """The child's environment: ours without what would change its output,
    plus `env` (a value of None removes the name)."""
    merged = {k: v for k, v in os.environ.items()
              if k not in OUTPUT_CHANGERS}
    for name, value in (env or {}).items():
        merged.pop(name, None)
        if value is not None:
            merged[name] = str(value)
    return merged


def spawn(*args, env=None, cwd=None, **options):
    """Starts weft with pipes; returns the Popen. The caller ends it: use it as
    `with spawn(...) as child:` together with child.kill() or child.wait()."""
    defaults = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen([WEFT, *map(str, args)], env=environment(env), cwd=cwd,
                            **{**defaults, **options})


def weft(*args, stdin=None, env=None, cwd=None, timeout=10, **options):
    """Runs weft to its end; `stdin` is text or bytes (default: empty). A run of
    more than `timeout` seconds is killed and fails the test."""
    if isinstance(stdin, str):
        stdin = stdin.encode()
    child = spawn(*args, env=env, cwd=cwd, **options)
    try:
        out, err = child.communicate(stdin or b"", timeout=timeout * SCALE)
    except subprocess.TimeoutExpired:
        child.kill()
        out, err = child.communicate()
        raise Failure(f"weft {' '.join(map(str, args))[:200]} still ran after {timeout * SCALE:g} s"
                      f"\n{Finished(-9, out or b'', err or b'')}") from None
    return Finished(child.returncode, out or b"", err or b"")


def terminal(*args, typed=b"", env=None, cwd=None, timeout=10, columns=80, rows=24):
    """Runs weft with a pseudo-terminal as stdin, stdout and stderr. Returns a
    Finished whose `out` is what the terminal showed (with CR LF)."""
    import fcntl
    import struct
    import termios
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    child = subprocess.Popen([WEFT, *map(str, args)], stdin=slave, stdout=slave, stderr=slave,
                             env=environment({"TERM": "xterm-256color", **(env or {})}), cwd=cwd,
                             start_new_session=True)
    os.close(slave)
    if typed:
        os.write(master, typed)
    shown = _read_terminal(master, child, time.monotonic() + timeout * SCALE)
    os.close(master)
    return Finished(child.returncode, shown, b"")


def dialogue(*args, steps, env=None, cwd=None, timeout=10, columns=80, rows=24):
    """As terminal(), but each of `steps` is (what is to be shown first, the
    bytes that are typed then)."""
    import fcntl
    import struct
    import termios
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    child = subprocess.Popen([WEFT, *map(str, args)], stdin=slave, stdout=slave, stderr=slave,
                             env=environment({"TERM": "xterm-256color", **(env or {})}), cwd=cwd,
                             start_new_session=True)
    os.close(slave)
    deadline = time.monotonic() + timeout * SCALE
    shown = b""
    for awaited, typed in steps:
        unseen = b""
        while awaited.encode() not in unseen:
            if not select.select([master], [], [], max(0, deadline - time.monotonic()))[0]:
                child.kill()
                raise Failure(f"the terminal never showed {awaited!r}; it showed:\n{(shown + unseen)!r}")
            try:
                unseen += os.read(master, 65536)
            except OSError:
                raise Failure(f"ended without {awaited!r}; it showed:\n{(shown + unseen)!r}") from None
        shown += unseen
        os.write(master, typed)
    shown += _read_terminal(master, child, deadline)
    os.close(master)
    return Finished(child.returncode, shown, b"")


def _read_terminal(master, child, deadline):
    shown = b""
    while True:
        if time.monotonic() > deadline:
            child.kill()
            child.wait()
            raise Failure(f"still ran on a terminal at its time limit; it showed:\n{shown!r}")
        ready, _, _ = select.select([master], [], [], 0.05)
        if ready:
            try:
                chunk = os.read(master, 65536)
            except OSError:  # EIO: every slave is closed
                chunk = b""
            if chunk:
                shown += chunk
                continue
            child.wait()
            return shown
        if child.poll() is not None:
            return shown


# --- temporary trees ------------------------------------------------------------

class Link:
    """In files(): a symbolic link to `target`."""

    def __init__(self, target):
        self.target = target


def files(tree):
    """Writes {relative path: content} into a new temporary folder, returns its
    pathlib.Path (symlinks resolved). Content: str, bytes, a Link, a dict or list
    (written as JSON), or None for an empty folder."""
    root = pathlib.Path(tempfile.mkdtemp(prefix="weft-")).resolve()
    for name, content in tree.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if content is None:
            path.mkdir(exist_ok=True)
        elif isinstance(content, Link):
            path.symlink_to(content.target)
        elif isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_text(content if isinstance(content, str) else json.dumps(content))
    return root


def program(tree, entry="main.mjs", *args, **options):
    """Writes the tree, runs its entry in that folder, fails unless it exits 0
    with nothing on stderr; returns the lines it printed."""
    return weft(entry, *args, cwd=files(tree), **options).ok().out.split("\n")[:-1]
