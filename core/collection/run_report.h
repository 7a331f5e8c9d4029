// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/collection/collection_runner.h"

// What came of a run, as other programs read it. Any thread.

namespace studio::collection {

/// JUnit's XML, as continuous integration reads it: a suite for each request, a case for each check, one for a request
/// without any, and a skipped one for scripts, which are not run.
QByteArray junitReport(const RunOutcome &outcome, const QString &collection);

/// TAP 14: a test for each request, its checks that do not hold as comments behind it, then a skipped one for its
/// scripts.
QByteArray tapReport(const RunOutcome &outcome);

/// The document of `-o json`. What of a request was not checked is in its `warnings`.
Json runAsJson(const RunOutcome &outcome);

} // namespace studio::collection
