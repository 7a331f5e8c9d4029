// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/preferences/toolchain_view.h"

#include "ui/common/fonts.h"
#include "ui/common/icon_label.h"
#include "ui/common/icons.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace studio {

namespace {

constexpr int markSize = 16;

QLabel *plainLabel(const QString &text)
{
    auto *const label = new QLabel(text);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

} // namespace

ToolchainView::ToolchainView(QWidget *parent)
    : QWidget(parent)
    , m_rows(new QVBoxLayout)
    , m_reason(plainLabel(tr("Rust is looked for…")))
    , m_command(plainLabel({}))
    , m_run(new QPushButton(tr("Run it")))
    , m_copy(new QPushButton(tr("Copy")))
{
    m_reason->setObjectName(QStringLiteral("reason"));
    m_command->setObjectName(QStringLiteral("command"));
    m_command->setFont(monospaceFont());
    m_run->setObjectName(QStringLiteral("run"));
    m_run->setToolTip(tr("Runs the command, and shows what it says in the console"));
    auto *const again = new QPushButton(tr("Look again"));
    auto *const buttons = new QHBoxLayout;
    for (QPushButton *const button : {m_run, m_copy, again}) {
        button->setAutoDefault(false);
        buttons->addWidget(button);
    }
    buttons->addStretch(1);
    m_rows->setSpacing(6);
    auto *const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addLayout(m_rows);
    column->addWidget(m_reason);
    column->addWidget(m_command);
    column->addLayout(buttons);
    connect(m_run, &QPushButton::clicked, this, [this] {
        if (m_isRunning) {
            Q_EMIT cancelRequested();
        } else {
            Q_EMIT runRequested(m_command->text());
        }
    });
    connect(m_copy, &QPushButton::clicked, this, [this] { QApplication::clipboard()->setText(m_command->text()); });
    connect(again, &QPushButton::clicked, this, &ToolchainView::lookAgainRequested);
    m_command->hide();
    m_run->hide();
    m_copy->hide();
}

void ToolchainView::show(const FoundToolchains &found)
{
    while (QLayoutItem *const row = m_rows->takeAt(0)) {
        delete row->widget();
        delete row;
    }
    for (const FoundToolchains::One &one : found.all) {
        auto *const row = new QWidget;
        auto *const line = new QHBoxLayout(row);
        line->setContentsMargins(0, 0, 0, 0);
        line->setSpacing(8);
        auto *const mark = new IconLabel(markSize);
        mark->setFixedSize(markSize, markSize);
        if (one.isChosen) {
            mark->setIcon(icon("checkmark"));
            mark->setAccessibleName(tr("compiles"));
        }
        auto *const texts = new QVBoxLayout;
        texts->setSpacing(0);
        texts->addWidget(plainLabel(one.name));
        QLabel *const detail = plainLabel(one.detail);
        detail->setForegroundRole(QPalette::PlaceholderText);
        texts->addWidget(detail);
        line->addWidget(mark, 0, Qt::AlignTop);
        line->addLayout(texts, 1);
        m_rows->addWidget(row);
    }
    m_reason->setText(found.reason);
    m_command->setText(found.command);
    m_command->setVisible(!found.command.isEmpty());
    m_copy->setVisible(!found.command.isEmpty());
    m_run->setVisible(found.command.startsWith(QLatin1String("rustup "))); // others want rights that we do not have
}

void ToolchainView::setRunning(bool isRunning)
{
    m_isRunning = isRunning;
    m_run->setText(isRunning ? tr("Cancel") : tr("Run it"));
    if (isRunning) {
        m_reason->setText(tr("The command is running…"));
    }
}

void ToolchainView::showFailure(const QString &sentence)
{
    m_reason->setText(sentence);
}

} // namespace studio
