"""Servers under load: the server on one core, wrk on the other."""

import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import time

import measure

CONNECTIONS = 50


def find_wrk():
    return shutil.which("wrk")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port, process, seconds=10):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if process.poll() is not None:
            return False
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return True
        time.sleep(0.02)
    return False


def run_once(command, seconds):
    """(requests a second, requests a second of the server's CPU, resident bytes), or None if it fails."""
    port = free_port()
    server = subprocess.Popen(["taskset", "-c", "0", *command, str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        if not wait_for(port, server):
            return None
        load = ["taskset", "-c", "1", find_wrk(), "-t1", f"-c{CONNECTIONS}", f"http://127.0.0.1:{port}/"]
        subprocess.run([*load, "-d1"], stdout=subprocess.DEVNULL, check=True)  # the compilers do their work
        before, begun = measure.cpu_seconds(server.pid), time.monotonic()
        out = subprocess.run([*load, f"-d{seconds}"], stdout=subprocess.PIPE, text=True, check=True).stdout
        taken, used = time.monotonic() - begun, measure.cpu_seconds(server.pid) - before
        count = re.search(r"(\d+) requests in", out)
        if not count or "Non-2xx" in out or used == 0:
            return None
        requests = int(count[1])
        return requests / taken, requests / used, measure.resident_bytes(server.pid)
    finally:
        server.send_signal(signal.SIGKILL)
        server.wait()


def websocket_once(command, kind, seconds):
    """As run_once(), of messages that clients of a WebSocket server get."""
    port = free_port()
    server = subprocess.Popen(["taskset", "-c", "0", *command, str(port), kind], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        if not wait_for(port, server):
            return None
        load = ["taskset", "-c", "1", measure.compiled("websocket_load.cpp"), kind, str(port), str(CONNECTIONS)]
        subprocess.run([*load, "1"], stdout=subprocess.DEVNULL, check=True)
        before = measure.cpu_seconds(server.pid)
        out = subprocess.run([*load, str(seconds)], stdout=subprocess.PIPE, text=True, check=True).stdout
        used = measure.cpu_seconds(server.pid) - before
        count, taken = re.match(r"(\d+) messages in ([\d.]+) s", out).groups()
        return (int(count) / float(taken), int(count) / used, measure.resident_bytes(server.pid)) if int(count) and used else None
    except subprocess.CalledProcessError:
        return None
    finally:
        server.send_signal(signal.SIGKILL)
        server.wait()


def interleaved(commands, rounds, seconds, once=run_once):
    """{name: medians of what `once` gives}, by turns."""
    taken = {name: [] for name in commands}
    for _ in range(rounds):
        for name in list(taken):
            sample = once(commands[name], seconds)
            if sample is None:
                print(f"{' '.join(commands[name])} does not serve", flush=True)
                del taken[name]
            else:
                taken[name].append(sample)
    return {name: tuple(map(statistics.median, zip(*samples))) for name, samples in taken.items()}


def after_requests(commands, requests):
    """{name: (resident bytes after half of the requests, after all of them)}"""
    sizes = {}
    for name, words in commands.items():
        port = free_port()
        server = subprocess.Popen(["taskset", "-c", "0", *words, str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            if not wait_for(port, server):
                print(f"{' '.join(words)} does not serve", flush=True)
                continue
            sizes[name] = tuple(resident_after(server.pid, port, requests // 2) for _ in range(2))
        finally:
            server.kill()
            server.wait()
    return sizes


def resident_after(pid, port, requests):
    """Sends at least `requests` requests, a second's worth at a time, and reads the memory."""
    load = ["taskset", "-c", "1", find_wrk(), "-t1", f"-c{CONNECTIONS}", "-d1", f"http://127.0.0.1:{port}/"]
    while requests > 0:
        out = subprocess.run(load, stdout=subprocess.PIPE, text=True, check=True).stdout
        requests -= int(re.search(r"(\d+) requests in", out)[1])
    return measure.resident_bytes(pid)


def clients(commands, server_command, runs):
    """{name: median seconds} of client programs, each given the URL of a server that runs on the other core."""
    port = free_port()
    server = subprocess.Popen(["taskset", "-c", "0", *server_command, str(port)], stdout=subprocess.DEVNULL)
    try:
        if not wait_for(port, server):
            return {}
        url = f"http://127.0.0.1:{port}/"
        pinned = {name: ["taskset", "-c", "1", *words, url] for name, words in commands.items()}
        return {name: seconds for name, (seconds, _) in measure.interleaved(pinned, runs).items()}
    finally:
        server.kill()
        server.wait()
