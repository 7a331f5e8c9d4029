// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/execution_query.h"

#include <QByteArrayView>

namespace studio {

/// How serious a line of a log says it is. None: it does not say.
enum class LogLevel { None, Trace, Debug, Info, Warn, Error };

/// As these write it: tracing (its full, compact and JSON formats), env_logger, simple_logger, fern, flexi_logger, and
/// logfmt, other loggers of JSON lines ("level", "severity", "lvl", also numbers as pino has them); a panic is an
/// error. Escape sequences are passed over. Looks at the first 4 KiB. Any thread.
LogLevel logLevelOf(QByteArrayView line);

/// The levels of lines in turn. One that says none goes on with the line before it of the same call: the message of a
/// panic, the causes of an error, a backtrace. Where none came before, it is Info. Any thread.
QList<LogLevel> logLevelsOf(const QList<AppLogLine> &lines);

} // namespace studio
