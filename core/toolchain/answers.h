// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QString>

namespace studio::toolchain {

/// What rustc said of itself, and the state of the file that said it.
struct Answer
{
    qint64 size = 0;
    qint64 modified = 0; ///< milliseconds
    QString release;
    QString commit;
    QString sysroot;

    bool operator==(const Answer &) const = default;
};

using Answers = QHash<QString, Answer>; // by path of rustc, links followed: rustup links "1.95.0" to "stable"

/// What was answered before, by the file toolchains.json; nothing where it is empty, missing or damaged. Internal to
/// core/toolchain, as all of this file.
Answers readAnswers(const QString &cacheFile);

/// A cache: failing to write it costs time only.
void writeAnswers(const QString &cacheFile, const Answers &answers);

} // namespace studio::toolchain
