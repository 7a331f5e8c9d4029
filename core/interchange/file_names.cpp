// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/interchange/file_names.h"

#include "core/collection/collection_edits.h"

#include <algorithm>
#include <tuple>

namespace studio::interchange {

namespace {

QString shortName(const QString &name, const QString &fallback)
{
    const QString made = name.simplified().left(200);
    return made.isEmpty() ? fallback : made;
}

QString pathIn(const QString &folder, const QString &name)
{
    return folder.isEmpty() ? name : folder + u'/' + name;
}

void assignIn(collection::Folder &folder)
{
    UniqueNames folderNames({collection::environmentsFolderName, collection::ignoredFolderName});
    int sequence = 0;
    for (collection::Folder &below : folder.folders) {
        below.name = shortName(below.name, QStringLiteral("folder"));
        below.path =
            pathIn(folder.path, folderNames.take(collection::fileNameOf(below.name, QStringLiteral("folder"))));
        below.sequence = ++sequence;
        assignIn(below);
    }
    UniqueNames names({QStringLiteral("folder"), QStringLiteral("opencollection")});
    sequence = 0;
    for (collection::SavedRequest &request : folder.requests) {
        request.name = shortName(request.name, QStringLiteral("request"));
        request.path = pathIn(folder.path, names.take(collection::fileNameOf(request.name, QStringLiteral("request"))) +
                                               QStringLiteral(".yml"));
        request.sequence = ++sequence;
    }
}

} // namespace

UniqueNames::UniqueNames(const QStringList &taken)
{
    for (const QString &each : taken) {
        m_taken.insert(each.toLower());
    }
}

QString UniqueNames::take(const QString &name)
{
    QString made = name;
    int &number = m_number[name.toLower()];
    for (number = std::max(number, 1); m_taken.contains(made.toLower());) {
        made = QStringLiteral("%1 %2").arg(name).arg(++number);
    }
    m_taken.insert(made.toLower());
    return made;
}

void assignPaths(collection::Collection &collection)
{
    collection.root.name = shortName(collection.root.name, QStringLiteral("Imported"));
    collection.root.path.clear();
    collection.root.sequence.reset();
    assignIn(collection.root);
}

void assignEnvironmentPaths(collection::Collection &collection)
{
    UniqueNames names;
    UniqueNames files;
    for (collection::Environment &environment : collection.environments) {
        environment.name = names.take(shortName(environment.name, QStringLiteral("local")));
        environment.path = collection::environmentsFolderName + u'/' +
                           files.take(collection::fileNameOf(environment.name, QStringLiteral("local"))) +
                           QStringLiteral(".yml");
    }
    std::ranges::sort(collection.environments, {},
                      [](const collection::Environment &each) { return std::tie(each.name, each.path); });
}

} // namespace studio::interchange
