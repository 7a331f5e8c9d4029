// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/published_version.h"

#include "core/api_json/api_json.h"
#include "core/workspace/deploy.h"

namespace studio::cli {

Task<int> printPublished(Session &session, Version version)
{
    const QString id = version.app.toString();
    session.print(toJson(version),
                  [&](QTextStream &out) { out << "Published " << id << " version " << version.number << ".\n"; });
    if (const auto same = co_await sameVersionBefore(&session.platform(), version); same && *same > 0) {
        session.say(QStringLiteral("note: its sources are those of version %1; `ignite version rollback %2 %1` makes "
                                   "that the active one again")
                        .arg(*same)
                        .arg(id));
    }
    co_return 0;
}

} // namespace studio::cli
