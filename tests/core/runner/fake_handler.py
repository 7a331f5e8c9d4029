#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plays a handler that behaves badly: takes the socket on descriptor 3, like a real one, and does what MODE says."""
import os
import signal
import socket
import sys
import time

mode = os.environ["MODE"]
print("hello from", mode, file=sys.stderr, flush=True)
if mode == "dies":
    sys.exit(7)
if mode == "never-ready":
    time.sleep(1000)
if mode == "greedy":
    everything = bytearray(256 << 20)
if mode == "forks":
    for _ in range(4):
        if os.fork() == 0:
            os.setsid()
            held = bytearray(os.urandom(1 << 20)) * 40
            time.sleep(1000)
if mode == "stubborn":
    signal.signal(signal.SIGTERM, signal.SIG_IGN)

if mode == "busy":  # with a call that somebody sent as soon as it could
    print("\x1e<ignite begin A>", file=sys.stderr, flush=True)
    time.sleep(1.5)

listener = socket.socket(fileno=3)
while True:
    connection, _ = listener.accept()
    request = connection.recv(65536)
    if b"/healthz" in request:
        connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok")
        connection.close()
        if mode == "crashes-later":
            time.sleep(0.3)
            os.kill(os.getpid(), signal.SIGSEGV)
        if mode == "noisy":
            sys.stderr.write("x" * 98 + "\n")
            sys.stderr.flush()
            block = ("x" * 99 + "\n") * 10_000
            for _ in range(100):
                sys.stderr.write(block)
            sys.stderr.flush()
        if mode == "marks":
            out = "\x1e<ignite begin A>\nin A\n\x1e<ignite begin B>\nin both\n\x1e<ignite end A 200 5>\nin B\n\x1e<ignite end B 200 5>\nafter\n"
            sys.stderr.write(out)
            sys.stderr.flush()
            print("to stdout", flush=True)
