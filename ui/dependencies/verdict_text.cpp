// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dependencies/verdict_text.h"

#include "core/base/display.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace studio {

namespace {

constexpr qsizetype maxNamed = 40; ///< crates in one line

struct VerdictText
{
    Q_DECLARE_TR_FUNCTIONS(studio::VerdictText)
};

QString firstOf(const QStringList &texts)
{
    QStringList shown = texts.first(std::min(texts.size(), maxNamed));
    if (shown.size() < texts.size()) {
        shown << VerdictText::tr("and %n more", nullptr, static_cast<int>(texts.size() - shown.size()));
    }
    return shown.join(QStringLiteral(", "));
}

} // namespace

QString targetText(RustTarget target)
{
    return target == RustTarget::Native ? VerdictText::tr("Native") : VerdictText::tr("WebAssembly");
}

QString secondsText(double seconds)
{
    return durationText(qRound64(seconds * 1'000'000));
}

QString addedBytesText(qint64 bytes)
{
    if (bytes == 0) {
        return VerdictText::tr("no change");
    }
    return (bytes > 0 ? u'+' : QChar(0x2212)) + sizeText(std::abs(bytes));
}

QString licencesText(const CrateVerdict &verdict)
{
    QStringList all;
    for (const PulledCrate &one : verdict.crates) {
        all << (one.license.isEmpty() ? VerdictText::tr("none named (%1)").arg(one.name) : one.license);
    }
    all.removeDuplicates();
    return firstOf(all);
}

QString runsText(const CrateVerdict &verdict)
{
    QStringList all;
    for (const PulledCrate &one : verdict.crates) {
        QStringList kinds;
        kinds += one.hasBuildScript ? QStringList(VerdictText::tr("build script")) : QStringList();
        kinds += one.isProcMacro ? QStringList(VerdictText::tr("macros")) : QStringList();
        if (!kinds.isEmpty()) {
            all << VerdictText::tr("%1 (%2)").arg(one.name, kinds.join(QStringLiteral(", ")));
        }
    }
    return firstOf(all);
}

QString bringsText(const CrateVerdict &verdict)
{
    QStringList names;
    for (const PulledCrate &one : verdict.crates) {
        names << one.name + u' ' + one.version;
    }
    return names.isEmpty()
               ? VerdictText::tr("Brings nothing that the project does not have without it.")
               : VerdictText::tr("Adds %n crates: %1", nullptr, static_cast<int>(names.size())).arg(firstOf(names));
}

QString costText(const CrateVerdict &verdict)
{
    if (!verdict.compiles) {
        return VerdictText::tr("%1: does not compile. %2").arg(targetText(verdict.target), verdict.error);
    }
    return VerdictText::tr("%1: compiles. First compile +%2, after an edit %3 instead of %4, artifact %5.")
        .arg(targetText(verdict.target), secondsText(verdict.coldSeconds), secondsText(verdict.warmSeconds),
             secondsText(verdict.warmBefore), addedBytesText(verdict.bytes - verdict.bytesBefore));
}

} // namespace studio
