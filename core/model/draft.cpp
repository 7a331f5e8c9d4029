// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/draft.h"

#include <algorithm>
#include <array>

namespace studio {

namespace {

constexpr std::array<QLatin1StringView, 4> draftStatusNames{QLatin1StringView("saved"), QLatin1StringView("compiling"),
                                                            QLatin1StringView("compiled"), QLatin1StringView("failed")};

} // namespace

QString draftStatusName(DraftStatus status)
{
    return draftStatusNames[static_cast<std::size_t>(status)];
}

std::optional<DraftStatus> draftStatusFrom(QStringView name)
{
    const auto *const found =
        std::ranges::find_if(draftStatusNames, [&](QLatin1StringView each) { return name == each; });
    if (found == draftStatusNames.end()) {
        return {};
    }
    return static_cast<DraftStatus>(found - draftStatusNames.begin());
}

} // namespace studio
