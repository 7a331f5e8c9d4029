// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <functional>

// Messages for the person that no request is waiting for: a damaged file, an error that ended something in the
// background.

namespace studio {

enum class NoticeKind {
    Problem,    ///< something is to be done about it, or was lost
    Information ///< nothing is to be done about it
};

/// Reports a sentence. Any thread.
void notice(const QString &sentence, NoticeKind kind = NoticeKind::Problem);

/// Where sentences are reported; on stderr until this is called, and again after an empty one. Called on any thread,
/// and by one at a time; must start no process itself.
using NoticeReporter = std::function<void(const QString &sentence, NoticeKind kind)>;
void setNoticeReporter(NoticeReporter reporter);

/// Writes a sentence where it is read without a window: on stderr. For a reporter that cannot show it.
void printNotice(const QString &sentence);

} // namespace studio
