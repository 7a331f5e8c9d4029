// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compiler/sync_state.h"

#include "core/base/json.h"
#include "core/compiler/files.h"

namespace studio::compiler {

namespace {

constexpr int format = 1; ///< of the file; another number is no state of ours

Json targetToJson(const CargoTarget &target)
{
    Json features = Json::array();
    for (const QString &feature : target.requiredFeatures) {
        features.push_back(toUtf8(feature));
    }
    return Json::array({toUtf8(target.kind), toUtf8(target.name), toUtf8(target.source), features});
}

CargoTarget targetFromJson(const Json &json)
{
    CargoTarget target{.kind = toQString(json.at(0).get<std::string>()),
                       .name = toQString(json.at(1).get<std::string>()),
                       .source = toQString(json.at(2).get<std::string>())};
    for (const Json &feature : json.at(3)) {
        target.requiredFeatures << toQString(feature.get<std::string>());
    }
    return target;
}

SyncState fromJson(const Json &json)
{
    SyncState state;
    if (json.at("format").get<int>() != format) {
        return state;
    }
    for (const Json &entry : json.at("files")) {
        state.files.insert(toQString(entry.at(0).get<std::string>()),
                           {.size = entry.at(1).get<qint64>(),
                            .modified = entry.at(2).get<qint64>(),
                            .verified = entry.at(3).get<qint64>(),
                            .executable = entry.at(4).get<bool>(),
                            .sha256 = QByteArray::fromStdString(entry.at(5).get<std::string>())});
    }
    state.settings = QByteArray::fromStdString(json.at("settings").get<std::string>());
    state.resolvedFor = QByteArray::fromStdString(json.at("resolvedFor").get<std::string>());
    for (const Json &target : json.at("targets")) {
        state.targets << targetFromJson(target);
    }
    state.clock = json.at("clock").get<qint64>();
    return state;
}

} // namespace

SyncState readState(const QString &path)
{
    const auto content = readFile(path);
    if (!content) {
        return {};
    }
    const auto json = parseJson(*content);
    if (!json) {
        return {};
    }
    try {
        return fromJson(*json);
    } catch (const Json::exception &) {
        return {}; // written by somebody else
    }
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
                    {"clock", state.clock},
                    {"files", files}};
    return writeFile(path, QByteArray::fromStdString(json.dump()));
}

} // namespace studio::compiler
