// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

#include <QStringList>

// The info.yaml beside a handler, as the platform's samples have it: what it is, what it takes and gives.
//
//     const auto reading = readHandlerInfo(yaml);
//     form.setSchema(reading->info.input);

namespace studio {

struct HandlerInfo
{
    QString name;
    QString description;
    QString runtime; ///< "rust-native"
    bool isMcpEnabled = false;
    Json input;      ///< JSON Schema; null where none is given, here and below
    Json output;     ///< JSON Schema
    QStringList env; ///< names of what it needs in its environment
    Json testInput;  ///< a payload to try it with
    Json others;     ///< members that are unknown, or of another type than they should be

    bool operator==(const HandlerInfo &) const = default;
};

struct HandlerInfoReading
{
    HandlerInfo info;
    QStringList warnings; ///< "line 3: …" of the first members that are unknown or of a wrong type; all are in `others`

    bool operator==(const HandlerInfoReading &) const = default;
};

/// InvalidArgument with a line: no YAML, or no mapping; see yamlAsJson. A schema may also be a text that holds JSON.
/// The caller bounds the size of the text. Any thread.
Result<HandlerInfoReading> readHandlerInfo(const QByteArray &yaml);

/// The members in the order above, without those that are empty; a reader gives them back as they are. Any thread.
QByteArray handlerInfoText(const HandlerInfo &info);

} // namespace studio
