// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QList>
#include <QString>

#include <optional>
#include <stop_token>

namespace studio {

class JsonOutline;

/// One step of a JSONPath. Neither name nor index: all members and elements.
struct JsonPathStep
{
    std::optional<QString> name;
    std::optional<qint64> index; ///< from the end where it is negative
    bool isDeep = false;         ///< "..": of all that is below, and of the value itself

    bool operator==(const JsonPathStep &) const = default;
};

/// Reads what is used most of RFC 9535: `$`, `.name`, `['name']`, `["name"]`, `[3]`, `[-1]`, `.*`, `[*]` and `..`
/// before any of them. No slices, no lists of names or indices, no filter expressions, no functions. The `$` may be
/// missing. InvalidArgument says what it does not understand, and where. Any thread.
Result<QList<JsonPathStep>> parseJsonPath(const QString &path);

constexpr qsizetype maxPathResults = 10'000;

/// The lines of the values that the path leads to, in the order of the document, each once; of more than
/// maxPathResults the first. Empty where a stop was asked for. Any thread; takes time with the size of the document.
QList<qint64> followJsonPath(const JsonOutline &outline, const QList<JsonPathStep> &path,
                             const std::stop_token &stop = {});

/// ".name", or "['a b']" where it is no plain one.
QString jsonPathStep(const QString &name);
/// The path to the value that begins in this line: "$.items[3]['a b']".
QString jsonPathTo(const JsonOutline &outline, qint64 line);

} // namespace studio
