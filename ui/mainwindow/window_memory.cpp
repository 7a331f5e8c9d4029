// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/window_memory.h"

#include "core/base/file_lock.h"
#include "core/base/private_json.h"
#include "ui/invoke/request_state.h"

#include <QFileInfo>
#include <QThread>

#include <chrono>

namespace studio {

namespace {

constexpr qint64 maxBytes = 64LL << 20; ///< payloads of requests are in it
constexpr int timeout = 50;             ///< tries
constexpr std::chrono::milliseconds pause{10};

/// Two windows that are closed at once write one after the other. A window that cannot have the lock writes without it.
std::unique_ptr<FileLock> lockOf(const QString &path)
{
    for (int i = 0; i < timeout; ++i) {
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
    if (const Json *known = ours.projects.find(project)) {
        all.projects[project] = *known;
    }
    for (const QString &other : std::as_const(stored.recent)) {
        if (!all.recent.contains(other)) {
            all.recent << other;
        }
    }
    all.recent.resize(std::min<qsizetype>(all.recent.size(), maxRecent));
    return all;
}

/// Reads all that the window uses of a project, so that what is wrong is known before it is used.
void checkProject(const JsonReader &project)
{
    for (const JsonReader &file : project["files"].elements()) {
        (void)file["path"].required().text();
        (void)file["line"].number(0, 0);
        (void)file["column"].number(0, 0);
    }
    (void)project["current"].text();
    (void)project["target"].text();
    (void)project["page"].number(0, 0);
    (void)requestStateFrom(project["request"]);
}

WindowMemory memoryFrom(const JsonReader &document)
{
    WindowMemory memory;
    memory.project = document["project"].text();
    memory.recent = document["recent"].texts();
    memory.recent.resize(std::min(memory.recent.size(), maxRecent));
    memory.theme = document["theme"].text();
    memory.geometry = document["geometry"].base64();
    memory.layout = document["layout"].base64();
    for (const auto &[folder, project] : document["projects"].members()) {
        checkProject(project);
    }
    if (document["projects"].isThere()) {
        memory.projects = document["projects"].json();
    }
    return memory;
}

} // namespace

WindowMemory readMemory(const QString &path)
{
    return readPrivateJson(path, maxBytes, memoryFrom);
}

void writeMemory(const QString &path, const WindowMemory &ours)
{
    const QString folder = QFileInfo(path).path();
    (void)ensurePrivateFolder(folder);
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
    (void)writePrivateFile(path, json.toUtf8(1)); // what cannot be remembered is no reason to stop anybody
}

} // namespace studio
