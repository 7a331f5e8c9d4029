// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/window_memory.h"

#include "core/base/file_lock.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <QThread>

#include <chrono>

namespace studio {

namespace {

constexpr int patience = 50; ///< tries
constexpr std::chrono::milliseconds pause{10};

/// Two windows that are closed at once write one after the other. A window that cannot have the lock writes without it.
std::unique_ptr<FileLock> lockOf(const QString &path)
{
    for (int i = 0; i < patience; ++i) {
        auto lock = FileLock::tryLock(path + QStringLiteral(".lock"));
        if (!lock || *lock) {
            return lock ? std::move(*lock) : nullptr;
        }
        QThread::sleep(pause);
    }
    return nullptr;
}

WindowMemory merged(const WindowMemory &ours, WindowMemory stored)
{
    WindowMemory all = ours;
    const std::string project = toUtf8(ours.project);
    all.projects = std::move(stored.projects);
    if (ours.projects.contains(project)) {
        all.projects[project] = ours.projects.at(project);
    }
    for (const QString &other : std::as_const(stored.recent)) {
        if (!all.recent.contains(other)) {
            all.recent << other;
        }
    }
    all.recent.resize(std::min<qsizetype>(all.recent.size(), mostRecent));
    return all;
}

} // namespace

WindowMemory readMemory(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return {};
    }
    const auto json = parseJson(file.readAll());
    if (!json || !json->is_object()) {
        return {};
    }
    WindowMemory memory;
    try {
        memory.project = toQString(json->value("project", ""));
        for (const Json &one : json->value("recent", Json::array())) {
            memory.recent << toQString(one.get<std::string>());
        }
        memory.theme = toQString(json->value("theme", ""));
        memory.geometry = QByteArray::fromBase64(QByteArray::fromStdString(json->value("geometry", "")));
        memory.layout = QByteArray::fromBase64(QByteArray::fromStdString(json->value("layout", "")));
        memory.projects = json->value("projects", Json::object());
    } catch (const Json::exception &) {
        return {}; // of another version, or edited by hand
    }
    return memory;
}

void writeMemory(const QString &path, const WindowMemory &ours)
{
    QDir().mkpath(QFileInfo(path).path());
    const auto lock = lockOf(path);
    const WindowMemory memory = merged(ours, readMemory(path));
    Json recent = Json::array();
    for (const QString &one : memory.recent) {
        recent.push_back(toUtf8(one));
    }
    const Json json{{"project", toUtf8(memory.project)},
                    {"recent", recent},
                    {"theme", toUtf8(memory.theme)},
                    {"geometry", memory.geometry.toBase64().toStdString()},
                    {"layout", memory.layout.toBase64().toStdString()},
                    {"projects", memory.projects}};
    QSaveFile file(path);
    if (file.open(QIODevice::WriteOnly)) {
        file.write(QByteArray::fromStdString(json.dump(1, ' ', false, Json::error_handler_t::replace)));
        file.commit(); // what cannot be remembered is no reason to stop anybody
    }
}

} // namespace studio
