// SPDX-License-Identifier: GPL-3.0-or-later
// Cargo has no stable JSON of its times (`--timings=json` wants nightly). Its messages come when a unit has ended and
// do not say when it began, and RUSTC_WORKSPACE_WRAPPER sees the project's own crates only. The page of `--timings`,
// which is stable, has begin, duration and the begin of code generation of each unit, build scripts too.
#include "core/compiler/cargo_timings.h"

#include "core/base/files.h"
#include "core/base/json_reader.h"

#include <QDir>

#include <algorithm>
#include <cmath>

namespace studio::compiler {

namespace {

constexpr qint64 maxPage = 16 << 20;
constexpr double maxSeconds = 7 * 24 * 3600;
constexpr qsizetype maxName = 200;

QString folderOf(const QString &target)
{
    return target + QStringLiteral("/cargo-timings");
}

/// In milliseconds; 0 where it is no time.
double timeOf(const JsonReader &seconds)
{
    const double value = seconds.real(0);
    return std::isfinite(value) && value >= 0 && value <= maxSeconds ? value * 1000 : 0;
}

QString nameOf(const JsonReader &text)
{
    return text.text().trimmed().left(maxName);
}

/// ` hello "bin"` → "bin hello", ` build-script (run)` → "build script".
QString targetOf(const QString &text)
{
    if (text.startsWith(QLatin1String("build-script"))) {
        return QStringLiteral("build script"); // untranslated: cargo's name
    }
    const QStringList parts = text.split(u'"');
    return parts.size() == 3 ? parts[1] + u' ' + parts[0].trimmed() : text;
}

/// The sections are "frontend", then "codegen"; before Cargo 1.91 it is the time of the metadata.
double codegenAfter(const JsonReader &unit)
{
    if (const JsonReader metadata = unit["rmeta_time"]; metadata.isThere()) {
        return timeOf(metadata);
    }
    for (const JsonReader &section : unit["sections"].elements()) {
        if (section[0].text() == QLatin1String("codegen")) {
            return timeOf(section[1]["start"]);
        }
    }
    return 0;
}

CompiledUnit unitOf(const JsonReader &json)
{
    const QString target = nameOf(json["target"]);
    CompiledUnit unit{.crate = nameOf(json["name"].required()),
                      .version = nameOf(json["version"]),
                      .target = targetOf(target),
                      .isScriptRun = json["mode"].text() == QLatin1String("run-custom-build"),
                      .startMs = timeOf(json["start"].required()),
                      .durationMs = timeOf(json["duration"].required()),
                      .codegenAfterMs = 0};
    unit.codegenAfterMs = std::min(codegenAfter(json), unit.durationMs);
    return unit;
}

} // namespace

QList<CompiledUnit> readCargoTimings(QByteArrayView html)
{
    constexpr QByteArrayView before = "const UNIT_DATA = ";
    const qsizetype at = html.indexOf(before);
    if (at < 0) {
        return {};
    }
    const QByteArrayView rest = html.sliced(at + before.size());
    const qsizetype end = rest.indexOf("];");
    const auto json = end < 0 ? Result<Json>(Json()) : parseJson(rest.first(end + 1));
    if (!json || !json->isArray()) {
        return {};
    }
    const JsonReader reader(*json);
    QList<CompiledUnit> units;
    const QList<JsonReader> all = reader.elements();
    for (const JsonReader &one : all.first(std::min(all.size(), maxTimedUnits))) {
        const CompiledUnit unit = unitOf(one);
        if (unit.durationMs > 0) { // else it was there already
            units << unit;
        }
    }
    if (!reader.check()) {
        return {};
    }
    std::ranges::stable_sort(units, {}, &CompiledUnit::startMs);
    return units;
}

QList<CompiledUnit> takeCargoTimings(const QString &targetFolder)
{
    const auto page = readRegularFile(folderOf(targetFolder) + QStringLiteral("/cargo-timing.html"), maxPage);
    removeCargoTimings(targetFolder);
    return page && *page ? readCargoTimings(**page) : QList<CompiledUnit>();
}

void removeCargoTimings(const QString &targetFolder)
{
    QDir(folderOf(targetFolder)).removeRecursively();
}

} // namespace studio::compiler
