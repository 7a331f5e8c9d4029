// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task.h"
#include "core/collection/collection_reader.h"

#include <QFileSystemWatcher>
#include <QObject>

#include <memory>
#include <optional>

namespace studio {

class SourceWatcher;

/// The saved requests of the open project: the collection in its folder `requests`, as it is on the disk. Read again
/// when one of its files changes, whichever program changes it. Main thread; files are read and written on workers.
class SavedRequests : public QObject
{
    Q_OBJECT

public:
    explicit SavedRequests(QObject *parent = nullptr);
    ~SavedRequests() override;

    void setProject(const QString &folder);                  ///< what is there is read later; empty for none
    [[nodiscard]] QString folder() const;                    ///< of the collection, absolute; empty without a project
    [[nodiscard]] bool isThere() const { return m_isThere; } ///< there is a collection, also one that cannot be read
    [[nodiscard]] bool isRead() const { return m_isRead; }   ///< since the project was opened
    /// Whether a file of the project, by its relative path, is one of the collection: no source of the handler.
    [[nodiscard]] bool holds(const QString &relative) const;
    /// Never null; without requests where there are none.
    [[nodiscard]] const std::shared_ptr<const collection::Collection> &collection() const { return m_collection; }
    [[nodiscard]] const QList<collection::ReadWarning> &warnings() const { return m_warnings; }
    [[nodiscard]] const std::optional<Error> &error() const { return m_error; } ///< why the collection cannot be read
    /// Null where there is none of this path. Until the next changed().
    [[nodiscard]] const collection::SavedRequest *request(const QString &path) const;

    Task<void> read(); ///< again, now; ends when collection() is as it was now, or later

    // What is written is in collection() when the task ends. Errors as in collection_writer.h.

    /// Its path. Makes the collection where there is none.
    Task<QString> add(collection::SavedRequest request, QString below);
    Task<void> save(collection::SavedRequest request, collection::SavedRequest before);
    Task<QString> addFolder(QString below, QString name);
    Task<QString> addEnvironment(collection::Environment environment);
    Task<void> saveEnvironment(collection::Environment environment, collection::Environment before);
    Task<void> moveToTrash(QString path); ///< of a request or a folder

Q_SIGNALS:
    void changed();

private:
    QCoro::Task<void> watchFolder();
    template <typename T> Task<T> write(std::function<Result<T>(const QString &folder)> work);

    QString m_project;
    bool m_isThere = false;
    bool m_isRead = false;
    std::shared_ptr<const collection::Collection> m_collection;
    QList<collection::ReadWarning> m_warnings;
    std::optional<Error> m_error;
    std::stop_source m_stop;
    int m_asked = 0; ///< generation of read()
    int m_ended = 0; ///< the last generation whose content is shown
    std::unique_ptr<SourceWatcher> m_watcher;
    QFileSystemWatcher m_projectWatcher; ///< until there is a collection
};

/// The folder of the saved requests in that of their project.
inline constexpr QLatin1StringView requestsFolderName("requests");

} // namespace studio
