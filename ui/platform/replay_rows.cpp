// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/platform/replay_rows.h"

#include "ui/common/fonts.h"
#include "ui/common/icons.h"
#include "ui/common/tip.h"
#include "ui/platform/words.h"

#include <QHeaderView>

namespace studio {

namespace {

QString changeKind(JsonChange::Kind kind)
{
    switch (kind) {
    case JsonChange::Kind::Added:
        return ReplayRows::tr("added");
    case JsonChange::Kind::Removed:
        return ReplayRows::tr("removed");
    case JsonChange::Kind::Moved:
        return ReplayRows::tr("moved");
    case JsonChange::Kind::Changed:
        break;
    }
    return ReplayRows::tr("changed");
}

QString statusOf(int status)
{
    return status > 0 ? QString::number(status) : ReplayRows::tr("no answer");
}

/// The beginning of a body that is no JSON, in a line.
QString beginningOf(const QByteArray &body)
{
    constexpr qsizetype shown = 200;
    return oneLine(bodyPreview(body.first(std::min(body.size(), shown))));
}

} // namespace

ReplayRows::ReplayRows(QWidget *parent) : QTreeWidget(parent)
{
    setHeaderLabels({tr("Execution"), tr("Result"), tr("Before"), tr("Now")});
    setAccessibleName(tr("Results of replays"));
    setUniformRowHeights(true);
    setFrameShape(QFrame::NoFrame);
    header()->resizeSection(Execution, 190);
    header()->resizeSection(Result, 230);
    header()->resizeSection(Before, 180);
}

void ReplayRows::add(const Replay &replay)
{
    const AnswerComparison &comparison = replay.comparison;
    auto *const row = new QTreeWidgetItem({shortId(replay.before.id), comparisonText(comparison),
                                           statusOf(comparison.statusBefore), statusOf(comparison.statusAfter)});
    row->setFont(Execution, monospaceFont());
    row->setToolTip(Execution, asTip(tr("%1\nreplayed as %2").arg(replay.before.id, replay.after.executionId)));
    row->setIcon(Result,
                 comparison.isSame() ? icon("checkmark", &Theme::success) : icon("dialog-warning", &Theme::warning));
    for (const JsonChange &change : comparison.changes.changes) {
        const QString before = change.kind == JsonChange::Kind::Moved ? change.from : change.before;
        auto *const child = new QTreeWidgetItem(row, {change.path, changeKind(change.kind), before, change.after});
        for (int column = 0; column < Columns; ++column) {
            child->setFont(column, monospaceFont());
            child->setToolTip(column, asTip(child->text(column)));
        }
    }
    if (!comparison.isBodySame && comparison.changes.changes.isEmpty()) {
        new QTreeWidgetItem(row, {tr("body"), tr("changed"), beginningOf(replay.before.response.body),
                                  beginningOf(replay.after.response.body)});
    }
    addTopLevelItem(row);
    row->setExpanded(!comparison.isSame() && topLevelItemCount() <= 3);
    m_differing += comparison.isSame() ? 0 : 1;
}

void ReplayRows::addFailure(const QString &executionId, const QString &sentence)
{
    auto *const row = new QTreeWidgetItem({shortId(executionId), sentence});
    row->setFont(Execution, monospaceFont());
    row->setIcon(Result, icon("dialog-error", &Theme::danger));
    row->setToolTip(Result, asTip(sentence));
    addTopLevelItem(row);
    ++m_failed;
}

} // namespace studio
