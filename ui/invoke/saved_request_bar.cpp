// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/invoke/saved_request_bar.h"

#include "ui/common/icons.h"
#include "ui/common/tip.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace studio {

SavedRequestBar::SavedRequestBar(QWidget *parent)
    : QWidget(parent)
    , m_label(new QLabel)
    , m_dot(new QLabel(QStringLiteral("●")))
    , m_save(new QToolButton)
    , m_revert(new QToolButton)
{
    m_label->setObjectName(QStringLiteral("savedRequestName"));
    m_label->setTextFormat(Qt::PlainText);
    m_label->setMinimumWidth(1); // it is elided
    QFont bold = m_label->font();
    bold.setBold(true);
    m_label->setFont(bold);
    m_dot->setToolTip(tr("Edited and not saved"));
    m_dot->setAccessibleName(tr("Edited and not saved"));
    m_save->setObjectName(QStringLiteral("saveRequest"));
    m_save->setIcon(icon("document-save"));
    m_save->setAutoRaise(true);
    m_save->setToolTip(tr("Save the request (Ctrl+S)"));
    m_save->setAccessibleName(tr("Save the request"));
    m_revert->setIcon(icon("document-revert"));
    m_revert->setAutoRaise(true);
    m_revert->setToolTip(tr("Revert to the saved request"));
    m_revert->setAccessibleName(tr("Revert to the saved request"));
    auto *const close = new QToolButton;
    close->setIcon(icon("tab-close"));
    close->setAutoRaise(true);
    close->setToolTip(tr("Close the saved request"));
    close->setAccessibleName(tr("Close the saved request"));
    auto *const row = new QHBoxLayout(this);
    row->setContentsMargins(8, 2, 4, 0);
    row->setSpacing(4);
    row->addWidget(m_label, 1);
    row->addWidget(m_dot);
    row->addWidget(m_save);
    row->addWidget(m_revert);
    row->addWidget(close);
    connect(m_save, &QToolButton::clicked, this, &SavedRequestBar::saveRequested);
    connect(m_revert, &QToolButton::clicked, this, &SavedRequestBar::revertRequested);
    connect(close, &QToolButton::clicked, this, &SavedRequestBar::closeRequested);
    setModified(false);
    hide();
}

void SavedRequestBar::setRequest(const QString &name, const QString &path)
{
    m_name = name;
    m_label->setToolTip(asTip(path));
    setVisible(!path.isEmpty());
    showName();
}

void SavedRequestBar::setModified(bool isModified)
{
    m_dot->setVisible(isModified);
    m_save->setEnabled(isModified);
    m_revert->setEnabled(isModified);
}

void SavedRequestBar::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    showName();
}

void SavedRequestBar::showName()
{
    m_label->setText(m_label->fontMetrics().elidedText(m_name, Qt::ElideRight, m_label->width()));
    m_label->setAccessibleName(m_name);
}

} // namespace studio
