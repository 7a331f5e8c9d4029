// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/empty_state.h"

#include "ui/common/icon_label.h"
#include "ui/common/icons.h"

#include <QAction>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace studio {

EmptyState::EmptyState(const QString &icon, const QString &title, const QString &text, QWidget *parent)
    : QWidget(parent), m_icon(icon), m_title(title), m_usual(text)
{
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
}

void EmptyState::setTitle(const QString &title)
{
    m_title = title;
    refresh();
}

void EmptyState::setText(const QString &text)
{
    m_usual = text;
    refresh();
}

void EmptyState::setAction(QAction *action)
{
    m_action = action;
    refresh();
}

void EmptyState::setFailure(const QString &sentence, QAction *again)
{
    m_failure = sentence;
    m_again = again;
    refresh();
}

/// Most pages are never empty while the window starts, and words that wrap take long to measure.
void EmptyState::showEvent(QShowEvent *event)
{
    if (!m_head) {
        makeContent();
        refresh();
        for (QWidget *const part :
             {static_cast<QWidget *>(m_picture), static_cast<QWidget *>(m_head), static_cast<QWidget *>(m_words)}) {
            part->show(); // a layout shows what it gets a turn later
        }
        layout()->activate();
    }
    QWidget::showEvent(event);
}

void EmptyState::makeContent()
{
    auto *const column = new QVBoxLayout(this);
    column->setContentsMargins(24, 12, 24, 12);
    column->setSpacing(4);
    column->addStretch(2);
    m_picture = new IconLabel(32);
    m_picture->setAlignment(Qt::AlignCenter);
    m_picture->setIcon(studio::icon(m_icon));
    column->addWidget(m_picture);
    m_head = new QLabel;
    QFont strong = m_head->font();
    strong.setBold(true);
    m_head->setFont(strong);
    m_words = new QLabel;
    m_words->setForegroundRole(QPalette::PlaceholderText);
    for (QLabel *const label : {m_head, m_words}) {
        label->setTextFormat(Qt::PlainText);
        label->setAlignment(Qt::AlignCenter);
        label->setWordWrap(true);
        label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // no word, however long, makes a pane wider
        column->addWidget(label);
    }
    column->addSpacing(8);
    m_button = new QPushButton;
    column->addWidget(m_button, 0, Qt::AlignCenter);
    column->addStretch(3);
    connect(m_button, &QPushButton::clicked, this, [this] {
        if (m_shown) {
            m_shown->trigger();
        }
    });
}

void EmptyState::refresh()
{
    if (!m_head) {
        return;
    }
    m_head->setText(m_failure.isEmpty() ? m_title : tr("Not loaded"));
    m_words->setText(m_failure.isEmpty() ? m_usual : m_failure);
    showButton(m_failure.isEmpty() ? m_action : m_again);
}

void EmptyState::showButton(QAction *action)
{
    if (m_shown) {
        m_shown->disconnect(this);
    }
    m_shown = action;
    m_button->setVisible(action != nullptr);
    if (action) {
        const auto follow = [this, action] {
            m_button->setText(action->text());
            m_button->setEnabled(action->isEnabled());
        };
        connect(action, &QAction::changed, this, follow);
        follow();
    }
}

} // namespace studio
