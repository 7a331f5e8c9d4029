// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/interchange/bru_request.h"
#include "core/interchange/import_builder.h"
#include "core/interchange/import_formats.h"

#include <QHash>
#include <QMap>
#include <QObject>
#include <QSet>

#include <algorithm>
#include <array>

namespace studio::interchange {

namespace {

using collection::Folder;
using collection::SavedRequest;

constexpr QLatin1StringView collectionFile("collection.bru");
constexpr QLatin1StringView bruFolderFile("folder.bru");
constexpr QLatin1StringView settingsFile("bruno.json");

/// The tree of a folder of Bruno's.
class BrunoImporter
{
public:
    explicit BrunoImporter(const ImportSource &source) : m_source(source), m_builder(ImportFormat::Bruno, source.name)
    {
    }

    Result<ImportedCollection> import()
    {
        findRoot();
        for (const SourceFile &file : m_source.files) {
            if (file.name().endsWith(QLatin1String(".bru")) && isBelowRoot(file.folder())) {
                m_files[file.folder()].append(&file);
                noteFolders(file.folder());
            }
        }
        fill(m_builder.root(), m_root);
        return m_builder.finish();
    }

private:
    [[nodiscard]] bool isBelowRoot(const QString &folder) const
    {
        return m_root.isEmpty() || folder == m_root || folder.startsWith(m_root + u'/');
    }

    [[nodiscard]] QString pathInRoot(const QString &name) const
    {
        return m_root.isEmpty() ? name : m_root + u'/' + name;
    }

    /// The first folder with a bruno.json; its name is the collection's.
    void findRoot()
    {
        const SourceFile *settings = nullptr;
        for (const SourceFile &file : m_source.files) {
            const bool isNearer = !settings || file.path.count(u'/') < settings->path.count(u'/');
            settings = file.name() == settingsFile && isNearer ? &file : settings;
        }
        if (!settings) {
            return;
        }
        m_root = settings->folder();
        const auto json = parseJson(settings->content);
        if (!json) {
            m_builder.warn(settings->path, 0, json.error().message);
        } else if (const QString name = (*json)["name"].text(); !name.isEmpty()) {
            m_builder.root().name = name;
        }
    }

    /// Makes a folder known to the ones above it.
    void noteFolders(QString folder)
    {
        while (folder != m_root && !folder.isEmpty()) {
            const QString parent = folder.contains(u'/') ? folder.section(u'/', 0, -2) : QString();
            if (m_known.contains(folder)) {
                return;
            }
            m_known.insert(folder);
            m_folders[parent] << folder;
            folder = parent;
        }
    }

    [[nodiscard]] const SourceFile *ownFile(const QString &folder) const
    {
        for (const SourceFile *const file : m_files.value(folder)) {
            if (file->name() == (folder == m_root ? collectionFile : bruFolderFile)) {
                return file;
            }
        }
        return nullptr;
    }

    void fill(Folder &folder, const QString &path)
    {
        if (const SourceFile *const own = ownFile(path)) {
            BruReader reader(*own, m_builder);
            reader.fillDefaults(folder);
            const QString name = reader.document().value(u"meta", u"name");
            folder.name = name.isEmpty() || path == m_root ? folder.name : name;
        }
        addFolders(folder, path);
        QList<SavedRequest> requests;
        for (const SourceFile *const file : m_files.value(path)) {
            if (file->name() == bruFolderFile || file->name() == collectionFile) {
                continue;
            }
            if (auto request = readBruRequest(*file, m_builder)) {
                requests.append(std::move(*request));
            }
        }
        std::ranges::stable_sort(requests, {}, [](const SavedRequest &each) { return each.sequence.value_or(0); });
        for (SavedRequest &request : requests) {
            if (!m_builder.add(folder, std::move(request))) {
                return;
            }
        }
    }

    void addFolders(Folder &folder, const QString &path)
    {
        QMap<std::pair<int, QString>, QString> ordered; // by sequence and name
        for (const QString &below : m_folders.value(path)) {
            if (below == pathInRoot(collection::environmentsFolderName)) {
                readEnvironments(below);
                continue;
            }
            const SourceFile *const own = ownFile(below);
            const int sequence = own ? parseBru(own->text()).value(u"meta", u"seq").toInt() : 0;
            ordered.insert({sequence > 0 ? sequence : 1, below}, below);
        }
        for (const QString &below : std::as_const(ordered)) {
            fill(m_builder.addFolder(folder, below.section(u'/', -1)), below);
        }
    }

    void readEnvironments(const QString &folder)
    {
        for (const SourceFile *const file : m_files.value(folder)) {
            const BruReader reader(*file, m_builder);
            const BruDocument &document = reader.document();
            m_builder.add({.path = {},
                           .name = file->baseName(),
                           .variables = bruVariables(document.entries(u"vars")) +
                                        bruVariables(document.entries(u"vars:secret"), true),
                           .others = {}});
        }
    }

    const ImportSource &m_source;
    ImportBuilder m_builder;
    QString m_root;
    QHash<QString, QList<const SourceFile *>> m_files; ///< by folder
    QHash<QString, QStringList> m_folders;             ///< those in a folder
    QSet<QString> m_known;                             ///< all of these
};

} // namespace

Result<ImportedCollection> importBruno(const ImportSource &source)
{
    return BrunoImporter(source).import();
}

} // namespace studio::interchange
