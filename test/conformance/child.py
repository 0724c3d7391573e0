"""A child process with a time limit that leaves nothing behind."""
import os
import signal
import subprocess
import tempfile


def run_child(command, cwd, environment, limit):
    """(exit code, or None if the time was over, or minus the signal; what it wrote on both streams)"""
    with tempfile.TemporaryFile() as output:
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
                                 cwd=cwd, env=environment, start_new_session=True)
        try:
            code = child.wait(timeout=limit)
        except subprocess.TimeoutExpired:
            code = None
        end_group(child)
        output.seek(0)
        return code, output.read(4_000_000)


def end_group(child):
    try:
        os.killpg(child.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    child.wait()
