// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/console_find.h"

#include <QElapsedTimer>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QTimerEvent>
#include <QToolButton>

#include <chrono>

namespace studio {

namespace {

constexpr qint64 sliceMs = 6;
constexpr int linesPerLook = 256;

} // namespace

ConsoleFind::ConsoleFind(ConsoleView *view, QWidget *parent)
    : FindBarBase(tr("Find in the output"), parent), m_view(view)
{
    field()->setClearButtonEnabled(true);
    field()->setMaximumWidth(360);
    auto *const row = new QHBoxLayout(this);
    row->setContentsMargins(8, 2, 8, 2);
    row->setSpacing(4);
    row->addWidget(field(), 3);
    row->addWidget(makePrevious());
    row->addWidget(makeNext());
    row->addWidget(result());
    row->addStretch(1);
    row->addWidget(makeClose());
    connect(field(), &QLineEdit::textChanged, this, &ConsoleFind::restart);
}

void ConsoleFind::open()
{
    const QString selected = m_view->hasSelection() ? m_view->selectedText() : QString();
    show();
    if (!selected.isEmpty() && !selected.contains(u'\n')) {
        field()->setText(selected);
    }
    m_view->setMarked(field()->text());
    field()->selectAll();
    field()->setFocus(Qt::ShortcutFocusReason);
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
    m_view->setMarked(field()->text());
    result()->clear();
    m_slice.stop();
    if (!field()->text().isEmpty()) {
        const auto start = m_view->searchStart(-1); // typing on must not leave the match it stands on
        m_view->select(start, start);
        find(1);
    }
}

void ConsoleFind::find(int direction)
{
    const LineBuffer &buffer = m_view->buffer();
    if (field()->text().isEmpty() || buffer.isEmpty()) {
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
    const QString wanted = field()->text();
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
    result()->setText(!found ? countText(-1, 0, false) : m_wrapped ? tr("Went round the end") : QString());
    Q_EMIT searchEnded(found);
}

} // namespace studio
