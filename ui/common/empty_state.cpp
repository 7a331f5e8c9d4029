// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/empty_state.h"

#include "ui/common/icons.h"

#include <QAction>
#include <QEvent>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace studio {

EmptyState::EmptyState(const QString &icon, const QString &title, const QString &text, QWidget *parent)
    : QWidget(parent), m_icon(icon), m_column(new QVBoxLayout(this)), m_picture(new QLabel)
{
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    m_column->setContentsMargins(24, 12, 24, 12);
    m_column->setSpacing(4);
    m_column->addStretch(2);
    m_picture->setAlignment(Qt::AlignCenter);
    m_column->addWidget(m_picture);
    auto *const head = new QLabel(title);
    head->setTextFormat(Qt::PlainText);
    QFont strong = head->font();
    strong.setBold(true);
    head->setFont(strong);
    head->setAlignment(Qt::AlignCenter);
    m_column->addWidget(head);
    auto *const words = new QLabel(text);
    words->setTextFormat(Qt::PlainText);
    words->setWordWrap(true);
    words->setForegroundRole(QPalette::PlaceholderText);
    words->setAlignment(Qt::AlignCenter);
    m_column->addWidget(words);
    m_column->addStretch(3);
    draw();
}

void EmptyState::draw()
{
    m_picture->setPixmap(studio::icon(m_icon).pixmap(32));
}

void EmptyState::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        draw();
    }
}

void EmptyState::setAction(QAction *action)
{
    auto *const button = new QPushButton(action->text());
    connect(button, &QPushButton::clicked, action, &QAction::trigger);
    m_column->insertSpacing(m_column->count() - 1, 8);
    m_column->insertWidget(m_column->count() - 1, button, 0, Qt::AlignCenter);
}

} // namespace studio
