#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Schemathesis against `ignite serve`: what the description promises is what is answered, also to what it forbids.

openapi_test.py IGNITE CACHE. Installs Schemathesis below $STUDIO_TEST_CACHE or CACHE where it is missing; exits with 77 where that cannot be had.
"""
import base64
import io
import json
import os
import re
import subprocess
import sys
import tarfile
import tempfile
import urllib.request
from pathlib import Path

VERSION = "4.32.5"
SECONDS = 480  # what it may take; it ends when each operation has had its examples
SKIPPED = 77
CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,response_schema_conformance,negative_data_rejection,unsupported_method,positive_data_acceptance,allow_header_conformance,ignored_auth"


def schemathesis(cache):
    """The folder that it is installed in."""
    folder = cache / "peers" / f"schemathesis-{VERSION}"
    folder.parent.mkdir(parents=True, exist_ok=True)
    if not folder.exists():
        with tempfile.TemporaryDirectory(prefix="schemathesis-", dir=folder.parent) as scratch:
            command = [sys.executable, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--target", f"{scratch}/new", f"schemathesis=={VERSION}"]
            if subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode != 0:
                print(f"skipped: pip cannot install schemathesis {VERSION} (see above)")
                sys.exit(SKIPPED)
            os.rename(f"{scratch}/new", folder)
    return folder


def archive(name="seed"):
    """A project that can be saved, but does not compile: nothing here is to take long."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as tar:
        for path, text in (("Cargo.toml", f'[package]\nname = "{name}"\nversion = "0.1.0"\n'), ("src/lib.rs", "no handler\n")):
            entry = tarfile.TarInfo(path)
            entry.size = len(text)
            tar.addfile(entry, io.BytesIO(text.encode()))
    return base64.b64encode(packed.getvalue()).decode()


class Service:
    """`ignite serve` on folders of its own."""

    def __init__(self, ignite, scratch):
        environment = dict(os.environ, **{f"XDG_{name}_HOME": str(scratch / name.lower()) for name in ("DATA", "CONFIG", "CACHE")})
        self.process = subprocess.Popen([ignite, "-o", "json", "serve", "--port", "0"], env=environment, stdout=subprocess.PIPE, text=True)
        said = ""
        while not said.endswith("}\n"):
            line = self.process.stdout.readline()
            if not line:
                sys.exit("ignite serve has ended")
            said += line
        told = json.loads(said)
        self.address, self.token = told["address"], Path(told["tokenFile"]).read_text().strip()

    def __call__(self, method, path, body):
        request = urllib.request.Request(self.address + path, json.dumps(body).encode(), method=method)
        request.add_header("Authorization", f"Bearer {self.token}")
        request.add_header("Content-Type", "application/json")
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def end(self):
        self.process.terminate()
        return self.process.wait(15)


def missing_operations(said):
    """Whether some operation was not tried: each is to be."""
    operations = re.search(r"Operations: +(\d+) selected / (\d+) total", said)
    tested = re.search(r"Tested: (\d+)", said)
    if not operations or not tested or len({*operations.groups(), tested[1]}) != 1:
        print(f"not every operation was tested: {operations and operations[0]}, {tested and tested[0]}")
        return 1
    return 0


def main():
    ignite, cache = sys.argv[1], Path(os.environ.get("STUDIO_TEST_CACHE", sys.argv[2]))
    packages = schemathesis(cache)
    with tempfile.TemporaryDirectory(prefix="openapi-test-") as name:
        scratch = Path(name)
        service = Service(ignite, scratch)
        try:
            service("POST", "/v1/ignite/app/org", {"name": "seed"})
            service("POST", "/v1/ignite/app/org/seed/draft", {"code": {"compile": {"sourceCode": archive()}}})
            command = [sys.executable, "-m", "schemathesis.cli", "run", f"{service.address}/v1/ignite/openapi.json", "--phases", "examples,coverage,fuzzing", "--checks", CHECKS]
            command += ["-H", f"Authorization:Bearer {service.token}", "--max-examples", "4", "--seed", "1", "--request-timeout", "20", "--workers", "8"]
            command += ["--suppress-health-check", "all", "--warnings", "off"]
            environment = dict(os.environ, PYTHONPATH=f"{packages}:{Path(__file__).parent}", SCHEMATHESIS_HOOKS="openapi_hooks", PYTHONDONTWRITEBYTECODE="1", NO_COLOR="1")
            ended = subprocess.run(command, env=environment, cwd=scratch, timeout=SECONDS, stdout=subprocess.PIPE, text=True, check=False)
            print(ended.stdout)
            broken = ended.returncode or missing_operations(ended.stdout)
        finally:
            code = service.end()
        if code != 0:
            sys.exit(f"ignite serve ended with {code}")
        sys.exit(broken)


if __name__ == "__main__":
    main()
