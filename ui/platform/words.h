// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/execution.h"

#include <QString>

namespace studio {

// How the panes write what they show. Main thread.

QString whenText(qint64 ms);                ///< "14:05:09" of today, else "3 Mar 14:05"; local time
QString statusText(ExecutionStatus status); ///< "succeeded", translated
/// Which code answered: "v3", "draft", "dev".
QString codeText(const Execution &execution);
/// "01a21652…1139ee": the end of an id tells two of one second apart, its beginning is the time.
QString shortId(const QString &id);
/// "1 line", "7 lines": of the two, translated, what suits the number; %1 is the number in the second.
QString counted(qint64 number, const QString &one, const QString &many);
/// A body as text: as it is where it is UTF-8, else how many bytes there are.
QString bodyPreview(const QByteArray &body);

/// The text without what would begin another line of a QTextDocument: as long as before.
QString oneLine(QString text);

} // namespace studio
