// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/references_peek.h"

#include "ui/common/escape.h"
#include "ui/common/fonts.h"
#include "ui/common/theme.h"
#include "ui/editor/reference_delegate.h"

#include <QDir>
#include <QLabel>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace studio {

namespace {

constexpr double peekHeightPart = 0.45; ///< of the editor's
constexpr int minPeekHeight = 100;
constexpr int peekHeadHeight = 36; ///< with what is around the list
constexpr int peekMargin = 12;     ///< to the editor's sides

} // namespace

ReferencesPeek::ReferencesPeek(const QString &title, const QString &folder, const QList<Reference> &references,
                               QWidget *editor)
    : QFrame(editor), m_tree(new QTreeWidget)
{
    setFrameShape(QFrame::Box);
    setAutoFillBackground(true);
    QPalette colours = palette();
    colours.setColor(QPalette::WindowText, Theme::current().accent);
    setPalette(colours);
    auto *const column = new QVBoxLayout(this);
    column->setContentsMargins(1, 1, 1, 1);
    column->setSpacing(0);
    auto *const head = new QLabel(title);
    head->setTextFormat(Qt::PlainText);
    head->setMargin(6);
    QPalette text = head->palette();
    text.setColor(QPalette::WindowText, Theme::current().text);
    head->setPalette(text);
    column->addWidget(head);
    column->addWidget(m_tree, 1);
    m_tree->setAccessibleName(title);
    m_tree->setHeaderHidden(true);
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->setUniformRowHeights(true);
    m_tree->setTextElideMode(Qt::ElideRight);
    m_tree->setItemDelegate(new ReferenceDelegate(m_tree));
    m_tree->installEventFilter(this);
    fill(folder, references);
    connect(m_tree, &QTreeWidget::itemDoubleClicked, this, &ReferencesPeek::choose);
    hide();
}

void ReferencesPeek::fill(const QString &folder, const QList<Reference> &references)
{
    const QDir from(folder);
    QTreeWidgetItem *file = nullptr;
    QFont bold = m_tree->font();
    bold.setBold(true);
    for (int index = 0; index < references.size(); ++index) {
        const Reference &one = references[index];
        if (index == 0 || one.path != references[index - 1].path) {
            const QString relative = from.relativeFilePath(one.path);
            file = new QTreeWidgetItem(m_tree);
            file->setText(0, relative.startsWith(QLatin1String("..")) ? one.path : relative);
            file->setFont(0, bold);
        }
        auto *const row = new QTreeWidgetItem(file);
        row->setText(0, tr("%1: %2", "line, its text").arg(one.place.line + 1).arg(one.line));
        row->setFont(0, monospaceFont());
        ReferenceDelegate::describe(row, index, one);
        m_rows << row;
    }
    m_tree->expandAll();
}

void ReferencesPeek::showAt(const QRect &line, int current)
{
    const QSize room = parentWidget()->size();
    const int rows = static_cast<int>(m_rows.size()) + m_tree->topLevelItemCount();
    const int content = rows * m_tree->sizeHintForRow(0) + peekHeadHeight;
    const int wanted =
        std::clamp(content, minPeekHeight, std::max(minPeekHeight, static_cast<int>(room.height() * peekHeightPart)));
    const int below = room.height() - line.bottom() - 2;
    const bool isBelow = below >= std::min(wanted, room.height() / 2) || below >= line.top();
    const int height = std::clamp(wanted, 0, isBelow ? below : line.top());
    setGeometry(peekMargin, isBelow ? line.bottom() + 2 : line.top() - height,
                std::max(100, room.width() - 2 * peekMargin), height);
    show();
    raise();
    m_tree->setFocus();
    if (QTreeWidgetItem *const row = m_rows.value(current, m_rows.value(0))) {
        m_tree->setCurrentItem(row);
        m_tree->scrollToItem(row, QAbstractItemView::PositionAtCenter);
    }
}

void ReferencesPeek::close()
{
    if (std::exchange(m_isClosing, true)) {
        return;
    }
    if (m_tree->hasFocus()) {
        parentWidget()->setFocus();
    }
    hide();
    deleteLater();
}

void ReferencesPeek::choose(const QTreeWidgetItem *item)
{
    const int index = ReferenceDelegate::indexOf(item);
    if (index >= 0) {
        close();
        Q_EMIT chosen(index);
    }
}

void ReferencesPeek::keyPressEvent(QKeyEvent *event)
{
    event->accept();
}

/// A file's row folds and unfolds with Enter, as by a double click.
bool ReferencesPeek::eventFilter(QObject *watched, QEvent *event)
{
    if (claimEscape(event)) {
        return true;
    }
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        QTreeWidgetItem *const item = m_tree->currentItem();
        if (key == Qt::Key_Escape) {
            close();
            return true;
        }
        if ((key == Qt::Key_Return || key == Qt::Key_Enter) && item) {
            item->childCount() > 0 ? item->setExpanded(!item->isExpanded()) : choose(item);
            return true;
        }
    }
    const bool isLeft = event->type() == QEvent::FocusOut &&
                        static_cast<QFocusEvent *>(event)->reason() != Qt::ActiveWindowFocusReason &&
                        static_cast<QFocusEvent *>(event)->reason() != Qt::PopupFocusReason;
    if (isLeft) {
        close();
    }
    return QFrame::eventFilter(watched, event);
}

} // namespace studio
