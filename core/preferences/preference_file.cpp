// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/preferences/preference_file.h"

#include "core/base/file_lock.h"
#include "core/base/files.h"
#include "core/base/user_file.h"
#include "core/preferences/preference_list.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QFileInfo>
#include <QObject>

#include <chrono>
#include <thread>

namespace studio {

namespace {

constexpr qint64 maxFileBytes = 1 << 20;
constexpr qsizetype maxProblems = 20;
constexpr qsizetype maxKeys = 2'000;
constexpr std::string_view keysMember = "keys";

Result<Json> readObject(const QString &file)
{
    const auto content = readRegularFile(file, maxFileBytes);
    if (!content) {
        return std::unexpected(content.error());
    }
    if (!*content || (*content)->trimmed().isEmpty()) {
        return Json::object();
    }
    auto json = parseJson(**content);
    if (!json) {
        return fail(json.error().code,
                    QStringLiteral("%1: %2").arg(QDir::toNativeSeparators(file), json.error().message));
    }
    if (!json->isObject()) {
        return fail(ErrorCode::InvalidArgument,
                    QObject::tr("%1: the settings must stand in one object, between { and }.").arg(file));
    }
    return json;
}

void takeKeys(const Json &keys, PreferenceValues &taken)
{
    for (const JsonMember &member : keys.members()) {
        if (member.value.isString() && taken.keys.size() < maxKeys) {
            taken.keys.insert(toQString(member.name), member.value.text());
        } else if (taken.problems.size() < maxProblems) {
            taken.problems << QObject::tr("“keys.%1” must be a text.").arg(toQString(member.name).left(100));
        }
    }
}

void setMember(Json &object, const std::string &name, const Json &value)
{
    if (!value.isNull()) {
        object[name] = value;
        return;
    }
    Json kept = Json::object();
    for (const JsonMember &member : object.members()) {
        if (member.name != name) {
            kept[member.name] = member.value;
        }
    }
    object = std::move(kept);
}

Result<std::unique_ptr<FileLock>> lock(const QString &file)
{
    using namespace std::chrono_literals;
    const QDeadlineTimer deadline(2s);
    if (const auto made = makeFolder(QFileInfo(file).path()); !made) {
        return std::unexpected(made.error());
    }
    for (;;) {
        auto lock = FileLock::tryLock(file);
        if (!lock || *lock) {
            return lock;
        }
        if (deadline.hasExpired()) {
            return fail(ErrorCode::Unavailable,
                        QObject::tr("The settings were not written: another program holds %1.").arg(file));
        }
        std::this_thread::sleep_for(5ms);
    }
}

} // namespace

Result<PreferenceValues> readPreferences(const QString &file, bool isProject)
{
    const auto json = readObject(file);
    if (!json) {
        return std::unexpected(json.error());
    }
    PreferenceValues taken;
    const auto tell = [&taken](const QString &problem) { // a member may stand in the file any number of times
        if (taken.problems.size() < maxProblems) {
            taken.problems << problem;
        }
    };
    for (const JsonMember &member : json->members()) {
        const QString id = toQString(member.name);
        const Preference *const known = findPreference(id);
        if (member.name == keysMember && !isProject) {
            takeKeys(member.value, taken);
        } else if (known && isProject && !known->isForProjects) {
            tell(QObject::tr("“%1” cannot be set by a project.").arg(id));
        } else if (known && known->accepts(member.value)) {
            taken.values.insert(id, member.value);
        } else if (known) {
            tell(QObject::tr("“%1” must be %2.").arg(id, known->expected()));
        } // else of a newer program
    }
    return taken;
}

Result<void> editPreferences(const QString &file, const QString &lockFile, const PreferenceEdit &edit)
{
    const auto held = lock(lockFile);
    if (!held) {
        return std::unexpected(held.error());
    }
    auto json = readObject(file);
    if (!json) {
        return std::unexpected(json.error());
    }
    if (edit.isKey) {
        Json keys = std::as_const(*json)[keysMember];
        keys = keys.isObject() ? keys : Json::object();
        setMember(keys, toUtf8(edit.id), edit.value);
        setMember(*json, std::string(keysMember), keys.isEmpty() ? Json() : keys);
    } else {
        setMember(*json, toUtf8(edit.id), edit.value);
    }
    if (const auto made = makeFolder(QFileInfo(file).path()); !made) {
        return made;
    }
    return saveUserFile(file, json->toUtf8(2) + '\n');
}

} // namespace studio
