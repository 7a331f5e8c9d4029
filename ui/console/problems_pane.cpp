// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/problems_pane.h"

#include "core/base/error.h"
#include "core/workspace/diagnostic_explanations.h"
#include "core/workspace/diagnostic_fixes.h"
#include "ui/common/empty_state.h"
#include "ui/common/icons.h"
#include "ui/console/console_view.h"
#include "ui/console/problems_bar.h"
#include "ui/console/problems_delegate.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QMenu>
#include <QSet>
#include <QSplitter>
#include <QStackedLayout>
#include <QTreeView>

#include <optional>

namespace studio {

namespace {

constexpr int detailFromWidth = 720; // narrower, the list needs the room
constexpr int treeIndentation = 16;
constexpr qsizetype maxUnfolded = 100; ///< problems that stay so when the list is another

} // namespace

ProblemsPane::ProblemsPane(QWidget *parent)
    : QWidget(parent)
    , m_model(new ProblemsModel(this))
    , m_bar(new ProblemsBar)
    , m_tree(new QTreeView)
    , m_detail(new ConsoleView)
    , m_splitter(new QSplitter)
    , m_stack(new QStackedLayout(this))
{
    m_tree->setModel(m_model);
    m_tree->setItemDelegate(new ProblemsDelegate(m_tree));
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->setHeaderHidden(true);
    m_tree->setUniformRowHeights(true);
    m_tree->setIndentation(treeIndentation);
    m_tree->setExpandsOnDoubleClick(false); // a double click goes to the place
    m_tree->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_tree->setContextMenuPolicy(Qt::CustomContextMenu);
    m_tree->setAccessibleName(tr("Problems"));
    m_tree->installEventFilter(this);
    m_detail->setGutter(false);
    m_detail->setWrap(false); // lines that rustc draws below each other stay below each other
    m_detail->setAccessibleName(tr("What the compiler says"));
    m_splitter->addWidget(m_tree);
    m_splitter->addWidget(m_detail);
    m_splitter->setHandleWidth(1);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setSizes({1, 1});
    m_stack->addWidget(new EmptyState(QStringLiteral("checkmark"), tr("No problems"),
                                      tr("Errors and warnings of the compiler and of rust-analyzer are listed here.")));
    auto *const page = new QWidget;
    auto *const column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_bar);
    column->addWidget(m_splitter, 1);
    m_stack->addWidget(page);
    setFocusProxy(m_tree);

    makeActions();
    connect(m_tree, &QTreeView::doubleClicked, this, &ProblemsPane::activate);
    connect(m_tree, &QWidget::customContextMenuRequested, this, &ProblemsPane::showMenu);
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this, &ProblemsPane::showDetail);
    connect(m_detail, &ConsoleView::locationActivated, this, &ProblemsPane::locationActivated);
    connect(m_detail, &ConsoleView::codeActivated, this, &ProblemsPane::explanationRequested);
    connect(m_bar, &ProblemsBar::filterChanged, this,
            [this] { changeTree([this] { m_model->setFilter(m_bar->filter()); }); });
    connect(m_bar, &ProblemsBar::groupingChanged, this, [this] {
        changeTree([this] { m_model->setGrouping(m_bar->grouping()); });
        Q_EMIT groupingChanged();
    });
    connect(m_bar, &ProblemsBar::fixAllRequested, this, &ProblemsPane::fixAll);
    connect(m_bar, &ProblemsBar::left, m_tree, qOverload<>(&QWidget::setFocus));
    updateState();
}

void ProblemsPane::makeActions()
{
    auto *const copying = new QAction(icon("edit-copy"), tr("Copy"), m_tree);
    copying->setShortcut(QKeySequence::Copy);
    copying->setShortcutContext(Qt::WidgetShortcut);
    m_tree->addAction(copying);
    connect(copying, &QAction::triggered, this, &ProblemsPane::copy);
}

void ProblemsPane::append(const Diagnostic &diagnostic)
{
    const int before = m_model->count(diagnostic.severity);
    const QModelIndex index = m_model->append(diagnostic);
    if (m_model->count(diagnostic.severity) == before) {
        return; // it is listed already
    }
    if (index.isValid() && index.parent().isValid() && m_model->rowCount(index.parent()) == 1) {
        m_tree->expand(index.parent());
    }
    updateState();
    const QModelIndex current = m_tree->currentIndex();
    if (index.isValid() && !m_model->problemAt(current) && m_model->stepped(current, 1) == index) {
        showDetail(current);
    }
}

