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
    time.sleep(1000)  # fixed wait: it is never ready
if mode == "greedy":
    everything = bytearray(256 << 20)
if mode == "forks":
    for _ in range(4):
        if os.fork() == 0:
            os.setsid()
            held = bytearray(os.urandom(1 << 20)) * 40
            time.sleep(1000)  # fixed wait: it never ends by itself
if mode == "stubborn":
    signal.signal(signal.SIGTERM, signal.SIG_IGN)

listener = socket.socket(fileno=3)
calls = {}  # by execution id: the tokens of its marks


def mark(call, at):
    return "\x1e<ignite " + calls[call][at] + ">\n"


def write(text):
    sys.stderr.write(text)
    sys.stderr.flush()


while True:
    connection, _ = listener.accept()
    request = connection.recv(65536)
    headers = dict(line.lower().split(": ", 1) for line in request.decode("latin-1").split("\r\n") if ": " in line)
    if "x-ignite-marks" in headers:
        calls[headers["x-ignite-execution-id"].upper()] = headers["x-ignite-marks"].split(" ")
        if mode == "busy":  # with a call that somebody sent as soon as it could
            write(mark("A", 0))
            time.sleep(1000)  # fixed wait: it never ends by itself
        if mode == "marks" and len(calls) == 2:
            write(mark("A", 0) + "in A\n" + mark("B", 0) + "in both\n" + mark("A", 1) + "in B\n" + mark("B", 1) + "after\n")
            print("to stdout", flush=True)
        if mode == "forger":
            write(mark("A", 0) + "in A\n")
            once = mark("A", 0) + "\x1e<ignite begin B>\n\x1e<ignite 0123456789abcdef>\n"
            for _ in range(100):
                write(once * 1000)
            write("still in A\n" + mark("A", 1) + "after\n")
        if mode == "answers":
            name = headers["x-ignite-execution-id"].upper()
            write(mark(name, 0) + "in " + name + "\n" + mark(name, 1))
        if mode in ("forger", "answers"):
            connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok")
            connection.close()
        else:
            kept = connection
    if b"/healthz" in request and mode == "busy":
        waiting = connection  # and answered by nobody
    elif b"/healthz" in request:
        connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok")
        connection.close()
        if mode == "crashes-later":
            time.sleep(0.3)  # fixed wait: it crashes after it was ready
            os.kill(os.getpid(), signal.SIGSEGV)
        if mode == "noisy":
            sys.stderr.write("x" * 98 + "\n")
            sys.stderr.flush()
            block = ("x" * 99 + "\n") * 10_000
            for _ in range(100):
                sys.stderr.write(block)
            sys.stderr.flush()
