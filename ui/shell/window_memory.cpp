// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/window_memory.h"

#include "core/base/file_lock.h"
#include "core/base/notices.h"
#include "core/base/private_json.h"

#include <QFileInfo>
#include <QThread>

#include <algorithm>
#include <array>
#include <chrono>
#include <tuple>

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

/// What a file holds. `version` is 0 where there is none that can be read.
struct StoredMemory
{
    int version = 0;
    WindowMemory memory;
    QString damage; ///< the first value that could not be read; empty for none

    [[nodiscard]] bool isNewer() const { return version > studio::version; }
};

/// The projects of other windows are those of the file. Projects that the file has lost are those of this window.
WindowMemory merged(const WindowMemory &ours, const WindowMemory &stored)
{
    WindowMemory all = ours;
    for (const auto &[folder, state] : stored.projects.asKeyValueRange()) {
        if (folder != ours.project || !ours.projects.contains(folder)) {
            all.projects.insert(folder, state);
        }
    }
    for (const QString &other : stored.recent) {
        if (!all.recent.contains(other)) {
            all.recent << other;
        }
    }
    all.recent.resize(std::min<qsizetype>(all.recent.size(), maxRecent));
    return all;
}

/// Reads what the window itself uses of a project, so that what is wrong is known before it is used. The states of the
/// panes are read by the panes.
Json currentProject(const JsonReader &project)
{
    (void)project["target"].text();
    (void)project["page"].text();
    (void)project["panes"].members();
    return project.json();
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

/// A part of the document that is read by itself, so that its damage leaves the other parts usable.
template <typename Read> auto readPart(const JsonReader &part, QString &damage, const Read &read)
{
    using Value = std::invoke_result_t<Read, const JsonReader &>;
    const JsonReader alone(part.json());
    Value value = read(alone);
    if (const auto checked = alone.check(); !checked) {
        if (damage.isEmpty()) {
            damage = QStringLiteral("In “%1”: %2").arg(part.path(), checked.error().message);
        }
        return Value();
    }
    return value;
}

StoredMemory memoryFrom(const JsonReader &document)
{
    StoredMemory stored{.version = document["version"].number(1, 1), .memory = {}, .damage = {}};
    if (stored.isNewer()) {
        return stored;
    }
    const auto text = [](const JsonReader &part) { return part.text(); };
    const auto base64 = [](const JsonReader &part) { return part.base64(); };
    QString &damage = stored.damage;
    WindowMemory &memory = stored.memory;
    memory.project = readPart(document["project"], damage, text);
    memory.recent = readPart(document["recent"], damage, [](const JsonReader &part) { return part.texts(); });
    memory.recent.resize(std::min(memory.recent.size(), maxRecent));
    memory.theme = readPart(document["theme"], damage, text);
    memory.syntaxTheme = readPart(document["syntaxTheme"], damage, text);
    memory.geometry = readPart(document["geometry"], damage, base64);
    memory.layout = readPart(document["layout"], damage, base64);
    for (const auto &[folder, project] : document["projects"].members()) {
        auto *const read = stored.version == version ? &currentProject : &migratedProject;
        if (Json state = readPart(project, damage, *read); !state.isNull()) {
            memory.setState(folder, std::move(state));
        }
    }
    return stored;
}

StoredMemory readStored(const QString &path)
{
    return readPrivateJson(path, maxBytes, memoryFrom);
}

void write(const QString &path, const WindowMemory &memory)
{
    Json recent = Json::array();
    for (const QString &one : memory.recent) {
        recent.push_back(toUtf8(one));
    }
    Json projects = Json::object();
    for (const auto &[folder, state] : memory.projects.asKeyValueRange()) {
        projects[toUtf8(folder)] = *state;
    }
    Json json{{"version", version},
              {"project", toUtf8(memory.project)},
              {"recent", std::move(recent)},
              {"theme", toUtf8(memory.theme)},
              {"syntaxTheme", toUtf8(memory.syntaxTheme)},
              {"geometry", memory.geometry.toBase64().toStdString()},
              {"layout", memory.layout.toBase64().toStdString()}};
    json["projects"] = std::move(projects);
    (void)writePrivateFile(path, json.toUtf8(1)); // what cannot be remembered must not stop the program
}

/// The file is kept under another name, because it will be written without what is damaged in it.
void keepDamaged(const QString &path, const StoredMemory &stored)
{
    if (!stored.damage.isEmpty()) {
        setAsideDamaged(path, stored.damage + QStringLiteral(" What is not damaged is used."));
    }
}

/// The memory of a program before version 2, which goes on using the file.
WindowMemory readOlderMemory(const QString &path)
{
    const StoredMemory stored = readStored(path);
    if (!stored.damage.isEmpty()) {
        notice(QStringLiteral("%1 is damaged, and what is damaged was left out: %2").arg(path, stored.damage));
    }
    return stored.memory;
}

} // namespace

const Json &WindowMemory::state(const QString &folder) const
{
    static const Json nothing;
    const auto known = projects.constFind(folder);
    return known == projects.constEnd() ? nothing : **known;
}

void WindowMemory::setState(const QString &folder, Json state)
{
    projects.insert(folder, std::make_shared<const Json>(std::move(state)));
}

bool WindowMemory::operator==(const WindowMemory &other) const
{
    const auto known = [](const WindowMemory &memory) {
        return std::tie(memory.project, memory.recent, memory.theme, memory.syntaxTheme, memory.geometry,
                        memory.layout);
    };
    return known(*this) == known(other) &&
           std::ranges::equal(
               projects.asKeyValueRange(), other.projects.asKeyValueRange(),
               [](const auto &one, const auto &two) { return one.first == two.first && *one.second == *two.second; });
}

QString windowMemoryFile(const QString &configFolder)
{
    return configFolder + QStringLiteral("/window-%1.json").arg(version);
}

WindowMemory readMemory(const QString &path)
{
    if (const QFileInfo file(path); !file.exists() && !file.isSymLink()) {
        return readOlderMemory(file.path() + QStringLiteral("/window.json"));
    }
    StoredMemory stored = readStored(path);
    if (stored.isNewer()) {
        notice(
            QStringLiteral("%1 was written by a newer Ignite Studio. It stays as it is: what this window shows is not "
                           "remembered.")
                .arg(path));
    }
    if (!stored.damage.isEmpty()) {
        const auto lock = lockOf(path);
        stored = readStored(path); // another window may have written it meanwhile
        if (!stored.damage.isEmpty()) {
            keepDamaged(path, stored);
            write(path, stored.memory);
        }
    }
    return std::move(stored.memory);
}

void writeMemory(const QString &path, const WindowMemory &ours)
{
    (void)ensurePrivateFolder(QFileInfo(path).path());
    const auto lock = lockOf(path);
    const StoredMemory stored = readStored(path);
    if (stored.isNewer()) {
        return;
    }
    keepDamaged(path, stored);
    write(path, merged(ours, stored.memory));
}

} // namespace studio
