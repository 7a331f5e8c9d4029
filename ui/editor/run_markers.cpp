// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/run_markers.h"

#include "core/lsp/lsp_client.h"
#include "ui/common/theme.h"
#include "ui/common/tip.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/document_outline.h"
#include "ui/editor/document_runnables.h"
#include "ui/editor/language_features.h"
#include "ui/editor/marker_pictures.h"

#include <QHelpEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>

#include <algorithm>

namespace studio {

namespace {

using Sci = QsciScintillaBase;

constexpr int markerKinds = 4;
constexpr int runMargin = RunMarkers::margin;
constexpr int runMarginWidth = 18;

/// In units of MarkerPictures. Each has a form of its own: colour is not the only sign.
void drawMark(QPainter &painter, RunMarkers::Mark mark, const Theme &theme)
{
    const auto pen = [&](const QColor &color) {
        painter.setPen(QPen(color, 2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    };
    switch (mark) {
    case RunMarkers::Mark::Run: {
        QPainterPath triangle;
        triangle.moveTo(5, 3.5);
        triangle.lineTo(12, 8);
        triangle.lineTo(5, 12.5);
        triangle.closeSubpath();
        pen(theme.success);
        painter.drawPath(triangle);
        break;
    }
    case RunMarkers::Mark::Running:
        pen(theme.information);
        painter.drawEllipse(QPointF(8, 8), 5, 5);
        painter.drawLine(QPointF(8, 5.5), QPointF(8, 8));
        painter.drawLine(QPointF(8, 8), QPointF(10, 9));
        break;
    case RunMarkers::Mark::Passed:
        pen(theme.success);
        painter.drawPolyline(QPolygonF{{3.5, 8.5}, {6.5, 11.5}, {12.5, 4.5}});
        break;
    case RunMarkers::Mark::Failed:
        pen(theme.danger);
        painter.drawLine(QPointF(4, 4), QPointF(12, 12));
        painter.drawLine(QPointF(12, 4), QPointF(4, 12));
        break;
    }
}

/// "test tests::adds" or "test-mod tests" as what runs it; nothing where it is something else, such as a benchmark.
std::optional<TestCommand> testOf(const lsp::Runnable &runnable)
{
    const QString kind = runnable.label.section(u' ', 0, 0);
    const bool isModule = kind == QLatin1String("test-mod");
    if ((kind != QLatin1String("test") && !isModule) || runnable.cargoArguments.value(0) != QLatin1String("test") ||
        runnable.executableArguments.isEmpty()) {
        return std::nullopt;
    }
    TestCommand test{.name = runnable.executableArguments.front(),
                     .isModule = isModule,
                     .arguments = runnable.cargoArguments,
                     .ofProgram = runnable.executableArguments};
    test.ofProgram.removeAll(QStringLiteral("--nocapture")); // each test's output is printed under its name
    return test;
}

} // namespace

RunMarkers::RunMarkers(CodeEditor *editor, DocumentOutline *outline, DocumentRunnables *runnables,
                       LanguageFeatures *features)
    : QObject(editor)
    , m_editor(editor)
    , m_outline(outline)
    , m_runnables(runnables)
    , m_features(features)
    , m_firstMarker(editor->isSecondView() ? secondFirstMarker : firstMarker)
{
    int mask = 0;
    for (int kind = 0; kind < markerKinds; ++kind) {
        mask |= 1 << editor->ownMarker(firstMarker + kind, secondFirstMarker + kind);
    }
    editor->setMarginType(runMargin, QsciScintilla::SymbolMargin);
    editor->setMarginMarkerMask(runMargin, mask);
    editor->setMarginSensitivity(runMargin, true);
    // From the start: text that moves when the server answers is not where the mouse was aimed at.
    const bool isRust = features->pathOf(editor).endsWith(QLatin1String(".rs"));
    editor->setMarginWidth(runMargin, isRust ? runMarginWidth : 0);
    editor->SendScintilla(Sci::SCI_SETMARGINCURSORN, word(runMargin), static_cast<long>(Sci::SC_CURSORARROW));
    auto *const pictures = new MarkerPictures(editor, runMargin);
    for (int kind = 0; kind < markerKinds; ++kind) {
        pictures->set(m_firstMarker + kind, [mark = static_cast<Mark>(kind)](QPainter &painter) {
            drawMark(painter, mark, Theme::current());
        });
    }
    editor->installEventFilter(this);
    connect(runnables, &DocumentRunnables::answered, this, &RunMarkers::take);
    connect(features, &LanguageFeatures::testsChanged, this, &RunMarkers::showResults);
    connect(editor, &QsciScintilla::marginClicked, this, [this](int where, int line) {
        const Item *const item = where == runMargin ? itemAt(line) : nullptr;
        if (item) {
            run(*item);
        }
    });
    take();
}

bool RunMarkers::isWaiting() const
{
    return m_runnables->isWaiting();
}

void RunMarkers::clear()
{
    for (const Item &item : std::as_const(m_items)) {
        m_editor->markerDeleteHandle(item.handle);
    }
    m_items.clear();
}

void RunMarkers::take()
{
    if (!m_runnables->known()) {
        return;
    }
    clear();
    const QString path = m_features->pathOf(m_editor);
    for (const lsp::Runnable &runnable : *m_runnables->known()) {
        const auto test = testOf(runnable);
        const bool isHere = runnable.location && m_features->client()->path(runnable.location->uri) == path;
        if (test && isHere && m_items.size() < maxMarkers) {
            const TextRange range = m_features->client()->textRange(path, runnable.location->range);
            const TextRange name = m_features->client()->textRange(path, runnable.location->selection);
            add({.range = range, .test = *test}, name.start.line);
            m_features->setPlaceOf(*test, path, name.start.line);
        }
    }
    addHandler();
    m_editor->viewport()->update();
}

void RunMarkers::addHandler()
{
    if (m_features->pathOf(m_editor) != m_features->handlerFile()) {
        return;
    }
    const auto isHandler = [](const CodeSymbol &symbol) {
        return symbol.depth == 0 && symbol.name == QLatin1String("handler") &&
               symbolKindName(symbol.kind) == QLatin1String("fn");
    };
    const auto found = std::ranges::find_if(m_outline->symbols(), isHandler);
    if (found != m_outline->symbols().end()) {
        add({.range = found->range, .test = {}}, found->selection.start.line);
    }
}

void RunMarkers::add(Item item, int line)
{
    item.line = line;
    setMark(item, line);
    m_items << item;
}

RunMarkers::Mark RunMarkers::markOf(const Item &item) const
{
    const TestResult *const result = item.test ? m_features->resultOf(*item.test) : nullptr;
    if (!result) {
        return Mark::Run;
    }
    switch (result->state) {
    case TestResult::State::Running:
        return Mark::Running;
    case TestResult::State::Passed:
        return Mark::Passed;
    case TestResult::State::Failed:
        return Mark::Failed;
    case TestResult::State::Ignored:
        return Mark::Run;
    }
    return Mark::Run;
}

void RunMarkers::setMark(Item &item, int line)
{
    item.mark = markOf(item);
    item.handle = m_editor->markerAdd(line, m_firstMarker + static_cast<int>(item.mark));
}

void RunMarkers::showResults()
{
    for (Item &item : m_items) {
        const int line = lineOf(item);
        if (line >= 0 && markOf(item) != item.mark) {
            m_editor->markerDeleteHandle(item.handle);
            setMark(item, line);
        }
    }
    m_editor->viewport()->update();
}

int RunMarkers::lineOf(const Item &item) const
{
    return m_editor->markerLine(item.handle);
}

const RunMarkers::Item *RunMarkers::itemAt(int line) const
{
    const auto found = std::ranges::find_if(m_items, [&](const Item &item) { return lineOf(item) == line; });
    return found == m_items.end() ? nullptr : &*found;
}

std::optional<RunMarkers::Mark> RunMarkers::markAt(int line) const
{
    const Item *const item = itemAt(line);
    return item ? std::optional(item->mark) : std::nullopt;
}

QString RunMarkers::tipAt(int line) const
{
    const Item *const item = itemAt(line);
    if (!item) {
        return {};
    }
    if (!item->test) {
        return tr("Run the handler");
    }
    const TestResult *const result = m_features->resultOf(*item->test);
    if (result && result->state == TestResult::State::Failed) {
        return tr("%1 failed. A click runs it again.\n%2").arg(item->test->name, result->message);
    }
    return item->test->isModule ? tr("Run the tests of %1").arg(item->test->name)
           : result && result->state == TestResult::State::Passed
               ? tr("%1 passed. A click runs it again.").arg(item->test->name)
               : tr("Run %1").arg(item->test->name);
}

void RunMarkers::run(const Item &item)
{
    if (item.test) {
        m_features->runTest(*item.test);
    } else {
        m_features->runHandler();
    }
}

/// The smallest around the caret. Until the server has told of edits they are where their marks have moved.
void RunMarkers::runAtCaret()
{
    const TextPlace place = m_editor->placeOf(m_editor->caretPosition());
    const Item *best = nullptr;
    for (const Item &item : std::as_const(m_items)) {
        const TextPlace caret{place.line - (lineOf(item) - item.line), place.byte};
        const bool isAround = item.range.start <= caret && caret <= item.range.end;
        if (isAround && (!best || best->range.start <= item.range.start)) {
            best = &item;
        }
    }
    if (best) {
        run(*best);
    } else {
        m_features->showCaretNotice(tr("There is no test and no handler at the caret."));
    }
}

bool RunMarkers::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::ToolTip) {
        return QObject::eventFilter(watched, event);
    }
    const QPoint global = static_cast<QHelpEvent *>(event)->globalPos();
    const QPoint point = m_editor->viewport()->mapFromGlobal(global);
    int left = 0;
    for (int before = 0; before < runMargin; ++before) {
        left += m_editor->marginWidth(before);
    }
    if (point.x() < left || point.x() >= left + m_editor->marginWidth(runMargin)) {
        return QObject::eventFilter(watched, event);
    }
    const long position =
        m_editor->SendScintilla(Sci::SCI_POSITIONFROMPOINT, word(point.x()), static_cast<long>(point.y()));
    const QString tip = tipAt(static_cast<int>(m_editor->SendScintilla(Sci::SCI_LINEFROMPOSITION, word(position))));
    tip.isEmpty() ? QToolTip::hideText() : QToolTip::showText(global, asTip(tip), m_editor);
    return true;
}

} // namespace studio
