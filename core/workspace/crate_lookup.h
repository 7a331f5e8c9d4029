// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task.h"
#include "core/crates/crates.h"
#include "core/crates/registry_index.h"

#include <QHash>
#include <QObject>
#include <QSet>
#include <QTimer>

namespace studio {

class Compiler;

/// What is known of crates: at once what Cargo remembers on this machine, and later what the registry answers, one
/// question at a time, each once. Without a network it knows what Cargo remembers. Main thread.
class CrateLookup : public QObject
{
    Q_OBJECT

public:
    struct Entry
    {
        std::optional<IndexedCrate> crate; ///< nothing: Cargo has not met it
        bool isComplete = true;            ///< false: only the newest version is known, as the registry said
        bool isAbsent = false;             ///< the registry has no such crate
        QString description;               ///< empty while unknown

        bool operator==(const Entry &) const = default;
    };

    /// `compiler` has the toolchain whose cargo asks, and outlives this. `cargoHome` as in registry_index.h.
    explicit CrateLookup(Compiler *compiler, QString cargoHome = studio::cargoHome(), QObject *parent = nullptr);
    ~CrateLookup() override;

    /// Null before load() has come to it.
    [[nodiscard]] const Entry *entry(const QString &name) const;
    /// Reads what Cargo remembers of these, where that is not known; changed() tells its end. At most 500 at a time.
    void load(const QStringList &names);
    void ask(const QString &name);     ///< the registry, where entry() has no crate and it was not asked before
    void search(const QString &words); ///< the registry, instead of the search before
    /// What searches have found: name, version, description.
    [[nodiscard]] const QHash<QString, CrateInfo> &found() const { return m_found; }

    /// All that Cargo has met; some of them after a stop request.
    Task<QStringList> names(std::stop_token stop);
    Task<Entry> read(QString name); ///< the same as load(), to wait for

Q_SIGNALS:
    void changed();
    void canAskAgain(); ///< what was not asked because the registry could not be reached

private:
    QCoro::Task<void> readAll(QStringList names);
    QCoro::Task<void> askNext();
    QCoro::Task<void> searchNow();
    Task<Toolchain> toolchain();
    void take(const QString &name, const Result<CrateInfo> &info, const Entry &local);

    Compiler *m_compiler;
    QString m_home;
    QHash<QString, Entry> m_entries;
    QHash<QString, CrateInfo> m_found;
    QSet<QString> m_asked;
    QStringList m_queue;
    bool m_isAsking = false;
    bool m_isOffline = false;    ///< the registry could not be reached; until the timer ends
    bool m_cannotSearch = false; ///< not every registry can be searched; likewise
    QTimer m_offline;
    QTimer m_noSearch;
    QTimer m_searchPause;
    QString m_searched;
    std::stop_source m_search;
    std::stop_source m_stop;
};

} // namespace studio
