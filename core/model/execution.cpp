// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/execution.h"

#include <algorithm>
#include <array>

namespace studio {

namespace {

constexpr std::array<const char *, 6> statusNames{"running", "succeeded", "failed", "timeout", "cancelled", "lost"};

} // namespace

QString executionStatusName(ExecutionStatus status)
{
    return QString::fromLatin1(statusNames[static_cast<std::size_t>(status)]);
}

std::optional<ExecutionStatus> executionStatusFrom(const QString &name)
{
    const auto *const found =
        std::ranges::find_if(statusNames, [&](const char *each) { return name == QLatin1StringView(each); });
    if (found == statusNames.end()) {
        return {};
    }
    return static_cast<ExecutionStatus>(found - statusNames.begin());
}

} // namespace studio
