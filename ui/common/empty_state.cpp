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
    : QWidget(parent)
    , m_title(title)
    , m_usual(text)
    , m_column(new QVBoxLayout(this))
    , m_picture(new IconLabel(32))
    , m_head(new QLabel(title))
    , m_words(new QLabel(text))
    , m_button(new QPushButton)
{
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    m_column->setContentsMargins(24, 12, 24, 12);
    m_column->setSpacing(4);
    m_column->addStretch(2);
    m_picture->setAlignment(Qt::AlignCenter);
    m_column->addWidget(m_picture);
    m_head->setTextFormat(Qt::PlainText);
    QFont strong = m_head->font();
    strong.setBold(true);
    m_head->setFont(strong);
    m_head->setAlignment(Qt::AlignCenter);
    m_head->setWordWrap(true);
    m_column->addWidget(m_head);
    m_words->setTextFormat(Qt::PlainText);
    m_words->setWordWrap(true);
    m_words->setForegroundRole(QPalette::PlaceholderText);
    m_words->setAlignment(Qt::AlignCenter);
    m_column->addWidget(m_words);
    for (QLabel *const label : {m_head, m_words}) { // no word, however long, makes a pane wider
        label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    }
    m_column->addSpacing(8);
    m_column->addWidget(m_button, 0, Qt::AlignCenter);
    m_column->addStretch(3);
    m_button->hide();
    connect(m_button, &QPushButton::clicked, this, [this] {
        if (m_shown) {
            m_shown->trigger();
        }
    });
    m_picture->setIcon(studio::icon(icon));
}

void EmptyState::setTitle(const QString &title)
{
    m_title = title;
    m_head->setText(m_failure.isEmpty() ? title : m_head->text());
}

void EmptyState::setText(const QString &text)
{
    m_usual = text;
    m_words->setText(m_failure.isEmpty() ? text : m_failure);
}

void EmptyState::setAction(QAction *action)
{
    m_action = action;
    if (m_failure.isEmpty()) {
        showButton(action);
    }
}

void EmptyState::setFailure(const QString &sentence, QAction *again)
{
    m_failure = sentence;
    m_head->setText(sentence.isEmpty() ? m_title : tr("Not loaded"));
    m_words->setText(sentence.isEmpty() ? m_usual : sentence);
    showButton(sentence.isEmpty() ? m_action.data() : again);
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
