// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/console_pane.h"

#include "ui/common/announce.h"
#include "ui/common/empty_state.h"
#include "ui/common/icons.h"
#include "ui/console/console_find.h"
#include "ui/console/console_save.h"
#include "ui/console/console_view.h"
#include "ui/console/run_progress.h"

#include <QAction>
#include <QActionGroup>
#include <QDateTime>
#include <QEvent>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLocale>
#include <QMenu>
#include <QStackedWidget>
#include <QToolButton>

namespace studio {

namespace {

constexpr qsizetype maxCratesInMenu = 200;

} // namespace

ConsolePane::ConsolePane(QWidget *parent)
    : QWidget(parent)
    , m_view(new ConsoleView)
    , m_progress(new RunProgress(this))
    , m_stack(new QStackedWidget)
    , m_tools(new QWidget)
{
    auto *const empty = new EmptyState(QStringLiteral("run-build"), tr("Nothing has run yet"),
                                       tr("What the compiler and the handler write appears here."));
    m_stack->addWidget(empty);
    m_stack->addWidget(m_view);

    makeTools();
    makeOverlay();
    m_column = new QVBoxLayout;
    m_column->setSpacing(0);
    m_column->addWidget(m_stack, 1);
    m_column->addWidget(m_progress, 0, Qt::AlignRight);
    auto *const row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addLayout(m_column, 1);
    row->addWidget(m_tools);
    setFocusProxy(m_view);

    connect(m_view, &ConsoleView::locationActivated, this, &ConsolePane::locationActivated);
    connect(m_view, &ConsoleView::codeActivated, this, &ConsolePane::codeActivated);
    connect(m_view, &ConsoleView::crateActivated, this, &ConsolePane::crateActivated);
    connect(m_view, &ConsoleView::addressActivated, this, &ConsolePane::addressActivated);
    connect(m_view, &ConsoleView::contextMenuWanted, this, &ConsolePane::showMenu);
    connect(m_view, &ConsoleView::followsChanged, this, &ConsolePane::updateState);
    connect(m_view, &ConsoleView::shownChanged, this, &ConsolePane::updateState);
    connect(m_progress, &RunProgress::cancelRequested, this, &ConsolePane::cancelRequested);
    updateState();
}

void ConsolePane::makeTools()
{
    const auto action = [this](const char *name, const QString &text, const QKeySequence &keys, auto slot) {
        auto *const made = new QAction(icon(name), text, this);
        made->setShortcut(keys);
        made->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        const QString shown = keys.toString(QKeySequence::NativeText);
        made->setToolTip(keys.isEmpty() ? text : tr("%1 (%2)").arg(text, shown));
        connect(made, &QAction::triggered, this, slot);
        addAction(made);
        return made;
    };
    auto *const column = new QVBoxLayout(m_tools);
    column->setContentsMargins(2, 4, 2, 4);
    column->setSpacing(2);
    const auto button = [&](QAction *shown) {
        auto *const made = new QToolButton;
        made->setDefaultAction(shown);
        made->setAutoRaise(true);
        made->setFixedSize(24, 24);
        made->setAccessibleName(shown->text());
        column->addWidget(made);
        return made;
    };
    button(action("edit-find", tr("Find"), QKeySequence::Find, [this] { openFind(); }));
    m_filterButton = new QToolButton;
    m_filterButton->setIcon(icon("view-filter"));
    m_filterButton->setAutoRaise(true);
    m_filterButton->setFixedSize(24, 24);
    m_filterButton->setPopupMode(QToolButton::InstantPopup);
    m_filterButton->setStyleSheet(QStringLiteral("QToolButton::menu-indicator { image: none; }"));
    m_filterButton->setMenu(new QMenu(m_filterButton));
    connect(m_filterButton->menu(), &QMenu::aboutToShow, this, &ConsolePane::fillFilterMenu);
    column->addWidget(m_filterButton);
    QAction *const wrapping = action("text-wrap", tr("Wrap long lines"), {}, [this](bool on) { m_view->setWrap(on); });
    wrapping->setCheckable(true);
    wrapping->setChecked(m_view->wrap());
    m_wrapButton = button(wrapping);
    m_clearButton = button(action("edit-clear-all", tr("Clear"), {}, [this] { clear(); }));
    button(action("document-save-as", tr("Save the output…"), {}, [this] { askToSave(); }));
    column->addStretch(1);
    setFilter({});
}

void ConsolePane::setFilter(const LineFilter &filter)
{
    m_view->setFilter(filter);
    const QString words = filter.isOn() ? tr("Filter: some lines are hidden") : tr("Filter");
    m_filterButton->setAccessibleName(words);
    m_filterButton->setToolTip(words);
    m_filterButton->setCheckable(filter.isOn()); // drawn as pressed
    m_filterButton->setChecked(filter.isOn());
}

void ConsolePane::fillFilterMenu()
{
    QMenu *const menu = m_filterButton->menu();
    qDeleteAll(menu->findChildren<QMenu *>(Qt::FindDirectChildrenOnly)); // which clear() leaves
    menu->clear();
    const auto addSwitch = [&](const QString &text, bool LineFilter::*member) {
        QAction *const made = menu->addAction(text, this, [this, member](bool isOn) {
            LineFilter filter = m_view->filter();
            filter.*member = isOn;
            setFilter(filter);
        });
        made->setCheckable(true);
        made->setChecked(m_view->filter().*member);
    };
    addSwitch(tr("Errors"), &LineFilter::hasErrors);
    addSwitch(tr("Warnings"), &LineFilter::hasWarnings);
    addSwitch(tr("Other lines"), &LineFilter::hasOthers);
    QMenu *const crates = menu->addMenu(tr("Crate"));
    auto *const group = new QActionGroup(crates);
    const auto addCrate = [&](const QString &text, const QString &crate) {
        QAction *const made = crates->addAction(text, this, [this, crate] {
            LineFilter filter = m_view->filter();
            filter.crate = crate;
            setFilter(filter);
        });
        made->setCheckable(true);
        made->setChecked(m_view->filter().crate == crate);
        group->addAction(made);
    };
    addCrate(tr("Any"), {});
    const QStringList names = m_view->buffer().crates();
    for (const QString &name : names.first(std::min<qsizetype>(names.size(), maxCratesInMenu))) {
        addCrate(name, name);
    }
    menu->addSeparator();
    menu->addAction(tr("Show all"), this, [this] { setFilter({}); })->setEnabled(m_view->filter().isOn());
}

void ConsolePane::askToSave()
{
    auto *const dialog = new QFileDialog(this, tr("Save the output"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setFileMode(QFileDialog::AnyFile);
    const QString withTimes = tr("Text with times (*.log)");
    dialog->setNameFilters({tr("Text (*.txt *.log)"), withTimes});
    dialog->selectFile(QStringLiteral("console.txt"));
    connect(dialog, &QFileDialog::fileSelected, this, [this, dialog, withTimes](const QString &path) {
        saveTo(path, dialog->selectedNameFilter() == withTimes);
    });
    dialog->open();
}

void ConsolePane::saveTo(const QString &path, bool hasTimes)
{
    auto *const saving = new ConsoleSave(m_view, path, hasTimes);
    connect(saving, &ConsoleSave::ended, this, &ConsolePane::saveEnded);
}

void ConsolePane::makeOverlay()
{
    m_jump = new QToolButton(m_view);
    m_jump->setIcon(icon("go-bottom"));
    m_jump->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_jump->setToolTip(tr("Go to the end and follow it (Ctrl+End)"));
    m_jump->setFont(font()); // not the view's code font
    m_jump->setFocusPolicy(Qt::NoFocus);
    m_jump->hide();
    m_view->installEventFilter(this);
    connect(m_jump, &QToolButton::clicked, m_view, &ConsoleView::scrollToEnd);
}

void ConsolePane::appendLine(const QString &ansi, LineKind kind)
{
    const QByteArray utf8 = ansi.toUtf8();
    LineTag tag{.kind = kind, .timeMs = QDateTime::currentMSecsSinceEpoch(), .executionId = {}};
    if (kind != LineKind::Compile) {
        m_view->append(utf8, tag);
        return;
    }
    qsizetype start = 0;
    do {
        const qsizetype found = utf8.indexOf('\n', start);
        const qsizetype end = found < 0 ? utf8.size() : found + 1;
        const QByteArrayView line = QByteArrayView(utf8).sliced(start, end - start);
        const CompileLines::Kind &known = m_lines.next(found < 0 ? line : line.chopped(1));
        tag.level = known.level;
        tag.crate = known.crate;
        m_view->append(line, tag);
        start = end;
    } while (start < utf8.size());
}

void ConsolePane::appendHandlerLine(QByteArrayView utf8, LineKind kind, const QString &executionId, qint64 timeMs)
{
    if (kind == LineKind::HandlerStdout && !m_saidStdout) {
        m_saidStdout = true;
        m_view->append(tr("The handler writes to stdout (“out”). It is shown here, but the platform keeps stderr only: "
                          "use eprintln! for what should be kept.")
                           .toUtf8(),
                       {.kind = LineKind::Notice, .timeMs = timeMs, .executionId = {}});
    }
    m_view->append(utf8, {.kind = kind, .timeMs = timeMs, .executionId = executionId.toUtf8()});
}

void ConsolePane::appendDropped(qint64 count)
{
    if (count > 0) {
        appendLine(tr("%1 lines left out: they came faster than they could be shown.").arg(QLocale().toString(count)),
                   LineKind::Notice);
    }
}

void ConsolePane::clear()
{
    m_view->clear();
    m_saidStdout = false;
    m_seenEnd = 0;
}

void ConsolePane::beginRun(const QString &title)
{
    m_saidStdout = false;
    m_lines.reset();
    m_timing = {};
    m_title = title;
    m_begunMs = QDateTime::currentMSecsSinceEpoch();
    m_firstLine = m_view->buffer().endLine();
    appendLine(title, LineKind::Title);
    m_progress->begin(title);
    m_view->scrollToEnd();
}

void ConsolePane::setProgress(int done, int total, const QString &unit)
{
    m_progress->set(done, total, unit);
}

void ConsolePane::setStep(CompileStep step)
{
    m_progress->setStep(step);
}

void ConsolePane::setTiming(const CompileTiming &timing)
{
    m_timing = timing;
}

void ConsolePane::endRun(bool ok, const QString &summary)
{
    m_progress->end();
    if (!summary.isEmpty()) {
        // Told to a screen reader, which does not read what a console prints.
        announce(m_view, summary);
        const QString times = stepTimes(m_timing.steps);
        appendLine((ok ? QStringLiteral("✓ ") : QStringLiteral("✗ ")) + summary +
                       (times.isEmpty() ? QString() : QStringLiteral(" · ") + times),
                   ok ? LineKind::Success : LineKind::Failure);
    }
}

RunSnapshot ConsolePane::snapshot() const
{
    RunSnapshot run{.title = m_title, .timeMs = m_begunMs, .lines = {}, .problems = {}, .timing = m_timing};
    const LineBuffer &buffer = m_view->buffer();
    const qint64 first = std::max({m_firstLine, buffer.firstLine(), buffer.endLine() - RunSnapshot::maxLines});
    for (qint64 line = first; line < buffer.endLine() && !m_title.isEmpty(); ++line) {
        if (buffer.at(line).kind == LineKind::Compile) {
            run.lines << m_view->text(line);
        }
    }
    return run;
}

void ConsolePane::cancelRun()
{
    m_progress->end();
    appendLine(tr("■ Cancelled."), LineKind::Notice);
}

QWidget *ConsolePane::progressWidget() const
{
    return m_progress;
}

void ConsolePane::openFind()
{
    if (!m_find) {
        m_find = new ConsoleFind(m_view);
        m_column->insertWidget(1, m_find);
        connect(m_find, &ConsoleFind::closed, m_view, qOverload<>(&QWidget::setFocus));
    }
    m_find->open();
}

void ConsolePane::setWrap(bool on)
{
    m_wrapButton->defaultAction()->setChecked(on);
    m_view->setWrap(on);
}

bool ConsolePane::wrap() const
{
    return m_view->wrap();
}

void ConsolePane::showMenu(const QPoint &globalPosition)
{
    QMenu *const menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    auto *const copy =
        menu->addAction(icon("edit-copy"), tr("Copy"), QKeySequence::Copy, this, [this] { m_view->copy(); });
    copy->setEnabled(m_view->hasSelection());
    menu->addAction(tr("Copy with times"), this, [this] { m_view->copy(true); })->setEnabled(m_view->hasSelection());
    menu->addAction(icon("edit-select-all"), tr("Select all"), QKeySequence::SelectAll, m_view,
                    &ConsoleView::selectAll);
    menu->addSeparator();
    menu->addActions(actions());
    menu->popup(globalPosition);
}

void ConsolePane::updateState()
{
    const bool empty = m_view->buffer().isEmpty();
    m_stack->setCurrentIndex(empty ? 0 : 1);
    m_tools->setVisible(!empty);
    const qint64 end = m_view->buffer().endLine();
    if (m_view->follows()) {
        m_seenEnd = end;
    }
    const qint64 fresh = end - m_seenEnd;
    m_jump->setText(fresh > 0 ? tr("%1 new lines").arg(QLocale().toString(fresh)) : tr("End"));
    m_jump->setVisible(!empty && !m_view->follows());
    placeOverlay();
}

void ConsolePane::placeOverlay()
{
    m_jump->adjustSize();
    const QSize room = m_view->viewport()->size();
    m_jump->move(room.width() - m_jump->width() - 12, room.height() - m_jump->height() - 8);
}

bool ConsolePane::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize) {
        placeOverlay();
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace studio
