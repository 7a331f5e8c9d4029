// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dependencies/trust_question.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace studio {

TrustQuestion::TrustQuestion(const QString &words, Qt::Orientation orientation, QWidget *parent)
    : QWidget(parent), m_yes(new QPushButton(tr("Trust this folder")))
{
    auto *const label = new QLabel(words);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setMinimumWidth(0);
    auto *const no = new QPushButton(tr("Do not run them"));
    const bool isVertical = orientation == Qt::Vertical;
    auto *const all = new QBoxLayout(isVertical ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight, this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(label, isVertical ? 0 : 1);
    auto *const answers = new QHBoxLayout;
    for (QPushButton *const button : {m_yes, no}) {
        button->setAutoDefault(false);
        answers->addWidget(button);
    }
    if (isVertical) {
        answers->addStretch();
    }
    all->addLayout(answers);
    connect(m_yes, &QPushButton::clicked, this, &TrustQuestion::allowed);
    connect(no, &QPushButton::clicked, this, &TrustQuestion::refused);
}

void TrustQuestion::setFocusOnAnswer()
{
    m_yes->setFocus();
}

} // namespace studio
