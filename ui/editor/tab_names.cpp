// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/tab_names.h"

#include <algorithm>

namespace studio {

namespace {

/// The last `count` folders of a path; all of them where it has fewer.
QString lastFolders(const QString &path, qsizetype count)
{
    const QString folder = path.section(u'/', 0, -2);
    return folder.section(u'/', -count);
}

QString folderUniqueAmong(const QStringList &others, const QString &path)
{
    const qsizetype all = path.count(u'/');
    for (qsizetype count = 1; count < all; ++count) {
        const QString folder = lastFolders(path, count);
        if (std::ranges::none_of(others, [&](const QString &other) { return lastFolders(other, count) == folder; })) {
            return folder;
        }
    }
    return path.section(u'/', 0, -2);
}

} // namespace

QHash<QString, QString> distinguishingFolders(const QStringList &paths)
{
    QHash<QString, QStringList> byName;
    for (const QString &path : paths) {
        byName[path.section(u'/', -1)] << path;
    }
    QHash<QString, QString> folders;
    for (const QStringList &same : std::as_const(byName)) {
        for (const QString &path : same.size() > 1 ? same : QStringList()) {
            QStringList others = same;
            others.removeAll(path);
            folders.insert(path, folderUniqueAmong(others, path));
        }
    }
    return folders;
}

QString shortened(const QString &name)
{
    constexpr qsizetype longest = 40;
    constexpr qsizetype end = 12;
    QString result = name.simplified(); // a line end in it would cut the tab's text
    if (result.size() > longest) {
        qsizetype from = longest - end;
        qsizetype to = result.size() - end;
        from -= result.at(from).isLowSurrogate() ? 1 : 0; // a character stays whole
        to += result.at(to).isLowSurrogate() ? 1 : 0;
        result.replace(from, to - from, u'…');
    }
    return result;
}

} // namespace studio
