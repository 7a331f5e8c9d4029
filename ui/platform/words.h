// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/execution.h"

#include <QString>

namespace studio {

// How the panes write what they show. Main thread.

QString whenText(qint64 ms);                ///< "14:05:09" of today, else "3 Mar 14:05"; local time
QString bytesText(qint64 bytes);            ///< "512 B", "2.9 MiB"
QString microsecondsText(qint64 us);        ///< "420 µs", "1.4 ms", "2.31 s"
QString statusText(ExecutionStatus status); ///< "succeeded", translated
/// Which code answered: "v3", "draft", "dev".
QString codeText(const Execution &execution);
/// A body as text: as it is where it is UTF-8, else how many bytes there are.
QString bodyPreview(const QByteArray &body);

} // namespace studio
