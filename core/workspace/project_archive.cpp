// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/project_archive.h"

#include "core/archive/archive.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <array>

namespace studio {

namespace {

constexpr std::array endings{QLatin1String(".zip"), QLatin1String(".tar.gz"), QLatin1String(".tgz")};

const QLatin1String *endingOf(const QString &path)
{
    const auto *const found =
        std::ranges::find_if(endings, [&](QLatin1String ending) { return path.endsWith(ending, Qt::CaseInsensitive); });
    return found == endings.end() ? nullptr : found;
}

} // namespace

bool isProjectArchive(const QString &path)
{
    return endingOf(path) != nullptr;
}

QString projectNameOf(const QString &archive)
{
    const QString name = QFileInfo(archive).fileName();
    const QLatin1String *const ending = endingOf(name);
    return ending ? name.chopped(ending->size()) : name;
}

Result<QString> unpackProject(const QString &archive, const QString &parent, const QString &name, std::stop_token stop)
{
    if (name.isEmpty() || name == u"." || name == u".." || name.contains(u'/') || name.contains(QChar())) {
        return fail(ErrorCode::InvalidArgument,
                    QCoreApplication::translate("studio::ProjectArchive", "“%1” is no name for a folder.").arg(name));
    }
    const QString folder = QDir(parent).absoluteFilePath(name);
    if (QFileInfo::exists(folder)) {
        return fail(ErrorCode::AlreadyExists,
                    QCoreApplication::translate("studio::ProjectArchive", "%1 is there already.").arg(folder));
    }
    return unpackArchive(archive, folder, {}, std::move(stop)).transform([&](const Unpacked &) { return folder; });
}

} // namespace studio
