// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timing/timing_text.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include <algorithm>

namespace studio {

namespace {

QString timingText(const char *text)
{
    return QCoreApplication::translate("studio::Timing", text);
}

} // namespace

QString durationText(double milliseconds)
{
    if (milliseconds < 1000) {
        return timingText("%1 ms").arg(milliseconds, 0, 'f', milliseconds < 9.95 ? 1 : 0);
    }
    if (milliseconds < 120'000) {
        return timingText("%1 s").arg(milliseconds / 1000, 0, 'f', milliseconds < 10'000 ? 2 : 1);
    }
    const auto seconds = static_cast<qint64>(milliseconds / 1000);
    return timingText("%1 min %2 s").arg(seconds / 60).arg(seconds % 60);
}

QString stepTitle(CompileStep step)
{
    switch (step) {
    case CompileStep::Prepare:
        return timingText("prepare");
    case CompileStep::Resolve:
        return timingText("resolve");
    case CompileStep::Fetch:
        return timingText("fetch");
    case CompileStep::Compile:
        return timingText("compile");
    case CompileStep::Link:
        return timingText("link");
    case CompileStep::Precompile:
        return timingText("precompile");
    case CompileStep::Keep:
        return timingText("keep");
    }
    return {};
}

QString unitTitle(const CompiledUnit &unit)
{
    const QString name = unit.version.isEmpty() ? unit.crate : unit.crate + u' ' + unit.version;
    if (unit.isScriptRun) {
        return timingText("%1 (build script runs)").arg(name);
    }
    return unit.target.isEmpty() ? name : QStringLiteral("%1 (%2)").arg(name, unit.target);
}

QString unitText(const CompiledUnit &unit)
{
    QString text =
        timingText("%1: %2, from %3").arg(unitTitle(unit), durationText(unit.durationMs), durationText(unit.startMs));
    if (unit.codegenAfterMs > 0) {
        text += timingText(", of it %1 to generate code").arg(durationText(unit.durationMs - unit.codegenAfterMs));
    }
    return text;
}

QString kindText(const CompileRecord &record)
{
    return targetName(record.target) + QStringLiteral(" · ") +
           (record.profile == Profile::Release ? timingText("release") : timingText("dev"));
}

QString sourceText(const CompileRecord &record)
{
    const QString version = record.version > 0 ? timingText("version %1").arg(record.version) : QString();
    return version.isEmpty() || record.commit.isEmpty() ? version + record.commit
                                                        : version + QStringLiteral(" · ") + record.commit;
}

QString recordText(const CompileRecord &record)
{
    QStringList texts{QLocale().toString(QDateTime::fromMSecsSinceEpoch(record.timeMs), QLocale::ShortFormat),
                      kindText(record),
                      record.isGood ? timingText("compiled in %1").arg(durationText(record.compileMs))
                                    : timingText("failed after %1").arg(durationText(record.compileMs))};
    if (record.answerMs > 0) {
        texts << timingText("answer after %1").arg(durationText(record.answerMs));
    }
    if (record.artifactBytes > 0) {
        texts << QLocale().formattedDataSize(record.artifactBytes, 2, QLocale::DataSizeSIFormat);
    }
    if (const QString source = sourceText(record); !source.isEmpty()) {
        texts << source;
    }
    return texts.join(QStringLiteral(" · "));
}

QList<int> lanesOf(const QList<CompiledUnit> &units)
{
    QList<int> lanes;
    QList<double> ends; // of each lane
    for (const CompiledUnit &unit : units) {
        // Cargo rounds to hundredths of a second: what begins in the same one as another ends goes below it.
        const auto free = std::ranges::find_if(ends, [&](double end) { return end <= unit.startMs + 10.5; });
        const auto lane = free - ends.begin();
        if (free == ends.end()) {
            ends.append(0);
        }
        ends[lane] = unit.startMs + unit.durationMs;
        lanes.append(static_cast<int>(lane));
    }
    return lanes;
}

} // namespace studio