/// What is chosen, folded and unfolded stays so, where it still is in the tree: the list is given anew at each edit.
template <typename Change> void ProblemsPane::changeTree(Change change)
{
    const Diagnostic *const chosen = m_model->problemAt(m_tree->currentIndex());
    const std::optional<Diagnostic> kept = chosen ? std::optional(*chosen) : std::nullopt;
    QSet<QString> folded;
    QList<Diagnostic> unfolded;
    for (int at = 0; at < m_model->rowCount(); ++at) {
        const QModelIndex group = m_model->index(at, 0);
        if (!m_tree->isExpanded(group)) {
            folded.insert(group.data(ProblemsModel::MessageRole).toString());
        }
        for (int row = 0; row < m_model->rowCount(group) && unfolded.size() < maxUnfolded; ++row) {
            if (const QModelIndex problem = m_model->index(row, 0, group); m_tree->isExpanded(problem)) {
                unfolded << *m_model->problemAt(problem);
            }
        }
    }
    change();
    m_tree->expandToDepth(0);
    for (int at = 0; at < m_model->rowCount() && !folded.isEmpty(); ++at) {
        const QModelIndex group = m_model->index(at, 0);
        m_tree->setExpanded(group, !folded.contains(group.data(ProblemsModel::MessageRole).toString()));
    }
    for (const Diagnostic &one : std::as_const(unfolded)) {
        if (const QModelIndex again = m_model->indexLike(one); again.isValid()) {
            m_tree->expand(again);
        }
    }
    if (const QModelIndex again = kept ? m_model->indexLike(*kept) : QModelIndex(); again.isValid()) {
        const bool isFolded = !m_tree->isExpanded(again.parent());
        m_tree->setCurrentIndex(again); // which unfolds its group
        m_tree->setExpanded(again.parent(), !isFolded);
    } else {
        showDetail({});
    }
    updateState();
}

void ProblemsPane::setAll(const QList<Diagnostic> &diagnostics)
{
    changeTree([&] { m_model->setAll(diagnostics); });
}

void ProblemsPane::clear()
{
    setAll({});
}

int ProblemsPane::errors() const
{
    return m_model->count(Severity::Error);
}

int ProblemsPane::count() const
{
    return errors() + m_model->count(Severity::Warning);
}

QString ProblemsPane::title() const
{
    return count() > 0 ? tr("Problems %1").arg(count()) : tr("Problems");
}

QList<Diagnostic> ProblemsPane::shown() const
{
    return m_model->shown();
}

ProblemsModel::Grouping ProblemsPane::grouping() const
{
    return m_bar->grouping();
}

void ProblemsPane::setGrouping(ProblemsModel::Grouping grouping)
{
    m_bar->setGrouping(grouping);
}

void ProblemsPane::openFilter()
{
    m_bar->focusFilter();
}

void ProblemsPane::next()
{
    step(1);
}

void ProblemsPane::previous()
{
    step(-1);
}

void ProblemsPane::step(int direction)
{
    const QModelIndex index = m_model->stepped(m_tree->currentIndex(), direction);
    if (index.isValid()) {
        m_tree->setCurrentIndex(index); // which unfolds its group
        activate(index);
    }
}

void ProblemsPane::activate(const QModelIndex &index)
{
    if (!index.isValid()) {
        return;
    }
    if (m_model->kindOf(index) == ProblemsModel::RowKind::Group) {
        m_tree->setExpanded(index, !m_tree->isExpanded(index));
        return;
    }
    const DiagnosticSpan place = m_model->placeAt(index);
    if (!place.file.isEmpty()) {
        Q_EMIT locationActivated(place.file, place.line, place.column);
    }
}

/// Of the row, or the only one of its problem; of several the problem is unfolded, so that one is chosen.
void ProblemsPane::applySuggestion(const QModelIndex &index)
{
    if (const DiagnosticSuggestion *const suggestion = index.isValid() ? m_model->suggestionAt(index) : nullptr) {
        Q_EMIT fixesRequested({*suggestion});
        return;
    }
    const QModelIndex row = m_model->problemIndex(index);
    const Diagnostic *const problem = m_model->problemAt(row);
    if (!row.isValid() || !problem || problem->suggestions.isEmpty()) {
        return;
    }
    if (problem->suggestions.size() == 1) {
        Q_EMIT fixesRequested(problem->suggestions);
        return;
    }
    m_tree->expand(row);
    m_tree->setCurrentIndex(m_model->index(0, 0, row));
}

