// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collection/collection_edits.h"

#include "core/base/files.h"
#include "core/base/user_file.h"
#include "core/collection/collection_writer.h"

#include <QDir>
#include <QFileInfo>
#include <QObject>

#include <functional>

namespace studio::collection {

namespace {

constexpr int maxNameLength = 80;
constexpr int maxNamesTried = 1'000;

/// "create order", "create order 2", …: the first that is free. `add` fails with FailedPrecondition where it is not.
Result<QString> addFree(const QString &start, const std::function<Result<QString>(const QString &)> &add)
{
    for (int number = 1; number <= maxNamesTried; ++number) {
        auto added = add(number == 1 ? start : QStringLiteral("%1 %2").arg(start).arg(number));
        if (added || added.error().code != ErrorCode::FailedPrecondition) {
            return added;
        }
    }
    return fail(ErrorCode::ResourceExhausted, QObject::tr("There are too many files named %1.").arg(start));
}

QString inFolder(const QString &below, const QString &name)
{
    return below.isEmpty() ? name : below + u'/' + name;
}

} // namespace

QString fileNameOf(const QString &name)
{
    QString made;
    for (const QChar c : name.simplified().left(maxNameLength)) {
        const bool isPlain =
            c.isLetterOrNumber() || c.isSurrogate() || c == u' ' || c == u'-' || c == u'_' || c == u'.';
        made += isPlain ? c : QChar(u'-');
    }
    while (made.startsWith(u'.') || made.startsWith(u' ')) { // hidden files are no part of a collection
        made.remove(0, 1);
    }
    while (made.endsWith(u'.') || made.endsWith(u' ')) {
        made.chop(1);
    }
    return made.isEmpty() ? QStringLiteral("request") : made;
}

Result<QString> addRequest(const QString &folder, SavedRequest request, const QString &below)
{
    return addFree(fileNameOf(request.name), [&](const QString &name) -> Result<QString> {
        request.path = inFolder(below, name + QStringLiteral(".yml"));
        if (request.path == rootFileName || name + QStringLiteral(".yml") == folderFileName ||
            QFileInfo::exists(folder + u'/' + request.path)) {
            return fail(ErrorCode::FailedPrecondition, QString());
        }
        return saveRequest(folder, request, nullptr).transform([&] { return request.path; });
    });
}

Result<QString> addFolder(const QString &folder, const QString &below, const QString &name)
{
    return addFree(fileNameOf(name), [&](const QString &fileName) -> Result<QString> {
        const QString path = inFolder(below, fileName);
        const bool isTaken = path == environmentsFolderName || fileName == ignoredFolderName;
        if (isTaken || QFileInfo::exists(folder + u'/' + path)) {
            return fail(ErrorCode::FailedPrecondition, QString());
        }
        Folder made;
        made.name = name;
        return saveNewFolder(folder, path, made).transform([&] { return path; });
    });
}

Result<QString> addEnvironment(const QString &folder, Environment environment)
{
    return addFree(fileNameOf(environment.name), [&](const QString &name) -> Result<QString> {
        environment.path = QStringLiteral("%1/%2.yml").arg(environmentsFolderName, name);
        if (QFileInfo::exists(folder + u'/' + environment.path)) {
            return fail(ErrorCode::FailedPrecondition, QString());
        }
        return saveEnvironment(folder, environment, nullptr).transform([&] { return environment.path; });
    });
}

} // namespace studio::collection
