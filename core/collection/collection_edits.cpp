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

constexpr qsizetype maxNameLength = 60;
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

QString fileNameOf(const QString &name, const QString &fallback)
{
    QString made;
    for (const QChar c : name.normalized(QString::NormalizationForm_C)) {
        made += c.isLetterOrNumber() || QStringLiteral(" -_.(),+=@").contains(c) ? c : u'-';
    }
    made = made.simplified().left(maxNameLength);
    const auto isEdge = [](QChar c) { return c == u' ' || c == u'.' || c == u'-'; };
    while (!made.isEmpty() && isEdge(made.front())) {
        made.removeFirst();
    }
    while (!made.isEmpty() && isEdge(made.back())) {
        made.chop(1);
    }
    return made.isEmpty() ? fallback : made;
}

Result<QString> addRequest(const QString &folder, SavedRequest request, const QString &below)
{
    return addFree(fileNameOf(request.name, QStringLiteral("request")), [&](const QString &name) -> Result<QString> {
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
    return addFree(fileNameOf(name, QStringLiteral("folder")), [&](const QString &fileName) -> Result<QString> {
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
    return addFree(fileNameOf(environment.name, QStringLiteral("local")), [&](const QString &name) -> Result<QString> {
        environment.path = QStringLiteral("%1/%2.yml").arg(environmentsFolderName, name);
        if (QFileInfo::exists(folder + u'/' + environment.path)) {
            return fail(ErrorCode::FailedPrecondition, QString());
        }
        return saveEnvironment(folder, environment, nullptr).transform([&] { return environment.path; });
    });
}

} // namespace studio::collection
