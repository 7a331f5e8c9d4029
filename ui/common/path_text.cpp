// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/path_text.h"

#include <QDir>

namespace studio {

namespace {

/// Whether a character can stand beside a path without being part of it.
bool endsPath(QChar character)
{
    static const QString part = QStringLiteral("/._-+@~%");
    return !character.isLetterOrNumber() && !part.contains(character);
}

/// Puts `withinShort` in the place of `folder` and the slash behind it wherever a path is in the folder, and
/// `itselfShort` where the path is the folder.
void shorten(QString &sentence, const QString &folder, const QString &withinShort, const QString &itselfShort)
{
    for (qsizetype at = 0; (at = sentence.indexOf(folder, at)) >= 0;) {
        const qsizetype end = at + folder.size();
        const bool isStart = at == 0 || endsPath(sentence[at - 1]);
        const bool hasMore = end + 1 < sentence.size() && sentence[end] == u'/' && !endsPath(sentence[end + 1]);
        // A full stop at the end of a sentence is no part of the path.
        const bool isWhole = end == sentence.size() || endsPath(sentence[end]) ||
                             (sentence[end] == u'.' && (end + 1 == sentence.size() || sentence[end + 1].isSpace()));
        const QString &shorter = hasMore ? withinShort : itselfShort;
        if (isStart && (hasMore || isWhole)) {
            sentence.replace(at, folder.size() + (hasMore ? 1 : 0), shorter);
            at += shorter.size();
        } else {
            at = end;
        }
    }
}

} // namespace

QString withShortPaths(const QString &sentence, const QString &project)
{
    QString result = sentence;
    const QString home = QDir::homePath();
    const bool hasHome = home.size() > 1;
    if (project.size() > 1) {
        const bool isInHome = hasHome && project.startsWith(home + u'/');
        shorten(result, project, {}, isInHome ? u'~' + project.sliced(home.size()) : project);
    }
    if (hasHome) {
        shorten(result, home, QStringLiteral("~/"), QStringLiteral("~"));
    }
    return result;
}

} // namespace studio
