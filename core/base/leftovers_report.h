// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <functional>

namespace studio {

/// Where it is said that processes which an earlier run had left behind were ended, in a sentence; on stderr until this
/// is called. The reporter is called on any thread, once in a program, and must start no process itself.
using LeftoversReporter = std::function<void(const QString &sentence)>;
void setLeftoversReporter(LeftoversReporter reporter);

/// For the supervisor's client, which is told the count.
void reportEndedLeftovers(int count);

} // namespace studio
