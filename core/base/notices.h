// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <functional>

// What a person is to know though nobody asked for it: a damaged file, an error that ended something in the background.

namespace studio {

/// Reports a sentence. Any thread.
void notice(const QString &sentence);

/// Where sentences are reported; on stderr until this is called, and again after an empty one. Called on any thread,
/// and by one at a time.
using NoticeReporter = std::function<void(const QString &sentence)>;
void setNoticeReporter(NoticeReporter reporter);

} // namespace studio
