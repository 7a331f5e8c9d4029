// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace studio::interchange {

/// What an assertion speaks of, as a query of Hurl.
struct HurlQuery
{
    enum Kind { Number, Header, WholeBody, Part };

    QString query;  ///< jsonpath "$.a.b"
    QString parent; ///< the query of what the last step is in; empty where that is there always
    Kind kind = Part;
    bool isLength = false;
};

/// Of an expression such as "res.body.items[0].id"; nothing where Hurl has no such query. Any thread.
std::optional<HurlQuery> hurlQueryOf(const QString &expression);

} // namespace studio::interchange
