// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/replay/answer_comparison.h"

#include <QObject>

namespace studio {

namespace {

QString statusText(int status)
{
    return status > 0 ? QString::number(status) : QObject::tr("no answer");
}

} // namespace

AnswerComparison compareAnswers(const Execution &before, const Invocation &after)
{
    AnswerComparison comparison{.statusBefore = before.response.status, .statusAfter = after.response.status};
    const QByteArray was = before.response.body;
    QByteArray is = after.response.body;
    if (!before.id.isEmpty() && !after.executionId.isEmpty()) {
        is.replace(after.executionId.toUtf8(), before.id.toUtf8()); // as long as the other
    }
    const bool isBeforeCut = before.response.truncated || was.size() < before.responseBytes;
    const bool isAfterCut = after.response.truncated;
    comparison.isCut = isBeforeCut || isAfterCut;
    if (comparison.isCut) {
        comparison.isBodySame = (isBeforeCut && is.startsWith(was)) || (isAfterCut && was.startsWith(is));
        return comparison;
    }
    comparison.isBodySame = was == is;
    if (comparison.isBodySame) {
        return comparison;
    }
    const auto first = parseJson(was);
    const auto second = parseJson(is);
    if (first && second) {
        comparison.changes = jsonDiff(*first, *second);
        comparison.isBodySame = comparison.changes.changes.isEmpty(); // blanks, and the order of members
    }
    return comparison;
}

QString comparisonText(const AnswerComparison &comparison)
{
    QStringList parts;
    if (comparison.statusBefore != comparison.statusAfter) {
        parts << QObject::tr("status %1 → %2")
                     .arg(statusText(comparison.statusBefore), statusText(comparison.statusAfter));
    }
    if (!comparison.isBodySame) {
        const auto places = comparison.changes.changes.size();
        parts << (places == 1  ? QObject::tr("body differs in 1 place")
                  : places > 1 ? QObject::tr("body differs in %n places", nullptr, static_cast<int>(places))
                               : QObject::tr("body differs"));
    } else if (comparison.isCut && !parts.isEmpty()) {
        parts << QObject::tr("body the same, as far as it was kept");
    }
    if (parts.isEmpty()) {
        return comparison.isCut ? QObject::tr("same, as far as it was kept") : QObject::tr("same");
    }
    return parts.join(QStringLiteral(", "));
}

QString changeText(const JsonChange &change)
{
    switch (change.kind) {
    case JsonChange::Kind::Added:
        return QObject::tr("added %1: %2").arg(change.path, change.after);
    case JsonChange::Kind::Removed:
        return QObject::tr("removed %1: %2").arg(change.path, change.before);
    case JsonChange::Kind::Moved:
        return QObject::tr("moved %1 → %2").arg(change.from, change.path);
    case JsonChange::Kind::Changed:
        break;
    }
    return QObject::tr("changed %1: %2 → %3").arg(change.path, change.before, change.after);
}

} // namespace studio
