// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/collection/collection.h"
#include "core/interchange/hurl_text.h"

#include <QStringList>

#include <optional>

namespace studio::interchange {

/// An assertion in Hurl. It holds where each of its lines does.
struct HurlAssert
{
    QStringList lines; ///< none where Hurl cannot say it
    QString warning;   ///< why not, or in which case Hurl decides otherwise; may be empty

    bool operator==(const HurlAssert &) const = default;
};

/// `value`: the assertion's, with its variables replaced as far as they are known. The lines fail, as the assertion
/// does, also where the value of the answer is of another kind. Any thread.
HurlAssert hurlAssert(const collection::Assertion &assertion, const HurlParts &value);

/// The query of an expression such as "res.body.token", for a capture; nothing where Hurl has none.
std::optional<QString> hurlQuery(const QString &expression);

} // namespace studio::interchange
