// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/window_memory.h"

#include "core/base/file_lock.h"
#include "core/base/private_json.h"

#include <QFileInfo>
#include <QThread>

#include <array>
#include <chrono>

namespace studio {

namespace {

constexpr int version = 2;
constexpr qint64 maxBytes = 64LL << 20; ///< payloads of requests are in it
constexpr int maxTries = 50;            ///< to get the lock
constexpr std::chrono::milliseconds retryInterval{10};

/// The pages of the bottom in the files without a version, which remembered a position.
constexpr std::array oldPages{"console", "problems", "executions", "versions", "apps"};

/// Two windows that are closed at once write one after the other. A window that cannot have the lock writes without it.
std::unique_ptr<FileLock> lockOf(const QString &path)
{
    for (int i = 0; i < maxTries; ++i) {
        auto lock = FileLock::tryLock(path + QStringLiteral(".lock"));
        if (!lock || *lock) {
            return lock ? std::move(*lock) : nullptr;
        }
        QThread::sleep(retryInterval);
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

/// Reads what the window itself uses of a project, so that what is wrong is known before it is used. The states of the
/// panes are read by the panes.
void checkProject(const JsonReader &project)
{
    (void)project["target"].text();
    (void)project["page"].text();
    (void)project["panes"].members();
}

/// A project of a file without a version, as it is written today.
Json migratedProject(const JsonReader &project)
{
    Json migrated = Json::object();
    if (project["target"].isThere()) {
        migrated["target"] = project["target"].text();
    }
    if (const int page = project["page"].number(0, 0); page < static_cast<int>(oldPages.size())) {
        migrated["page"] = oldPages[static_cast<std::size_t>(page)];
    }
    Json editor = Json::object();
    if (project["files"].isThere()) {
        Json files = Json::array();
        for (const JsonReader &file : project["files"].elements()) {
            files.push_back(Json{{"path", file["path"].required().text()},
                                 {"line", file["line"].number(0, 0)},
                                 {"column", file["column"].number(0, 0)}});
        }
        editor["files"] = std::move(files);
    }
    if (project["current"].isThere()) {
        editor["current"] = project["current"].text();
    }
    Json panes = Json::object();
    if (!editor.isEmpty()) {
        panes["editor"] = std::move(editor);
    }
    (void)project["request"].members();
    if (project["request"].isThere()) {
        panes["invoke"] = project["request"].json();
    }
    migrated["panes"] = std::move(panes);
    return migrated;
}

WindowMemory memoryFrom(const JsonReader &document)
{
    const bool isCurrent = document["version"].number(1, 1) >= version;
    WindowMemory memory;
    memory.project = document["project"].text();
    memory.recent = document["recent"].texts();
    memory.recent.resize(std::min(memory.recent.size(), maxRecent));
    memory.theme = document["theme"].text();
    memory.geometry = document["geometry"].base64();
    memory.layout = document["layout"].base64();
    for (const auto &[folder, project] : document["projects"].members()) {
        if (isCurrent) {
            checkProject(project);
        }
        memory.projects[toUtf8(folder)] = isCurrent ? project.json() : migratedProject(project);
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
    const Json json{{"version", version},
                    {"project", toUtf8(memory.project)},
                    {"recent", recent},
                    {"theme", toUtf8(memory.theme)},
                    {"geometry", memory.geometry.toBase64().toStdString()},
                    {"layout", memory.layout.toBase64().toStdString()},
                    {"projects", memory.projects}};
    (void)writePrivateFile(path, json.toUtf8(1)); // what cannot be remembered must not stop the program
}

} // namespace studio
