// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/preferences/preferences.h"

#include <QFileInfo>
#include <QObject>
#include <QtConcurrentRun>

namespace studio {

Preferences::Preferences(QString file, QObject *parent) : QObject(parent)
{
    m_worker.setMaxThreadCount(1);
    of(Scope::Person).file = std::move(file);
    const auto changedOnDisk = [this] {
        for (const Scope scope : {Scope::Person, Scope::Project}) {
            read(scope);
        }
        watch(); // one that was replaced is another file
    };
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, this, changedOnDisk);
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, changedOnDisk);
    take(Scope::Person, readPreferences(of(Scope::Person).file, false));
    watch();
}

Preferences::~Preferences()
{
    waitForWritten();
}

void Preferences::waitForWritten()
{
    m_worker.waitForDone();
}

void Preferences::setProject(const QString &folder)
{
    Source &project = of(Scope::Project);
    project.file = folder.isEmpty() ? QString() : folder + QStringLiteral("/.ignite/settings.json");
    read(Scope::Project);
    watch();
}

/// Also the folder, for a file that is made later or replaced by another.
void Preferences::watch()
{
    QStringList wanted;
    for (const Source &source : m_sources) {
        const QFileInfo file(source.file);
        if (!source.file.isEmpty() && QFileInfo(file.path()).isDir()) {
            wanted << file.path();
        }
        if (!source.file.isEmpty() && file.isFile()) {
            wanted << source.file;
        }
    }
    const QStringList watched = m_watcher.files() + m_watcher.directories();
    for (const QString &path : watched) {
        if (!wanted.contains(path)) {
            m_watcher.removePath(path);
        }
    }
    for (const QString &path : std::as_const(wanted)) {
        if (!watched.contains(path)) {
            m_watcher.addPath(path);
        }
    }
}

/// What was read before something was set is older than what holds, and is read again when that is written.
void Preferences::read(Scope scope)
{
    const QString file = of(scope).file;
    if (file.isEmpty()) {
        take(scope, PreferenceValues{});
        return;
    }
    QtConcurrent::run(&m_worker, [file, scope] {
        return readPreferences(file, scope == Scope::Project);
    }).then(this, [this, scope, file, before = m_writes](const Result<PreferenceValues> &found) {
        if (before == m_writes && file == of(scope).file) {
            take(scope, found);
        }
    });
}

/// A damaged file leaves what it said before.
void Preferences::take(Scope scope, const Result<PreferenceValues> &read)
{
    Source &source = of(scope);
    const QString problemBefore = problem(scope);
    QMap<QString, Json> before;
    for (const Preference &one : allPreferences()) {
        before.insert(one.id, value(one.id));
    }
    const auto keysBefore = keys();
    source.damage = read ? std::nullopt : std::optional(read.error());
    if (read) {
        source.set = *read;
    }
    for (const Preference &one : allPreferences()) {
        if (value(one.id) != before[one.id]) {
            Q_EMIT changed(one.id);
        }
    }
    if (keys() != keysBefore) {
        Q_EMIT keysChanged();
    }
    if (problem(scope) != problemBefore) {
        Q_EMIT problemsChanged();
    }
}

QString Preferences::problem(Scope scope) const
{
    const Source &source = of(scope);
    if (source.damage) {
        return source.damage->message;
    }
    return source.set.problems.isEmpty()
               ? QString()
               : source.file + QStringLiteral(": ") + source.set.problems.join(QStringLiteral(" "));
}

Json Preferences::value(const QString &id) const
{
    for (const Scope scope : {Scope::Project, Scope::Person}) {
        if (const auto set = of(scope).set.values.constFind(id); set != of(scope).set.values.cend()) {
            return *set;
        }
    }
    const Preference *const known = findPreference(id);
    Q_ASSERT(known);
    return known ? known->usual : Json();
}

Result<void> Preferences::set(const QString &id, const Json &value, Scope scope)
{
    const Preference *const known = findPreference(id);
    Source &source = of(scope);
    if (source.damage) {
        return std::unexpected(*source.damage);
    }
    if (!known || source.file.isEmpty() || (scope == Scope::Project && !known->isForProjects)) {
        return fail(ErrorCode::InvalidArgument, QObject::tr("“%1” cannot be set here.").arg(id));
    }
    if (!value.isNull() && !known->accepts(value)) {
        return fail(ErrorCode::InvalidArgument, QObject::tr("“%1” must be %2.").arg(id, known->expected()));
    }
    PreferenceValues next = source.set;
    if (value.isNull()) {
        next.values.remove(id);
    } else {
        next.values.insert(id, value);
    }
    if (next == source.set) {
        return {};
    }
    write(scope, {.id = id, .value = value});
    take(scope, next);
    return {};
}

Result<void> Preferences::setKey(const QString &actionId, const std::optional<QString> &keys)
{
    if (of(Scope::Person).damage) {
        return std::unexpected(*of(Scope::Person).damage);
    }
    PreferenceValues next = of(Scope::Person).set;
    if (keys) {
        next.keys.insert(actionId, *keys);
    } else {
        next.keys.remove(actionId);
    }
    if (next == of(Scope::Person).set) {
        return {};
    }
    write(Scope::Person, {.id = actionId, .value = keys ? Json(*keys) : Json(), .isKey = true});
    take(Scope::Person, next);
    return {};
}

void Preferences::write(Scope scope, const PreferenceEdit &edit)
{
    ++m_writes;
    const QString lock = QFileInfo(of(Scope::Person).file).path() + QStringLiteral("/.settings.lock");
    QtConcurrent::run(&m_worker, [file = of(scope).file, lock, edit] {
        return editPreferences(file, lock, edit);
    }).then(this, [this, scope](const Result<void> &written) {
        if (!written) {
            Q_EMIT notWritten(written.error().message);
        }
        read(scope); // what another program wrote meanwhile holds from now on
        watch();
    });
}

} // namespace studio
