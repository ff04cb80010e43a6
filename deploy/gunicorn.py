"""gunicorn in production: ``gunicorn newsroom.wsgi --config deploy/gunicorn.py``. Settings come from the environment.

On SIGHUP new workers start with the new code, and the old ones finish what they are answering.
"""

import os

bind = os.environ.get("NEWSROOM_BIND") or "127.0.0.1:8000"
workers = int(os.environ.get("NEWSROOM_WORKERS") or 2)
# Reading is done in threads: they share a worker's open index and its dictionary.
threads = int(os.environ.get("NEWSROOM_THREADS") or 8)
# A worker takes no more connections than this and leaves the others to its neighbours. Without it the first to wake
# takes all that a proxy keeps open, and is busy on one core while the others sleep.
worker_connections = 2 * threads
# What a worker is answering when it is asked to end may take so long; the proxy gives up no earlier.
graceful_timeout = 30
timeout = 60
keepalive = 5
# The longest address: a search for a sentence, percent-encoded.
limit_request_line = 8190
limit_request_fields = 60
loglevel = "warning"
# The proxy on this machine tells the scheme.
forwarded_allow_ips = "127.0.0.1,::1"
# Workers show that they are alive by touching a file: in memory, for a busy disk must not make them look dead.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: PTH112, S108
