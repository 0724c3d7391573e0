"""Signals as events."""
import signal

from process import SCALE, equal, files, spawn, test, weft


def run(source):
    return weft("x.cjs", cwd=files({"x.cjs": source}))


@test("a listener gets the name and the number, and the process goes on")
def _():
    result = run("""
        process.on("SIGUSR2", (name, number) => { console.log(name, number); clearInterval(alive); });
        const alive = setInterval(() => {}, 1000); process.kill(process.pid, "SIGUSR2");""").ok()
    equal(result.out, "SIGUSR2 12\n")


@test("a listener alone does not keep the process alive")
def _():
    run("process.on('SIGTERM', () => {});").ok()


@test("without its last listener a signal does again what it did before")
def _():
    result = run("""
        const f = () => {}; process.on("SIGTERM", f); process.once("SIGTERM", f); process.off("SIGTERM", f); process.off("SIGTERM", f);
        process.kill(process.pid, "SIGTERM"); setInterval(() => {}, 1000);""")
    equal(result.signal, "SIGTERM")


@test("once lets the second signal end the process")
def _():
    with spawn("-e", "process.once('SIGINT', () => console.log('one')); console.log('ready'); setInterval(() => {}, 1000);") as child:
        child.stdout.readline()
        child.send_signal(signal.SIGINT)
        equal(child.stdout.readline(), b"one\n")
        child.send_signal(signal.SIGINT)
        equal(child.wait(10 * SCALE), -signal.SIGINT)


@test("a signal that can't be caught is an error")
def _():
    result = run("for (const s of ['SIGKILL', 'SIGSTOP']) try { process.on(s, () => {}); } catch (e) { console.log(e.message, e.code, e.syscall); }").ok()
    equal(result.out, "uv_signal_start EINVAL EINVAL uv_signal_start\n" * 2)


@test("a handler can exit with a code of its own, after cleaning up")
def _():
    result = run("""
        process.on("exit", (code) => console.log("exit", code)); process.on("SIGTERM", () => process.exit(3));
        setInterval(() => {}, 1000); process.kill(process.pid);""")
    equal((result.code, result.out), (3, "exit 3\n"))
