// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/preferences/preference_file.h"
#include "core/preferences/preference_list.h"

#include <QFileSystemWatcher>
#include <QObject>
#include <QThreadPool>

#include <array>
#include <optional>

namespace studio {

/// What the person and the project have set, from two readable files: settings.json in the studio's configuration, and
/// .ignite/settings.json in the project, which is meant for git. A project's value counts before the person's. Both
/// files are followed: what is changed in them, by whatever program, holds at once. Main thread; all but the first read
/// is done on a worker.
class Preferences : public QObject
{
    Q_OBJECT

public:
    enum class Scope { Person, Project };

    /// Reads the person's file, which may be missing.
    explicit Preferences(QString file, QObject *parent = nullptr);
    ~Preferences() override; ///< waits until everything is written

    void setProject(const QString &folder); ///< empty: none
    [[nodiscard]] bool hasProject() const { return !m_sources[1].file.isEmpty(); }
    [[nodiscard]] QString file(Scope scope) const { return of(scope).file; }

    /// What holds. The id must be one of allPreferences(), and of the kind that is asked for.
    [[nodiscard]] Json value(const QString &id) const;
    [[nodiscard]] bool isOn(const QString &id) const { return value(id).boolean(); }
    [[nodiscard]] int number(const QString &id) const { return value(id).number(); }
    [[nodiscard]] QString text(const QString &id) const { return value(id).text(); }
    /// What one file sets; null where it sets nothing.
    [[nodiscard]] Json valueIn(Scope scope, const QString &id) const { return of(scope).set.values.value(id); }
    /// By the id of the action; an empty sequence takes the keys away.
    [[nodiscard]] const QMap<QString, QString> &keys() const { return m_sources[0].set.keys; }

    /// Holds at once and is written soon; null sets it no more. A value that the preference does not accept is refused
    /// with InvalidArgument, and everything is while the file is damaged.
    Result<void> set(const QString &id, const Json &value, Scope scope = Scope::Person);
    Result<void> setKey(const QString &actionId, const std::optional<QString> &keys);

    /// Why a file cannot be used, or what in it cannot; empty for nothing.
    [[nodiscard]] QString problem(Scope scope) const;

    void waitForWritten();

Q_SIGNALS:
    void changed(const QString &id); ///< another value holds
    void keysChanged();
    void problemsChanged();
    void notWritten(const QString &sentence);

private:
    struct Source
    {
        QString file;
        PreferenceValues set;
        std::optional<Error> damage;
    };

    [[nodiscard]] const Source &of(Scope scope) const { return m_sources[static_cast<std::size_t>(scope)]; }
    Source &of(Scope scope) { return m_sources[static_cast<std::size_t>(scope)]; }
    void read(Scope scope);
    void take(Scope scope, const Result<PreferenceValues> &read);
    void watch();
    void write(Scope scope, const PreferenceEdit &edit);

    std::array<Source, 2> m_sources;
    QFileSystemWatcher m_watcher;
    QThreadPool m_worker; ///< one thread: in the order in which they were set
    quint64 m_writes = 0;
};

} // namespace studio
