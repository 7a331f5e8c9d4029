// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/scroll_marks.h"

#include "ui/common/theme.h"

#include <QEvent>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>

namespace studio {

namespace {

using Base = QsciScintillaBase;

constexpr int markHeight = 2;
constexpr int maxProblemMarks = 2'000;

QColor colorOf(int kind)
{
    const Theme &theme = Theme::current();
    switch (kind) {
    case ScrollMarks::Occurrence:
        return theme.muted;
    case ScrollMarks::Match:
        return theme.warning;
    case ScrollMarks::Warning:
        return theme.warning;
    case ScrollMarks::Error:
        return theme.danger;
    default:
        return theme.accent;
    }
}

/// Shape tells them apart too: problems stand at the right, matches and occurrences at the left, the current match
/// takes the whole width.
QRect areaOf(int kind, int y, int width)
{
    const bool isProblem = kind == ScrollMarks::Warning || kind == ScrollMarks::Error;
    const int part = width / 2;
    return kind == ScrollMarks::CurrentMatch ? QRect(0, y, width, markHeight + 1)
                                             : QRect(isProblem ? width - part : 0, y, part, markHeight);
}

} // namespace

ScrollMarks::ScrollMarks(QsciScintilla *editor, int warningMarker, int errorMarker)
    : QWidget(editor->verticalScrollBar()), m_editor(editor), m_warningMarker(warningMarker), m_errorMarker(errorMarker)
{
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setFocusPolicy(Qt::NoFocus);
    parentWidget()->installEventFilter(this);
    place();
}

void ScrollMarks::place()
{
    setGeometry(parentWidget()->rect());
    raise();
}

bool ScrollMarks::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize || event->type() == QEvent::Show) {
        place();
    }
    return QWidget::eventFilter(watched, event);
}

void ScrollMarks::setLines(Kind kind, const QList<int> &lines)
{
    if (m_lines[kind] != lines) {
        m_lines[kind] = lines;
        update();
    }
}

void ScrollMarks::add(QList<int> &marks, int line, Kind kind) const
{
    const auto shown = m_editor->SendScintilla(Base::SCI_VISIBLEFROMDOCLINE, word(line));
    const auto all = std::max(1L, m_editor->SendScintilla(Base::SCI_VISIBLEFROMDOCLINE, word(m_editor->lines())));
    // Where the text is shorter than the page, marks stand beside their lines.
    const auto page = m_editor->SendScintilla(Base::SCI_LINESONSCREEN);
    const auto at = static_cast<int>(shown * marks.size() / std::max(all, page));
    if (at >= 0 && at < marks.size()) {
        marks[at] = std::max<int>(marks[at], kind);
    }
}

/// Markers move with the text, so they know the lines best.
void ScrollMarks::addProblems(QList<int> &marks, int marker, Kind kind) const
{
    int line = -1;
    for (int count = 0; count < maxProblemMarks; ++count) {
        line = static_cast<int>(m_editor->SendScintilla(Base::SCI_MARKERNEXT, word(line + 1), 1L << marker));
        if (line < 0) {
            return;
        }
        add(marks, line, kind);
    }
}

QList<int> ScrollMarks::marks() const
{
    QList<int> marks(height(), -1);
    for (int kind = 0; kind <= CurrentMatch; ++kind) {
        for (const int line : m_lines[kind]) {
            add(marks, line, static_cast<Kind>(kind));
        }
    }
    addProblems(marks, m_warningMarker, Warning);
    addProblems(marks, m_errorMarker, Error);
    return marks;
}

void ScrollMarks::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const QList<int> all = marks();
    for (int y = 0; y < all.size(); ++y) {
        if (all[y] >= 0) {
            painter.fillRect(areaOf(all[y], std::min<int>(y, static_cast<int>(all.size()) - markHeight), width()),
                             colorOf(all[y]));
        }
    }
}

} // namespace studio
