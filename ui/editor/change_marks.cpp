// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/change_marks.h"

#include "core/base/detach.h"
#include "core/base/lifetime.h"
#include "ui/common/after_first_paint.h"
#include "ui/common/tip.h"
#include "ui/editor/caret_notice.h"
#include "ui/editor/change_drawing.h"
#include "ui/editor/change_popup.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/committed_texts.h"
#include "ui/editor/editor_edits.h"
#include "ui/editor/editor_tabs.h"

#include <QHelpEvent>
#include <QLocale>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace studio {

namespace {

using Base = QsciScintillaBase;
using git::LineChange;

constexpr auto comparePause = std::chrono::milliseconds(250); ///< after typing
constexpr int changeMargin = ChangeMarks::margin;

QByteArray bytesOf(const CodeEditor &editor)
{
    const auto *const text = static_cast<const char *>(editor.SendScintillaPtrResult(Base::SCI_GETCHARACTERPOINTER));
    return QByteArray(text, editor.length());
}

/// Where `change` is after lines `first` to `last` became `delta` more.
LineChange moved(LineChange change, int first, int last, int delta)
{
    if (change.line > last || (change.count == 0 && change.line > first)) {
        change.line = std::max(first, change.line + delta);
    } else if (change.end() > first) {
        change.count = std::max(0, change.count + delta);
    }
    return change;
}

QString describe(const LineChange &change)
{
    const int lines = std::max(change.count, change.beforeCount);
    const QString count =
        lines == 1 ? ChangeMarks::tr("1 line") : ChangeMarks::tr("%1 lines").arg(QLocale().toString(lines));
    switch (change.kind()) {
    case LineChange::Kind::Added:
        return ChangeMarks::tr("%1 added since the last commit", "1 line").arg(count);
    case LineChange::Kind::Removed:
        return ChangeMarks::tr("%1 removed since the last commit", "1 line").arg(count);
    case LineChange::Kind::Changed:
        break;
    }
    return ChangeMarks::tr("%1 changed since the last commit", "1 line").arg(count);
}

} // namespace

ChangeMarks::ChangeMarks(CodeEditor *editor, CommittedTexts *committed)
    : QObject(editor)
    , m_editor(editor)
    , m_committed(committed)
    , m_path(EditorTabs::pathOf(editor))
    , m_lines(editor->lines())
{
    editor->setMarginType(changeMargin, QsciScintilla::SymbolMargin);
    editor->setMarginMarkerMask(changeMargin, 0);
    editor->setMarginWidth(changeMargin, marginWidth);
    editor->setMarginSensitivity(changeMargin, true);
    editor->SendScintilla(Base::SCI_SETMARGINCURSORN, word(changeMargin), static_cast<long>(Base::SC_CURSORARROW));
    editor->installEventFilter(this);
    m_pause.setSingleShot(true);
    m_pause.setInterval(comparePause);
    connect(&m_pause, &QTimer::timeout, this, [this] { detach(compare()); });
    connect(editor, &CodeEditor::changed, this, &ChangeMarks::takeEdit);
    connect(editor, &CodeEditor::painted, this,
            [this](QPainter *painter, const QRect &area) { paint(*painter, area); });
    connect(editor, &QsciScintilla::marginClicked, this, [this](int where, int line) {
        if (where == changeMargin && indexAt(line) >= 0) {
            m_wantedLine = line;
            showWanted();
        }
    });
    connect(committed, &CommittedTexts::outdated, this, [this] { detach(load()); });
    connect(committed->tabs(), &EditorTabs::saved, this, [this](const QString &path) {
        if (path == EditorTabs::pathOf(m_editor)) {
            detach(load());
        }
    });
    connect(committed->tabs(), &EditorTabs::currentChanged, this, [this] {
        if (m_path != EditorTabs::pathOf(m_editor)) { // it was renamed
            detach(load());
        }
    });
    QTimer::singleShot(afterFirstPaint, this, [this] { detach(load()); }); // the text is shown without it
}

ChangeMarks::~ChangeMarks()
{
    m_stop.request_stop();
}

ChangePopup *ChangeMarks::popup() const
{
    return m_popup;
}

bool ChangeMarks::isCurrent() const
{
    return m_compared == m_version;
}

QCoro::Task<void> ChangeMarks::load()
{
    const int asked = ++m_loading;
    const QString path = EditorTabs::pathOf(m_editor);
    m_path = path;
    auto before = co_await whileAlive(this, m_committed->read(m_editor));
    if (asked != m_loading) {
        co_return;
    }
    auto known = before ? std::move(*before) : std::nullopt;
    if (known != m_before || !isCurrent()) {
        if (m_popup && known != m_before) {
            m_popup->close(); // what it shows is committed no more
        }
        m_before = std::move(known);
        ++m_generation;
        m_compared = -1;
        co_await whileAlive(this, compare());
    }
}

