// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/find_bar.h"

#include "ui/common/icons.h"
#include "ui/editor/code_editor.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>

namespace studio {

FindBar::FindBar(QWidget *parent)
    : QWidget(parent), m_text(new QLineEdit), m_with(new QLineEdit), m_replaceTools(new QWidget), m_result(new QLabel)
{
    auto *const row = new QHBoxLayout(this);
    row->setContentsMargins(8, 4, 8, 4);
    row->setSpacing(4);
    m_text->setPlaceholderText(tr("Find"));
    m_text->setAccessibleName(tr("Find"));
    m_with->setPlaceholderText(tr("Replace with"));
    m_with->setAccessibleName(tr("Replace with"));
    m_result->setForegroundRole(QPalette::PlaceholderText);
    const auto tool = [&](const char *name, const QString &tip, auto action) {
        auto *const button = new QToolButton;
        button->setIcon(icon(name));
        button->setAutoRaise(true);
        button->setToolTip(tip);
        button->setAccessibleName(tip);
        connect(button, &QToolButton::clicked, this, action);
        row->addWidget(button);
    };
    row->addWidget(m_text, 1);
    tool("go-up", tr("Previous (Shift+Enter)"), [this] { find(false); });
    tool("go-down", tr("Next (Enter)"), [this] { find(true); });
    auto *const replaceRow = new QHBoxLayout(m_replaceTools);
    replaceRow->setContentsMargins(0, 0, 0, 0);
    replaceRow->addWidget(m_with, 1);
    auto *const one = new QPushButton(tr("Replace"));
    auto *const all = new QPushButton(tr("All"));
    connect(one, &QPushButton::clicked, this, &FindBar::replaceOne);
    connect(all, &QPushButton::clicked, this, &FindBar::replaceAll);
    replaceRow->addWidget(one);
    replaceRow->addWidget(all);
    row->addWidget(m_replaceTools, 1);
    row->addWidget(m_result);
    tool("window-close", tr("Close (Escape)"), [this] {
        hide();
        Q_EMIT closed();
    });
    m_text->installEventFilter(this);
    hide();
}

void FindBar::setEditor(CodeEditor *editor)
{
    m_editor = editor;
}

void FindBar::open(bool withReplace)
{
    m_replaceTools->setVisible(withReplace);
    if (m_editor && m_editor->hasSelectedText() && !m_editor->selectedText().contains(QLatin1Char('\n'))) {
        m_text->setText(m_editor->selectedText());
    }
    m_result->clear();
    show();
    m_text->setFocus();
    m_text->selectAll();
}

void FindBar::find(bool forward)
{
    if (!m_editor || m_text->text().isEmpty()) {
        return;
    }
    int line = -1;
    int column = -1;
    if (!forward && m_editor->hasSelectedText()) {
        int endLine = 0;
        int endColumn = 0;
        m_editor->getSelection(&line, &column, &endLine, &endColumn);
    }
    const bool found = m_editor->findFirst(m_text->text(), false, false, false, true, forward, line, column);
    m_result->setText(found ? QString() : tr("Not found"));
}

void FindBar::replaceOne()
{
    if (m_editor && m_editor->hasSelectedText() &&
        m_editor->selectedText().compare(m_text->text(), Qt::CaseInsensitive) == 0) {
        m_editor->replaceSelectedText(m_with->text());
    }
    find(true);
}

void FindBar::replaceAll()
{
    if (!m_editor || m_text->text().isEmpty()) {
        return;
    }
    QString text = m_editor->text();
    const qsizetype count = text.count(m_text->text(), Qt::CaseInsensitive);
    if (count > 0) {
        m_editor->replaceText(text.replace(m_text->text(), m_with->text(), Qt::CaseInsensitive));
    }
    m_result->setText(tr("%n replaced", nullptr, static_cast<int>(count)));
}

/// Before the field sees it: its returnPressed() does not tell Enter from Shift+Enter.
bool FindBar::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
            find(!(key->modifiers() & Qt::ShiftModifier));
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void FindBar::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape) {
        hide();
        Q_EMIT closed();
    } else {
        QWidget::keyPressEvent(event);
    }
}

} // namespace studio
