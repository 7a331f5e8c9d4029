// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compiler/missing_files.h"

#include "core/base/files.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QObject>
#include <QRegularExpression>

#include <algorithm>

namespace studio {

namespace {

/// What rustc and cargo could not find: files, relative to the project, and modules.
struct MissingFile
{
    QStringList paths;
    QStringList modules;
};

MissingFile missingIn(const Error &error, const QString &sources)
{
    static const QRegularExpression unread(QStringLiteral("(?:couldn't|failed to) read [`'\"]([^`'\"]+)[`'\"]"));
    static const QRegularExpression module(QStringLiteral("file not found for module `([^`]+)`"));
    const QString words = error.message + QLatin1Char('\n') + error.detail;
    MissingFile missing;
    for (const auto &match : unread.globalMatch(words)) {
        const QString path = QDir::cleanPath(match.captured(1));
        missing.paths << (path.startsWith(sources + QLatin1Char('/')) ? path.sliced(sources.size() + 1) : path);
    }
    for (const auto &match : module.globalMatch(words)) {
        missing.modules << match.captured(1);
    }
    return missing;
}

bool isMissed(const MissingFile &missing, const QString &path)
{
    const bool isNamed = std::ranges::any_of(
        missing.paths, [&](const QString &one) { return one == path || one.startsWith(path + QLatin1Char('/')); });
    return isNamed || missing.modules.contains(QFileInfo(path).completeBaseName());
}

/// Where git makes no links it writes the link's target into a plain file: one line, a relative path.
QString textOfLink(const QString &path)
{
    static const QRegularExpression shape(QStringLiteral("\\A(?:\\.{1,2}/)+[^\\n\\r\\x00]+\\z"));
    constexpr qint64 longest = 4096;
    const auto content = readRegularFile(path, longest);
    const QString text = QString::fromUtf8(content ? content->value_or(QByteArray()) : QByteArray());
    return shape.match(text).hasMatch() ? text : QString();
}

/// "src/common is a plain file …" for the first part of a missing path that is one.
QString plainFileInPlaceOfLink(const MissingFile &missing, const QString &sources)
{
    QStringList candidates;
    for (const QString &path : missing.paths) {
        for (qsizetype end = path.indexOf(QLatin1Char('/')); end > 0; end = path.indexOf(QLatin1Char('/'), end + 1)) {
            candidates << path.first(end);
        }
    }
    for (const QString &module : missing.modules) {
        candidates << QStringLiteral("src/") + module;
    }
    for (const QString &path : std::as_const(candidates)) {
        if (const QString to = textOfLink(sources + QLatin1Char('/') + path); !to.isEmpty()) {
            return QObject::tr("%1 is a plain file that holds the path of a link (%2), as git writes it where links "
                               "are off. Put the files that it should lead to in its place.")
                .arg(path, to);
        }
    }
    return {};
}

} // namespace

Error withLeftOutFiles(Error error, const QList<LeftOut> &leftOut, const QString &sources)
{
    const MissingFile missing = missingIn(error, sources);
    const auto found = std::ranges::find_if(leftOut, [&](const LeftOut &one) { return isMissed(missing, one.path); });
    if (found == leftOut.end()) {
        return error;
    }
    QString remedy = QObject::tr("Copy what it leads to into the project, or make that a crate and depend on it from "
                                 "git or a registry.");
    if (found->reason == LeftOut::Reason::Name) {
        remedy = QObject::tr("Give it another name.");
    } else if (found->reason == LeftOut::Reason::Ignored) {
        remedy = QObject::tr("Add it to git, or save without --respect-gitignore.");
    }
    error.message = QObject::tr("%1 (%2 was left out: %3. %4)").arg(error.message, found->path, found->why, remedy);
    return error;
}

Error withMissingFiles(Error error, const QList<LeftOut> &leftOut, const QString &sources)
{
    error = withLeftOutFiles(std::move(error), leftOut, sources);
    if (const QString plain = plainFileInPlaceOfLink(missingIn(error, sources), sources); !plain.isEmpty()) {
        error.message = QStringLiteral("%1 (%2)").arg(error.message, plain);
    }
    return error;
}

} // namespace studio
