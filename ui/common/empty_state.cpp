// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/empty_state.h"

#include <QAction>
#include <QIcon>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace studio {

EmptyState::EmptyState(const QString &icon, const QString &title, const QString &text, QWidget *parent)
    : QWidget(parent), m_column(new QVBoxLayout(this))
{
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    m_column->setContentsMargins(24, 12, 24, 12);
    m_column->setSpacing(4);
    m_column->addStretch(2);
    auto *const picture = new QLabel;
    picture->setPixmap(QIcon::fromTheme(icon).pixmap(32));
    picture->setAlignment(Qt::AlignCenter);
    m_column->addWidget(picture);
    auto *const head = new QLabel(title);
    QFont strong = head->font();
    strong.setBold(true);
    head->setFont(strong);
    head->setAlignment(Qt::AlignCenter);
    m_column->addWidget(head);
    auto *const words = new QLabel(text);
    words->setWordWrap(true);
    words->setForegroundRole(QPalette::PlaceholderText);
    words->setAlignment(Qt::AlignCenter);
    m_column->addWidget(words);
    m_column->addStretch(3);
}

void EmptyState::setAction(QAction *action)
{
    auto *const button = new QPushButton(action->text());
    connect(button, &QPushButton::clicked, action, &QAction::trigger);
    m_column->insertSpacing(m_column->count() - 1, 8);
    m_column->insertWidget(m_column->count() - 1, button, 0, Qt::AlignCenter);
}

} // namespace studio
