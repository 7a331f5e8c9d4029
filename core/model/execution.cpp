// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/execution.h"

#include <algorithm>
#include <array>

namespace studio {

namespace {

constexpr std::array<const char *, 6> executionStatusNames{"running", "succeeded", "failed",
                                                           "timeout", "cancelled", "lost"};

} // namespace

QString executionStatusName(ExecutionStatus status)
{
    return QString::fromLatin1(executionStatusNames[static_cast<std::size_t>(status)]);
}

std::optional<ExecutionStatus> executionStatusFrom(const QString &name)
{
    const auto *const found =
        std::ranges::find_if(executionStatusNames, [&](const char *each) { return name == QLatin1StringView(each); });
    if (found == executionStatusNames.end()) {
        return {};
    }
    return static_cast<ExecutionStatus>(found - executionStatusNames.begin());
}

} // namespace studio
