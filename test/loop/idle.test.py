"""An idle process uses no CPU and does not grow."""
import os
import time

from process import INSTRUMENTED, SCALE, Skip, check, equal, spawn, test


def cpu_seconds(pid):
    fields = open(f"/proc/{pid}/stat").read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident(pid):
    return int(open(f"/proc/{pid}/statm").read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def watch(code, seconds=2.0, budget=0.02, settle=0.5):
    if INSTRUMENTED:
        raise Skip("CPU is not measured in this variant")
    with spawn("-e", code + "; console.log('up')") as child:
        try:
            equal(child.stdout.readline(), b"up\n")
            time.sleep(settle)  # start-up's own deferred work is no part of idling
            before, size = cpu_seconds(child.pid), resident(child.pid)
            time.sleep(seconds)
            used, grown = cpu_seconds(child.pid) - before, resident(child.pid) - size
        finally:
            child.kill()
    check(used < budget + 0.001, f"{used * 1000:.0f} ms of CPU in {seconds} s of idling")
    check(grown < 1 << 20, f"grew by {grown} bytes while idling")


@test("an interval of one hour")
def _():
    watch("setInterval(() => {}, 3600e3)")


@test("waiting for stdin")
def _():
    watch("process.stdin.on('data', () => {})")


@test("an interval of one hour after much garbage: the collector's own timers end, too")
def _():
    watch("let a = []; for (let i = 0; i < 2e5; i++) a.push({ i }); a = null; setInterval(() => {}, 3600e3)", budget=0.1)


@test("a ten-millisecond interval costs little")
def _():
    # What runs that often is compiled to machine code once: that growth comes first, and ends.
    watch("setInterval(() => {}, 10)", budget=0.08, settle=3.0)


@test("nothing to wait for: the process ends at once")
def _():
    from process import weft
    started = time.monotonic()
    weft("-e", "setTimeout(() => {}, 1e8).unref(); setInterval(() => {}, 1e8).unref();").ok()
    check(time.monotonic() - started < 2 * SCALE, "unref'd timers must not keep the process alive")