void ProblemsPane::fixAll()
{
    const QList<DiagnosticSuggestion> certain = certainFixes(m_model->shown());
    if (!certain.isEmpty()) {
        Q_EMIT fixesRequested(certain);
    }
}

void ProblemsPane::explain(const QModelIndex &index)
{
    const Diagnostic *const problem = m_model->problemAt(index);
    if (problem && isErrorCode(problem->code)) {
        Q_EMIT explanationRequested(problem->code);
    }
}

/// Shows the chosen one, or the first, of the group where one is chosen.
void ProblemsPane::showDetail(const QModelIndex &index)
{
    const QModelIndex chosen = m_model->problemAt(index) ? index : m_model->stepped(index, 1);
    m_detail->clear();
    const Diagnostic *const found = m_model->problemAt(chosen);
    if (!found) {
        return;
    }
    const QString text = found->rendered.isEmpty() ? problemText(*found) : found->rendered.trimmed();
    m_detail->append(text.toUtf8());
    m_detail->scrollToStart();
}

void ProblemsPane::copy() const
{
    const QModelIndex index = m_tree->currentIndex();
    if (!index.isValid()) {
        return;
    }
    const Diagnostic *const found = m_model->problemAt(index);
    const bool isWhole = found && m_model->kindOf(index) == ProblemsModel::RowKind::Problem;
    QApplication::clipboard()->setText(isWhole ? problemText(*found) : index.data().toString());
}

void ProblemsPane::showMenu(const QPoint &position)
{
    const QModelIndex index = m_tree->indexAt(position);
    if (!index.isValid()) {
        return;
    }
    const QPersistentModelIndex row = index;
    QMenu *const menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QAction *const open = menu->addAction(icon("go-jump"), tr("Go to the place"), this, [this, row] { activate(row); });
    open->setEnabled(!m_model->placeAt(index).file.isEmpty());
    const Diagnostic *const found = m_model->problemAt(index);
    if (found && !found->suggestions.isEmpty()) {
        menu->addAction(icon("quickopen"), tr("Make the suggestion"), QKeySequence(QStringLiteral("Ctrl+.")), this,
                        [this, row] { applySuggestion(row); });
    }
    if (found && isErrorCode(found->code)) {
        menu->addAction(icon("dialog-information"), tr("Explain %1").arg(found->code), QKeySequence(Qt::Key_F1), this,
                        [this, row] { explain(row); });
    }
    menu->addActions(m_tree->actions());
    menu->popup(m_tree->viewport()->mapToGlobal(position));
}

/// Keys of the tree's own go before the window's shortcuts: Ctrl+. is the editor's too.
bool ProblemsPane::takeKey(int key, Qt::KeyboardModifiers modifiers, bool isPressed)
{
    const QModelIndex current = m_tree->currentIndex();
    const bool isEnter = (key == Qt::Key_Return || key == Qt::Key_Enter) && !(modifiers & ~Qt::KeypadModifier);
    const bool isFix = key == Qt::Key_Period && modifiers == Qt::ControlModifier;
    const bool isExplain = key == Qt::Key_F1 && modifiers == Qt::NoModifier;
    if (!current.isValid() || (!isEnter && !isFix && !isExplain)) {
        return false;
    }
    const Diagnostic *const problem = m_model->problemAt(current);
    if (isExplain && !(problem && isErrorCode(problem->code))) {
        return false; // the window's own help
    }
    if (isPressed) {
        if (isFix || (isEnter && m_model->suggestionAt(current))) {
            applySuggestion(current);
        } else if (isEnter) {
            activate(current);
        } else {
            explain(current);
        }
    }
    return true;
}

bool ProblemsPane::eventFilter(QObject *watched, QEvent *event)
{
    const bool isPressed = event->type() == QEvent::KeyPress;
    if (watched == m_tree && (isPressed || event->type() == QEvent::ShortcutOverride)) {
        const auto *const key = static_cast<QKeyEvent *>(event);
        if (takeKey(key->key(), key->modifiers(), isPressed)) {
            event->accept();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void ProblemsPane::updateState()
{
    m_stack->setCurrentIndex(m_model->isEmpty() ? 0 : 1);
    m_bar->setCounts(errors(), m_model->count(Severity::Warning), m_model->count(Severity::Note));
    m_bar->setFixes(m_model->certainFixCount());
    Q_EMIT countChanged();
}

void ProblemsPane::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    m_detail->setVisible(width() >= detailFromWidth);
}

} // namespace studio
