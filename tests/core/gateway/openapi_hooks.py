# SPDX-License-Identifier: GPL-3.0-or-later
"""What the description cannot say in JSON Schema: an archive of a project. Loaded by Schemathesis (openapi_test.py)."""
import schemathesis
from hypothesis import strategies

from openapi_test import archive

schemathesis.openapi.format("ignite-archive", strategies.sampled_from([archive(name) for name in ("seed", "other", "a")]))
