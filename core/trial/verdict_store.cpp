// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trial/verdict_store.h"

#include "core/base/files.h"
#include "core/base/json_reader.h"

#include <QCryptographicHash>
#include <QDir>

#include <algorithm>
#include <cmath>

namespace studio {

namespace {

constexpr qint64 maxVerdictBytes = 1 << 20;
constexpr std::size_t maxCrates = 5'000;
constexpr double maxSeconds = 1e6;

QString hashOf(const QByteArray &text)
{
    return QString::fromLatin1(QCryptographicHash::hash(text, QCryptographicHash::Sha256).toHex().first(24));
}

Json arrayOf(const QStringList &texts)
{
    Json array = Json::array();
    for (const QString &text : texts) {
        array.push_back(text);
    }
    return array;
}

/// What makes two verdicts be about the same.
Json subjectOf(const CrateVerdict &verdict)
{
    return {{"package", verdict.package},
            {"version", verdict.version},
            {"requirement", verdict.requirement},
            {"source", verdict.source},
            {"features", arrayOf(verdict.features)},
            {"default_features", verdict.defaultFeatures},
            {"toolchain", verdict.toolchain},
            {"target", targetName(verdict.target)}};
}

Json toJson(const CrateVerdict &verdict)
{
    Json crates = Json::array();
    for (const PulledCrate &one : verdict.crates) {
        crates.push_back({{"name", one.name},
                          {"version", one.version},
                          {"license", one.license},
                          {"build_script", one.hasBuildScript},
                          {"proc_macro", one.isProcMacro}});
    }
    return {{"subject", subjectOf(verdict)},
            {"compiles", verdict.compiles},
            {"error", verdict.error},
            {"cold_seconds", verdict.coldSeconds},
            {"warm_seconds", verdict.warmSeconds},
            {"warm_seconds_before", verdict.warmBefore},
            {"bytes", verdict.bytes},
            {"bytes_before", verdict.bytesBefore},
            {"crates", crates},
            {"duplicates", arrayOf(verdict.duplicates)},
            {"empty_handler", verdict.isOfEmptyHandler},
            {"measured", verdict.measuredMs}};
}

double secondsOf(const JsonReader &json)
{
    const double seconds = json.real();
    return std::isfinite(seconds) ? std::clamp(seconds, 0.0, maxSeconds) : 0;
}

CrateVerdict fromJson(const JsonReader &json)
{
    const JsonReader subject = json["subject"].required();
    const QString target = subject["target"].required().text();
    CrateVerdict verdict{.package = subject["package"].required().text(),
                         .version = subject["version"].text(),
                         .requirement = subject["requirement"].text(),
                         .source = subject["source"].text(),
                         .features = subject["features"].texts(),
                         .defaultFeatures = subject["default_features"].required().boolean(),
                         .toolchain = subject["toolchain"].required().text(),
                         .target = target == targetName(RustTarget::Wasm) ? RustTarget::Wasm : RustTarget::Native,
                         .compiles = json["compiles"].required().boolean(),
                         .error = json["error"].text(),
                         .coldSeconds = secondsOf(json["cold_seconds"]),
                         .warmSeconds = secondsOf(json["warm_seconds"]),
                         .warmBefore = secondsOf(json["warm_seconds_before"]),
                         .bytes = json["bytes"].integer(0, 0),
                         .bytesBefore = json["bytes_before"].integer(0, 0),
                         .duplicates = json["duplicates"].texts(),
                         .isOfEmptyHandler = json["empty_handler"].boolean(),
                         .measuredMs = json["measured"].integer(0, 0)};
    for (const JsonReader &one : json["crates"].elements(maxCrates)) {
        verdict.crates.append({.name = one["name"].required().text(),
                               .version = one["version"].required().text(),
                               .license = one["license"].text(),
                               .hasBuildScript = one["build_script"].boolean(),
                               .isProcMacro = one["proc_macro"].boolean()});
    }
    return verdict;
}

std::optional<CrateVerdict> readVerdict(const QString &path)
{
    const auto bytes = readRegularFile(path, maxVerdictBytes);
    const auto json = bytes && *bytes ? parseJson(**bytes) : Result<Json>(Json());
    if (!json) {
        return std::nullopt;
    }
    const JsonReader document(*json);
    CrateVerdict verdict = fromJson(document);
    return document.check() ? std::optional(verdict) : std::nullopt;
}

} // namespace

QList<CrateVerdict> VerdictStore::verdictsOf(const QString &project) const
{
    QList<CrateVerdict> all;
    const QDir folder(m_folder);
    const QStringList names = folder.entryList({hashOf(project.toUtf8()) + QStringLiteral("-*.json")},
                                               QDir::Files | QDir::Hidden, QDir::Time);
    for (const QString &name : names.first(std::min(names.size(), maxVerdicts))) {
        if (auto verdict = readVerdict(folder.filePath(name))) {
            all << std::move(*verdict);
        } else {
            QFile::remove(folder.filePath(name));
        }
    }
    std::ranges::stable_sort(all, std::greater(), &CrateVerdict::measuredMs);
    return all;
}

Result<void> VerdictStore::keep(const QString &project, const CrateVerdict &verdict) const
{
    if (auto made = makeFolder(m_folder); !made) {
        return made;
    }
    const QString name =
        hashOf(project.toUtf8()) + u'-' + hashOf(subjectOf(verdict).toUtf8()) + QStringLiteral(".json");
    auto written = writePrivateFile(m_folder + u'/' + name, toJson(verdict).toUtf8(2), Durability::Cache);
    removeOldest();
    return written;
}

void VerdictStore::removeOldest() const
{
    const QDir folder(m_folder);
    const QStringList names = folder.entryList({QStringLiteral("*.json")}, QDir::Files | QDir::Hidden, QDir::Time);
    for (qsizetype i = maxVerdicts; i < names.size(); ++i) {
        QFile::remove(folder.filePath(names[i]));
    }
}

} // namespace studio