/// One comparison at a time: one that is outdated when it ends is followed by another.
QCoro::Task<void> ChangeMarks::compare()
{
    m_pause.stop();
    if (m_isComparing) {
        co_return;
    }
    m_isComparing = true;
    while (!isCurrent() && !m_pause.isActive()) {
        const int version = m_version;
        const int generation = m_generation;
        if (!m_before) {
            m_compared = version;
            m_hasFailed = false;
            setChanges({});
            break;
        }
        m_stop = {};
        auto text = co_await whileAlive(this, onWorker([text = bytesOf(*m_editor)]() -> Result<QByteArray> {
                                            return git::withPlainLineEnds(text);
                                        }));
        const auto changes =
            co_await whileAlive(this, git::lineChanges(*m_before, std::move(*text), m_stop.get_token()));
        if (version == m_version && generation == m_generation) {
            m_compared = version;
            m_hasFailed = !changes; // a part of the changes would be worse than none
            setChanges(changes.value_or(QList<LineChange>()));
        }
    }
    m_isComparing = false;
}

void ChangeMarks::setChanges(QList<LineChange> changes)
{
    if (m_popup && changes != m_changes) {
        m_popup->close(); // its number is another one's now
    }
    m_changes = std::move(changes);
    m_lines = m_editor->lines();
    m_editor->viewport()->update(marginLeft(), 0, marginWidth, m_editor->viewport()->height());
    showWanted();
    Q_EMIT found();
}

void ChangeMarks::takeEdit(const TextChange &change)
{
    ++m_version;
    m_stop.request_stop();
    if (m_popup) {
        m_popup->close();
    }
    const int lines = m_editor->lines();
    const int delta = lines - std::exchange(m_lines, lines);
    if (delta != 0) {
        for (LineChange &one : m_changes) {
            one = moved(one, change.range.start.line, change.range.end.line, delta);
        }
    }
    m_pause.start();
}

int ChangeMarks::indexAt(int line) const
{
    const auto next = std::ranges::upper_bound(m_changes, line, {}, &LineChange::line);
    const auto index = static_cast<int>(next - m_changes.begin());
    if (index > 0 &&
        (m_changes[index - 1].end() > line || (m_changes[index - 1].count == 0 && m_changes[index - 1].line == line))) {
        return index - 1;
    }
    // What was removed below the line has its mark between the two.
    const bool isBelow = next != m_changes.end() && next->count == 0 && next->line == line + 1;
    return isBelow ? index : -1;
}

QString ChangeMarks::tipAt(int line) const
{
    const int index = indexAt(line);
    return index < 0 ? QString() : tr("%1. A click shows what was there.").arg(describe(m_changes[index]));
}

void ChangeMarks::goToChange(bool forward)
{
    if (!m_before) {
        CaretNotice::show(m_editor, tr("The file is in no commit that it could be compared with."));
        return;
    }
    if (isCurrent() && m_changes.isEmpty()) {
        CaretNotice::show(m_editor, m_hasFailed ? tr("The file could not be compared with the last commit.")
                                                : tr("Nothing was changed since the last commit."));
        return;
    }
    const auto count = static_cast<int>(m_changes.size());
    if (count == 0) {
        return;
    }
    int index = -1;
    if (m_popup) {
        index = (m_popup->index() + (forward ? 1 : count - 1)) % count;
    } else {
        const int here = m_editor->placeOf(m_editor->caretPosition()).line;
        const auto next = std::ranges::upper_bound(m_changes, here, {}, &LineChange::line);
        const auto before =
            static_cast<int>(std::ranges::lower_bound(m_changes, here, {}, &LineChange::line) - m_changes.begin());
        index = forward ? static_cast<int>(next - m_changes.begin()) % count : (before + count - 1) % count;
    }
    m_wantedLine = m_changes[index].line;
    showWanted();
}

/// Not before it is known: what was there is looked up by the line.
void ChangeMarks::showWanted()
{
    if (m_wantedLine && isCurrent()) {
        const int index = indexAt(*std::exchange(m_wantedLine, std::nullopt));
        if (index >= 0) {
            show(index);
        }
    }
}

