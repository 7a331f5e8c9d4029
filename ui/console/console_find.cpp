// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/console_find.h"

#include "ui/common/escape.h"
#include "ui/common/icons.h"

#include <QElapsedTimer>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>

#include <chrono>

namespace studio {

namespace {

constexpr qint64 sliceMs = 6;
constexpr int linesPerLook = 256;

} // namespace

ConsoleFind::ConsoleFind(ConsoleView *view, QWidget *parent)
    : QWidget(parent), m_view(view), m_text(new QLineEdit), m_result(new QLabel)
{
    const auto button = [](const char *name, const QString &tip) {
        auto *const made = new QToolButton;
        made->setIcon(icon(name));
        made->setToolTip(tip);
        made->setAccessibleName(tip);
        made->setAutoRaise(true);
        return made;
    };
    auto *const up = button("go-up", tr("Previous match (Shift+Enter)"));
    auto *const down = button("go-down", tr("Next match (Enter)"));
    auto *const shut = button("window-close", tr("Close (Esc)"));
    m_text->setPlaceholderText(tr("Find in the output"));
    m_text->setAccessibleName(tr("Text to find"));
    m_text->setClearButtonEnabled(true);
    m_text->setMaximumWidth(360);
    m_result->setForegroundRole(QPalette::PlaceholderText);

    auto *const row = new QHBoxLayout(this);
    row->setContentsMargins(8, 2, 8, 2);
    row->setSpacing(4);
    row->addWidget(m_text, 3);
    row->addWidget(up);
    row->addWidget(down);
    row->addWidget(m_result);
    row->addStretch(1);
    row->addWidget(shut);
    setFocusProxy(m_text);
    hide();

    connect(m_text, &QLineEdit::textChanged, this, &ConsoleFind::restart);
    connect(up, &QToolButton::clicked, this, [this] { find(-1); });
    connect(down, &QToolButton::clicked, this, [this] { find(1); });
    connect(shut, &QToolButton::clicked, this, &ConsoleFind::close);
}

void ConsoleFind::open()
{
    const QString selected = m_view->hasSelection() ? m_view->selectedText() : QString();
    show();
    if (!selected.isEmpty() && !selected.contains(u'\n')) {
        m_text->setText(selected);
    }
    m_view->setMarked(m_text->text());
    m_text->selectAll();
    m_text->setFocus(Qt::ShortcutFocusReason);
}

void ConsoleFind::close()
{
    m_slice.stop();
    m_view->setMarked({});
    hide();
    Q_EMIT closed();
}

void ConsoleFind::restart()
{
    m_view->setMarked(m_text->text());
    m_result->clear();
    m_slice.stop();
    if (!m_text->text().isEmpty()) {
        const auto start = m_view->searchStart(-1); // typing on must not leave the match it stands on
        m_view->select(start, start);
        find(1);
    }
}

void ConsoleFind::find(int direction)
{
    const LineBuffer &buffer = m_view->buffer();
    if (m_text->text().isEmpty() || buffer.isEmpty()) {
        return;
    }
    m_direction = direction;
    m_from = m_view->searchStart(direction);
    m_line = m_from.line;
    m_left = buffer.endLine() - buffer.firstLine() + 1;
    m_wrapped = false;
    step();
}

void ConsoleFind::timerEvent(QTimerEvent *event)
{
    if (event->id() == m_slice.id()) {
        step();
    }
}

void ConsoleFind::step()
{
    const LineBuffer &buffer = m_view->buffer();
    QElapsedTimer clock;
    clock.start();
    while (m_left > 0 && clock.elapsed() < sliceMs) {
        for (int i = 0; i < linesPerLook && m_left > 0; ++i, --m_left) {
            if (m_line < buffer.firstLine() || m_line >= buffer.endLine()) {
                m_line = m_direction > 0 ? buffer.firstLine() : buffer.endLine() - 1;
                m_wrapped = true;
            }
            if (lookAt(m_line)) {
                return end(true);
            }
            m_line += m_direction;
        }
    }
    if (m_left <= 0) {
        return end(false);
    }
    m_slice.start(std::chrono::milliseconds(0), this);
}

bool ConsoleFind::lookAt(qint64 line)
{
    if (m_view->buffer().isHidden(line)) {
        return false;
    }
    const QString text = m_view->text(line);
    const QString wanted = m_text->text();
    qsizetype found = -1;
    if (m_direction > 0) {
        const bool first = line == m_from.line && !m_wrapped;
        found = text.indexOf(wanted, first ? m_from.index : 0, Qt::CaseInsensitive);
    } else if (line != m_from.line || m_wrapped) {
        found = text.lastIndexOf(wanted, -1, Qt::CaseInsensitive);
    } else if (m_from.index > 0) {
        found = text.lastIndexOf(wanted, m_from.index - 1, Qt::CaseInsensitive);
    }
    if (found < 0) {
        return false;
    }
    m_view->select({.line = line, .index = found}, {.line = line, .index = found + wanted.size()});
    return true;
}

void ConsoleFind::end(bool found)
{
    m_slice.stop();
    m_left = 0;
    m_result->setText(!found ? tr("No match") : m_wrapped ? tr("Went round the end") : QString());
    Q_EMIT searchEnded(found);
}

bool ConsoleFind::event(QEvent *event)
{
    return claimEscape(event) || QWidget::event(event);
}

void ConsoleFind::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape) {
        close();
    } else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        find(event->modifiers().testFlag(Qt::ShiftModifier) ? -1 : 1);
    } else {
        QWidget::keyPressEvent(event);
    }
}

} // namespace studio
