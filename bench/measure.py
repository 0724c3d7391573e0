"""Running a command and measuring it: wall time and peak memory, interleaved."""

import atexit
import functools
import json
import os
import shutil
import statistics
import subprocess
import tempfile
import time


class Failed(Exception):
    """The measured command did not exit with 0."""


class Sample:
    def __init__(self, seconds, peak_bytes, cpu_seconds):
        self.seconds, self.peak_bytes, self.cpu_seconds = seconds, peak_bytes, cpu_seconds


def run_once(command, cwd=None):
    """Runs the command to its end with output discarded. Raises Failed if it does."""
    done = subprocess.run([compiled("launch.c"), *command], cwd=cwd, stdout=subprocess.PIPE, text=True)
    nanoseconds, kilobytes, status, cpu = map(int, done.stdout.split()) if done.returncode == 0 else (0, 0, done.returncode, 0)
    if status != 0:
        raise Failed(f"{' '.join(command)} failed with status {status}")
    return Sample(nanoseconds / 1e9, kilobytes * 1024, cpu / 1e9)


@functools.cache
def compiled(source):
    """A program beside this file, compiled into a folder that lasts as long as this process."""
    folder = tempfile.mkdtemp(prefix="weft-bench-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    name, kind = os.path.splitext(source)
    path = os.path.join(folder, name)
    source = os.path.join(os.path.dirname(os.path.abspath(__file__)), source)
    cxx = kind == ".cpp"
    compiler = shutil.which("clang++-19" if cxx else "clang-19") or ("c++" if cxx else "cc")
    subprocess.run([compiler, "-O2", *(["-std=c++20"] if cxx else []), "-o", path, source], check=True)
    return path


def interleaved(commands, runs, cwd=None):
    """{name: (median seconds, median peak bytes)} of {name: command}."""
    return {name: (seconds, peak) for name, (seconds, peak, _) in interleaved_with_cpu(commands, runs, cwd).items()}


def interleaved_with_cpu(commands, runs, cwd=None):
    """{name: (median seconds, median peak bytes, median CPU seconds)} of {name: command}. One run of
    each by turns, so that a slow spell of the machine meets all of them; two
    rounds before the count fill the caches. What fails is left out, and said."""
    samples = {name: [] for name in commands}
    for round_number in range(runs + 2):
        for name in list(samples):
            try:
                sample = run_once(commands[name], cwd)
            except Failed as failed:
                print(failed, flush=True)
                del samples[name]
                continue
            if round_number >= 2:
                samples[name].append(sample)
    return {name: (statistics.median(s.seconds for s in taken), statistics.median(s.peak_bytes for s in taken),
                   statistics.median(s.cpu_seconds for s in taken))
            for name, taken in samples.items()}


def figures(commands, runs):
    """{name: {figure: median}} of programs that print their own figures as one object of JSON, by turns."""
    taken = {name: [] for name in commands}
    for _ in range(runs):
        for name in list(taken):
            done = subprocess.run(commands[name], stdout=subprocess.PIPE, text=True)
            if done.returncode != 0:
                print(f"{' '.join(commands[name])} failed with status {done.returncode}", flush=True)
                del taken[name]
            else:
                taken[name].append(json.loads(done.stdout))
    return {name: {key: statistics.median(sample[key] for sample in samples) for key in samples[0]} for name, samples in taken.items()}


def idle(commands, settle, seconds):
    """{name: (CPU seconds, bytes grown)} over `seconds` of {name: command}, all
    running at once, after `settle` seconds in which they come to rest."""
    null = os.open(os.devnull, os.O_RDWR)
    actions = [(os.POSIX_SPAWN_DUP2, null, fd) for fd in (0, 1, 2)]
    running = {name: os.posix_spawn(command[0], command, os.environ, file_actions=actions) for name, command in commands.items()}
    os.close(null)
    try:
        time.sleep(settle)
        before = {name: (cpu_seconds(pid), resident_bytes(pid)) for name, pid in running.items()}
        time.sleep(seconds)
        return {name: (cpu_seconds(pid) - before[name][0], resident_bytes(pid) - before[name][1]) for name, pid in running.items()}
    finally:
        for pid in running.values():
            os.kill(pid, 9)
            os.waitpid(pid, 0)


def cpu_seconds(pid):
    with open(f"/proc/{pid}/stat") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident_bytes(pid):
    with open(f"/proc/{pid}/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
