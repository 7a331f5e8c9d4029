// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compiler/sync_state.h"

#include "core/base/private_json.h"

#include <QObject>

namespace studio::compiler {

namespace {

constexpr qint64 maxStateBytes = 256LL << 20;
constexpr int format = 1; ///< of the file; another number is no state of ours

Json textsToJson(const QStringList &texts)
{
    Json array = Json::array();
    for (const QString &text : texts) {
        array.push_back(toUtf8(text));
    }
    return array;
}

Json targetToJson(const CargoTarget &target)
{
    return Json::array(
        {toUtf8(target.kind), toUtf8(target.name), toUtf8(target.source), textsToJson(target.requiredFeatures)});
}

Json lastBuildToJson(const LastBuild &last)
{
    return {{"key", last.key.toStdString()},
            {"surroundings", last.surroundings.toStdString()},
            {"record", last.record.toStdString()},
            {"stamp", last.stamp.toStdString()},
            {"libraryStamp", last.libraryStamp.toStdString()},
            {"program", toUtf8(last.program)},
            {"libraries", textsToJson(last.libraries)},
            {"crates", textsToJson(last.crates)},
            {"units", last.units}};
}

CargoTarget targetFrom(const JsonReader &target)
{
    return {.kind = target[0].required().text(),
            .name = target[1].required().text(),
            .source = target[2].required().text(),
            .requiredFeatures = target[3].required().texts()};
}

SyncedFile fileFrom(const JsonReader &entry)
{
    return {.size = entry[1].required().integer(0, 0),
            .modified = entry[2].required().integer(),
            .verified = entry[3].required().integer(),
            .executable = entry[4].required().boolean(),
            .sha256 = entry[5].required().bytes()};
}

/// What is listed and no longer there is removed from the build folder, so that the path must not lead out of it.
bool isInside(const QString &path)
{
    return !path.isEmpty() && !path.startsWith(u'/') && !path.split(u'/').contains(QLatin1String(".."));
}

SyncState stateFrom(const JsonReader &document)
{
    SyncState state;
    if (document["format"].required().number() != format) {
        return state;
    }
    for (const JsonReader &entry : document["files"].required().elements()) {
        const QString name = entry[0].required().text();
        if (!isInside(name)) {
            entry[0].refuseAs(QObject::tr("a path inside the project"));
        }
        state.files.insert(name, fileFrom(entry));
    }
    state.settings = document["settings"].required().bytes();
    state.resolvedFor = document["resolvedFor"].required().bytes();
    for (const JsonReader &target : document["targets"].required().elements()) {
        state.targets << targetFrom(target);
    }
    const JsonReader last = document["lastBuild"];
    state.lastBuild = {.key = last["key"].bytes(),
                       .surroundings = last["surroundings"].bytes(),
                       .record = last["record"].bytes(),
                       .stamp = last["stamp"].bytes(),
                       .libraryStamp = last["libraryStamp"].bytes(),
                       .program = last["program"].text(),
                       .libraries = last["libraries"].texts(),
                       .crates = last["crates"].texts(),
                       .units = last["units"].number(0, 0)};
    state.clock = document["clock"].required().integer();
    return state;
}

} // namespace

SyncState readState(const QString &path)
{
    return readPrivateJson(path, maxStateBytes, stateFrom);
}

Result<void> writeState(const QString &path, const SyncState &state)
{
    Json files = Json::array(); // an object of thousands of members would be searched from the front for each
    for (const auto &[name, file] : state.files.asKeyValueRange()) {
        files.push_back(Json::array(
            {toUtf8(name), file.size, file.modified, file.verified, file.executable, file.sha256.toStdString()}));
    }
    Json targets = Json::array();
    for (const CargoTarget &target : state.targets) {
        targets.push_back(targetToJson(target));
    }
    const Json json{{"format", format},
                    {"settings", state.settings.toStdString()},
                    {"resolvedFor", state.resolvedFor.toStdString()},
                    {"targets", targets},
                    {"lastBuild", lastBuildToJson(state.lastBuild)},
                    {"clock", state.clock},
                    {"files", files}};
    return writePrivateFile(path, json.toUtf8(), Durability::Cache);
}

} // namespace studio::compiler
