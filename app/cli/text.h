// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api_json/api_json.h"
#include "core/base/json.h"

#include <QStringList>
#include <QTextStream>

namespace studio::cli {

/// Rows in columns, aligned by their widest cell; the first row is the head.
void writeTable(QTextStream &out, const QList<QStringList> &rows);

/// "2026-03-01 14:05:09" of Unix milliseconds, in local time.
QString timeText(qint64 ms);

/// A JSON Schema given as its text or as the name of a file that holds it; empty for none. InvalidArgument: neither, or
/// no JSON object.
Result<QString> schemaFrom(const QString &textOrFile);

/// Without ANSI colours.
QString withoutColours(QString text);

/// What others wrote must not speak to the terminal: its control characters as their pictures, but for tabs, line ends
/// where `lines`, and colours where `colours`.
QString terminalText(const QString &text, bool lines = false, bool colours = false);

/// A line that a handler or a compiler wrote, as this descriptor may get it: without colours where it shows none, and
/// with the pictures of control characters where it is a terminal.
QString lineFor(int descriptor, const QByteArray &line);

} // namespace studio::cli
