// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/invoke/json_tree.h"

#include "core/base/display.h"
#include "ui/invoke/json_tree_model.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QHeaderView>
#include <QMenu>

namespace studio {

namespace {

constexpr int keyColumnWidth = 150;
const QKeySequence pathKeys(Qt::CTRL | Qt::SHIFT | Qt::Key_C);

} // namespace

JsonTree::JsonTree(QWidget *parent) : QTreeView(parent), m_model(new JsonTreeModel(this))
{
    setModel(m_model);
    setObjectName(QStringLiteral("jsonTree"));
    setAccessibleName(tr("Response body as a tree"));
    setUniformRowHeights(true);
    setFrameShape(QFrame::NoFrame);
    setIndentation(14);
    setTextElideMode(Qt::ElideRight);
    header()->setStretchLastSection(true);
    header()->resizeSection(JsonTreeModel::Key, keyColumnWidth);
}

void JsonTree::setOutline(const std::shared_ptr<const JsonOutline> &outline, const std::optional<QList<qint64>> &roots)
{
    if (!m_model->setOutline(outline, roots)) {
        return; // what is open in it stays open
    }
    const QModelIndex root = m_model->index(0, 0);
    if (!roots) {
        expand(root);
    }
    setCurrentIndex(root);
}

void JsonTree::copyValue()
{
    const QString text = m_model->valueText(currentIndex());
    QApplication::clipboard()->setText(text);
    Q_EMIT copied(tr("Copied the value, %1").arg(sizeText(text.toUtf8().size())));
}

void JsonTree::copyPath()
{
    const QString path = m_model->path(currentIndex());
    QApplication::clipboard()->setText(path);
    Q_EMIT copied(tr("Copied %1").arg(path));
}

void JsonTree::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy)) {
        copyValue();
    } else if (QKeySequence(event->keyCombination()) == pathKeys) {
        copyPath();
    } else {
        QTreeView::keyPressEvent(event);
    }
}

void JsonTree::contextMenuEvent(QContextMenuEvent *event)
{
    if (!currentIndex().isValid()) {
        return;
    }
    auto *const menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Copy value"), QKeySequence(QKeySequence::Copy), this, &JsonTree::copyValue);
    menu->addAction(tr("Copy path"), pathKeys, this, &JsonTree::copyPath);
    menu->popup(event->globalPos());
}

} // namespace studio
