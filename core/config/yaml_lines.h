// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace studio {

/// The line, from 1, on which the value of a path such as "http.params[1].name" begins in a YAML document; where there
/// is no such value, that of the nearest one around it. Reads the document once more: for messages. Any thread.
int yamlLineOf(const QByteArray &utf8, const QString &path);

} // namespace studio