void ChangeMarks::show(int index)
{
    const LineChange change = m_changes[index];
    if (m_popup) {
        m_popup->close();
    }
    m_editor->goTo(TextPlace{std::min(change.line, m_editor->lines() - 1), 0});
    QByteArray before = git::linesOf(*m_before, change.beforeLine, change.beforeCount);
    const bool isNothing = before.isEmpty();
    if (before.endsWith('\n')) {
        before.chop(1); // else it would show one line more
    }
    CodeEditor *const viewer =
        isNothing ? nullptr : m_committed->tabs()->makeViewer(m_editor->accessibleName(), QString::fromUtf8(before));
    m_popup = new ChangePopup(tr("Change %1 of %2: %3").arg(index + 1).arg(m_changes.size()).arg(describe(change)),
                              index, viewer, m_editor);
    m_popup->setRevertible(!m_editor->isReadOnly());
    connect(m_popup, &ChangePopup::stepWanted, this, &ChangeMarks::goToChange);
    connect(m_popup, &ChangePopup::revertWanted, this, [this, change, generation = m_generation](int wanted) {
        if (generation == m_generation && m_changes.value(wanted) == change) { // the one that was shown
            revert(wanted);
        }
    });
    const QPoint corner = m_editor->viewport()->mapTo(m_editor, QPoint(0, topOf(change.line)));
    m_popup->showAt(corner.y(), m_editor->viewport()->mapTo(m_editor, QPoint(0, topOf(change.end()))).y());
}

void ChangeMarks::revert(int index)
{
    if (index < 0 || index >= m_changes.size() || !isCurrent() || !m_before) {
        return;
    }
    const LineChange change = m_changes[index];
    QByteArray before = git::linesOf(*m_before, change.beforeLine, change.beforeCount);
    const LineEnd end = m_editor->format().lineEnd();
    if (end != LineEnd::Lf) {
        before.replace('\n', end == LineEnd::CrLf ? "\r\n" : "\r");
    }
    const auto place = [this](int line) {
        const int last = m_editor->lines() - 1;
        return line <= last ? TextPlace{line, 0} : m_editor->placeOf(static_cast<int>(m_editor->length()));
    };
    const int line = change.line;
    const auto applied = applyEdits(m_editor, {{.range = {place(line), place(change.end())}, .text = before}});
    if (!applied) {
        Q_EMIT m_committed->tabs()->message(applied.error().message, true);
    }
    m_editor->setFocus();
    detach(compare());
}

void ChangeMarks::revertAtCaret()
{
    const int index = indexAt(m_editor->placeOf(m_editor->caretPosition()).line);
    if (index < 0) {
        CaretNotice::show(m_editor, tr("Nothing was changed here since the last commit."));
    } else {
        revert(index);
    }
}

int ChangeMarks::marginLeft() const
{
    int left = 0;
    for (int before = 0; before < changeMargin; ++before) {
        left += m_editor->marginWidth(before);
    }
    return left;
}

int ChangeMarks::topOf(int line) const
{
    const int last = m_editor->lines() - 1;
    const long start = m_editor->SendScintilla(Base::SCI_POSITIONFROMLINE, word(std::min(line, last)));
    auto y = static_cast<int>(m_editor->SendScintilla(Base::SCI_POINTYFROMPOSITION, 0UL, start));
    if (line > last) {
        const auto rows = static_cast<int>(m_editor->SendScintilla(Base::SCI_WRAPCOUNT, word(last)));
        y += rows * static_cast<int>(m_editor->SendScintilla(Base::SCI_TEXTHEIGHT, word(last)));
    }
    return y;
}

void ChangeMarks::paint(QPainter &painter, const QRect &area) const
{
    const int left = marginLeft() + 1;
    if (m_changes.isEmpty() || area.left() > left + marginWidth) {
        return;
    }
    const int first = m_editor->rowAt(area.top());
    const int last = m_editor->rowAt(area.bottom()) + 1;
    auto change = std::ranges::lower_bound(m_changes, first, {}, &LineChange::end);
    for (; change != m_changes.end() && change->line <= last; ++change) {
        const int top = topOf(std::max(change->line, first));
        if (change->count == 0) {
            drawRemovedLines(painter, {left, top});
        } else {
            const int bottom = topOf(std::min(change->end(), last + 1));
            drawChangedLines(painter, {left, top}, bottom - top, change->kind() == LineChange::Kind::Added);
        }
    }
}

bool ChangeMarks::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const QPoint global = static_cast<QHelpEvent *>(event)->globalPos();
        const QPoint point = m_editor->viewport()->mapFromGlobal(global);
        const int left = marginLeft();
        if (point.x() >= left && point.x() < left + marginWidth) {
            const QString tip = tipAt(m_editor->rowAt(point.y()));
            tip.isEmpty() ? QToolTip::hideText() : QToolTip::showText(global, asTip(tip), m_editor);
            return true;
        }
    }
    return QObject::eventFilter(watched, event);
}

} // namespace studio
