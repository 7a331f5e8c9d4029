// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

#include <stop_token>

namespace studio {

/// A file that fits what was typed.
struct RankedFile
{
    QString path;
    int score = 0;
    QList<int> places; ///< the letters that were meant; see FuzzyMatch

    bool operator==(const RankedFile &) const = default;
};

/// The best of `files`, at most `most`; among those that fit as well, the ones of `recent` (the newest first) and then
/// the alphabet. Where nothing is typed, the recent ones and then the others. Any thread; 10,000 files take some
/// milliseconds. Nothing
/// after a stop request.
QList<RankedFile> rankFiles(const QStringList &files, const QStringList &recent, const QString &typed, qsizetype most,
                            const std::stop_token &stop = {});

} // namespace studio
