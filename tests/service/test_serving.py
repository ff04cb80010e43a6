"""The production server itself: it serves hashed files, a reload drops no request, and all workers work."""

import contextlib
import http.client
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.program import ROOT, environment, manage

AS_A_PROXY = {"Host": "localhost", "Connection": "close", "X-Forwarded-Proto": "https"}


@pytest.fixture
def server(data_folder):
    """gunicorn with production settings; gives (its process, a function that asks for a path)."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    production = {"NEWSROOM_PRODUCTION": "1", "NEWSROOM_SSL_REDIRECT": "0", "ALLOWED_HOSTS": "localhost"}
    surroundings = {
        **environment(data_folder),
        **production,
        "NEWSROOM_BIND": f"127.0.0.1:{port}",
        "NEWSROOM_THREADS": "4",
    }
    collect = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"]
    subprocess.run(collect, cwd=ROOT, env=surroundings, check=True)
    assert manage(data_folder, "update_index").returncode == 0
    gunicorn = [str(Path(sys.executable).with_name("gunicorn")), "newsroom.wsgi", "--config", "deploy/gunicorn.py"]
    process = subprocess.Popen(gunicorn, cwd=ROOT, env=surroundings, stderr=subprocess.PIPE, text=True)

    def ask(path):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            connection.request("GET", path, headers=AS_A_PROXY)
            answer = connection.getresponse()
            return answer.status, answer.read().decode(), dict(answer.getheaders())
        finally:
            connection.close()

    ask.port = port
    for _ in range(300):
        try:
            ask("/healthz")
            break
        except OSError:
            assert process.poll() is None, process.stderr.read()
            time.sleep(0.1)
    yield process, ask
    process.terminate()
    process.communicate(timeout=40)


def workers_of(process):
    return set(Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split())


def _wait_until(condition):
    for _ in range(400):
        if condition():
            return
        time.sleep(0.1)
    raise AssertionError("It did not come to it within 40 seconds.")


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks for its workers in /proc")
def test_hashed_files_health_and_a_reload_without_a_dropped_request(server):
    process, ask = server
    status, page, headers = ask("/")
    assert status == 200
    assert headers["Strict-Transport-Security"].startswith("max-age=31536000")
    sheet = re.search(r'href="(/static/newsroom/site\.[0-9a-f]{12}\.css)"', page)
    assert sheet, page[:600]
    assert "immutable" in ask(sheet[1])[2]["Cache-Control"]
    assert ask("/healthz")[0] == 200

    failures, answered, done = [], [0], threading.Event()

    def keep_asking():
        while not done.is_set():
            try:
                assert ask("/dates/")[0] == 200
                answered[0] += 1
            except (OSError, http.client.HTTPException, AssertionError) as error:
                failures.append(repr(error))

    readers = [threading.Thread(target=keep_asking) for _ in range(3)]
    for reader in readers:
        reader.start()
    before = workers_of(process)
    process.send_signal(signal.SIGHUP)
    _wait_until(lambda: before.isdisjoint(workers_of(process)) and len(workers_of(process)) == 2)
    asked_until_then = answered[0]
    time.sleep(0.5)
    done.set()
    for reader in readers:
        reader.join()
    assert before.isdisjoint(workers_of(process))
    assert failures == []
    assert answered[0] > asked_until_then > 0


def sockets_of(worker):
    """How many sockets a process has open."""
    found = 0
    for link in Path(f"/proc/{worker}/fd").iterdir():
        with contextlib.suppress(OSError):
            found += str(link.readlink()).startswith("socket:")
    return found


def sockets_at_rest(process):
    """How many sockets each worker has open once that has stayed so for three seconds: what was answered is closed."""
    counted, since = None, 0.0
    while counted is None or time.monotonic() - since < 3:
        now = {worker: sockets_of(worker) for worker in workers_of(process)}
        if now != counted:
            counted, since = now, time.monotonic()
        time.sleep(0.1)
    return counted


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks for its workers in /proc")
def test_connections_are_shared_among_the_workers(server):
    process, ask = server
    _wait_until(lambda: len(workers_of(process)) == 2 and all(ask("/healthz")[0] == 200 for _ in range(4)))
    before = sockets_at_rest(process)
    threads = 4
    connections = [socket.create_connection(("127.0.0.1", ask.port), 10) for _ in range(4 * threads)]
    try:
        for connection in connections:
            connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n")  # a request that is still being sent

        def taken():
            return [sockets_of(worker) - count for worker, count in before.items()]

        _wait_until(lambda: sum(taken()) == len(connections))
        assert taken() == [2 * threads, 2 * threads]
        for connection in connections:
            connection.sendall(b"X-Forwarded-Proto: https\r\nConnection: close\r\n\r\n")
        for connection in connections:
            assert connection.recv(12) == b"HTTP/1.1 200"
    finally:
        for connection in connections:
            connection.close()
