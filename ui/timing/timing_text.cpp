// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timing/timing_text.h"

#include "core/base/display.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include <algorithm>

namespace studio {

namespace {

struct TimingText
{
    Q_DECLARE_TR_FUNCTIONS(studio::TimingText)
};

} // namespace

QString unitTitle(const CompiledUnit &unit)
{
    const QString name = unit.version.isEmpty() ? unit.crate : unit.crate + u' ' + unit.version;
    if (unit.isScriptRun) {
        return TimingText::tr("%1 (build script runs)").arg(name);
    }
    return unit.target.isEmpty() ? name : QStringLiteral("%1 (%2)").arg(name, unit.target);
}

QString unitText(const CompiledUnit &unit)
{
    QString text = TimingText::tr("%1: %2, from %3")
                       .arg(unitTitle(unit), millisecondsText(unit.durationMs), millisecondsText(unit.startMs));
    if (unit.codegenAfterMs > 0) {
        text +=
            TimingText::tr(", of it %1 to generate code").arg(millisecondsText(unit.durationMs - unit.codegenAfterMs));
    }
    return text;
}

QString kindText(const CompileRecord &record)
{
    return targetName(record.target) + QStringLiteral(" · ") +
           (record.profile == Profile::Release ? TimingText::tr("release") : TimingText::tr("dev"));
}

QString sourceText(const CompileRecord &record)
{
    const QString version = record.version > 0 ? TimingText::tr("version %1").arg(record.version) : QString();
    return version.isEmpty() || record.commit.isEmpty() ? version + record.commit
                                                        : version + QStringLiteral(" · ") + record.commit;
}

QString recordText(const CompileRecord &record)
{
    QStringList texts{QLocale().toString(QDateTime::fromMSecsSinceEpoch(record.timeMs), QLocale::ShortFormat),
                      kindText(record),
                      record.isGood ? TimingText::tr("compiled in %1").arg(millisecondsText(record.compileMs))
                                    : TimingText::tr("failed after %1").arg(millisecondsText(record.compileMs))};
    if (record.answerMs > 0) {
        texts << TimingText::tr("answer after %1").arg(millisecondsText(record.answerMs));
    }
    if (record.artifactBytes > 0) {
        texts << sizeText(record.artifactBytes);
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
