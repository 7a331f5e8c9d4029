// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/invoke/answer_difference.h"

#include "core/base/detach.h"
#include "core/base/lifetime.h"
#include "ui/common/fonts.h"
#include "ui/common/state_text.h"
#include "ui/common/theme.h"

#include <QAction>
#include <QClipboard>
#include <QDialogButtonBox>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace studio {

namespace {

constexpr QSize usualSize{760, 420};
constexpr int pathColumn = 1;

QString kindText(JsonChange::Kind kind)
{
    switch (kind) {
    case JsonChange::Kind::Added:
        return AnswerDifference::tr("added");
    case JsonChange::Kind::Removed:
        return AnswerDifference::tr("removed");
    case JsonChange::Kind::Changed:
        return AnswerDifference::tr("changed");
    case JsonChange::Kind::Moved:
        return AnswerDifference::tr("moved");
    }
    return {};
}

QColor kindColor(JsonChange::Kind kind)
{
    const Theme &theme = Theme::current();
    return kind == JsonChange::Kind::Added     ? theme.success
           : kind == JsonChange::Kind::Removed ? theme.danger
           : kind == JsonChange::Kind::Changed ? theme.warning
                                               : theme.information;
}

/// Blocks: worker.
Result<JsonChanges> changesBetween(const QByteArray &before, const QByteArray &after)
{
    const auto old = parseJson(before);
    const auto now = parseJson(after);
    if (!old || !now) {
        return fail(ErrorCode::InvalidArgument,
                    !now ? AnswerDifference::tr("This answer is not JSON. %1").arg(now.error().message)
                         : AnswerDifference::tr("What it is compared with is not JSON. %1").arg(old.error().message));
    }
    return jsonDiff(*old, *now);
}

} // namespace

AnswerDifference::AnswerDifference(const QByteArray &before, const QByteArray &after, QWidget *parent, Than than)
    : QDialog(parent), m_state(new QLabel(tr("Comparing…"))), m_list(new QTreeWidget)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(than == Than::Previous ? tr("Difference from the previous answer")
                                          : tr("Difference from the saved example"));
    resize(usualSize);
    m_state->setWordWrap(true);
    m_state->setTextFormat(Qt::PlainText);
    m_list->setAccessibleName(tr("Differences"));
    m_list->setHeaderLabels({tr("What"), tr("Where"), tr("Before"), tr("Now")});
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setFont(monospaceFont());
    auto *const copy = new QAction(tr("Copy the path"), m_list);
    m_list->addAction(copy);
    m_list->setContextMenuPolicy(Qt::ActionsContextMenu);
    connect(copy, &QAction::triggered, this, [this] {
        if (const QTreeWidgetItem *const item = m_list->currentItem()) {
            QGuiApplication::clipboard()->setText(item->text(pathColumn));
        }
    });
    auto *const buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *const column = new QVBoxLayout(this);
    column->addWidget(m_state);
    column->addWidget(m_list, 1);
    column->addWidget(buttons);
    detach(load(before, after));
}

QCoro::Task<void> AnswerDifference::load(QByteArray before, QByteArray after)
{
    const auto found = co_await whileAlive(this, onWorker([before = std::move(before), after = std::move(after)] {
                                               return changesBetween(before, after);
                                           }));
    if (found) {
        showChanges(*found);
    } else {
        setStateText(m_state, found.error().message, true);
    }
    Q_EMIT shown();
}

void AnswerDifference::showChanges(const JsonChanges &found)
{
    const auto count = static_cast<int>(found.changes.size());
    setStateText(m_state,
                 count == 0    ? tr("Both answers hold the same values.")
                 : found.isCut ? tr("The first %n differences. There are more.", nullptr, count)
                 : count == 1  ? tr("1 difference")
                               : tr("%n differences", nullptr, count),
                 false);
    QList<QTreeWidgetItem *> items;
    for (const JsonChange &change : found.changes) {
        const QString before = change.kind == JsonChange::Kind::Moved ? change.from : change.before;
        auto *const item = new QTreeWidgetItem({kindText(change.kind), change.path, before, change.after});
        item->setForeground(0, kindColor(change.kind));
        for (int column = pathColumn; column < m_list->columnCount(); ++column) {
            item->setToolTip(column, item->text(column).toHtmlEscaped());
        }
        items << item;
    }
    m_list->addTopLevelItems(items);
    m_list->resizeColumnToContents(0);
    m_list->setColumnWidth(pathColumn, width() / 3);
    m_list->setColumnWidth(pathColumn + 1, width() / 4);
    if (!items.isEmpty()) {
        m_list->setCurrentItem(items.first(), pathColumn); // whose text Ctrl+C copies
        m_list->setFocus();
    }
}

} // namespace studio
