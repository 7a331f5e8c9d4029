// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/search/search_pane.h"

#include "core/base/detach.h"
#include "core/base/lifetime.h"
#include "core/workspace/document_store.h"
#include "core/workspace/project_replace.h"
#include "core/workspace/workspace.h"
#include "ui/common/empty_state.h"
#include "ui/common/escape.h"
#include "ui/common/icons.h"
#include "ui/search/search_delegate.h"
#include "ui/search/search_fields.h"
#include "ui/search/search_model.h"
#include "ui/search/search_texts.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QStackedLayout>
#include <QToolButton>

#include <chrono>

namespace studio {

namespace {

constexpr std::chrono::milliseconds typingDelay{200};
constexpr int fieldsWidth = 360;

QToolButton *flatButton(const char *name, const QString &tip)
{
    auto *const button = new QToolButton;
    button->setIcon(icon(name));
    button->setToolTip(tip);
    button->setAccessibleName(tip);
    button->setAutoRaise(true);
    button->hide();
    return button;
}

} // namespace

SearchPane::SearchPane(QWidget *parent)
    : QWidget(parent)
    , m_model(new SearchModel(this))
    , m_fields(new SearchFields)
    , m_status(new QLabel)
    , m_stop(flatButton("dialog-cancel", tr("Stop the search (Escape)")))
    , m_undo(flatButton("edit-undo", tr("Undo the replacement in all files")))
    , m_list(new QListView)
    , m_empty(new EmptyState(QStringLiteral("edit-find"), {}, {}))
    , m_results(new QStackedLayout)
{
    auto *const row = new QHBoxLayout(this);
    row->setContentsMargins(8, 4, 0, 0);
    row->setSpacing(8);
    auto *const left = new QWidget;
    left->setFixedWidth(fieldsWidth);
    auto *const column = new QVBoxLayout(left);
    column->setContentsMargins(0, 0, 0, 4);
    column->setSpacing(4);
    auto *const statusRow = new QHBoxLayout;
    m_status->setWordWrap(true);
    m_status->setTextFormat(Qt::PlainText);
    m_status->setForegroundRole(QPalette::PlaceholderText);
    statusRow->addWidget(m_status, 1);
    statusRow->addWidget(m_stop, 0, Qt::AlignTop);
    statusRow->addWidget(m_undo, 0, Qt::AlignTop);
    column->addWidget(m_fields);
    column->addLayout(statusRow);
    column->addStretch(1);
    auto *const delegate = new SearchDelegate(m_list);
    m_list->setModel(m_model);
    m_list->setItemDelegate(delegate);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setUniformItemSizes(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setAccessibleName(tr("Matches in the project"));
    m_list->installEventFilter(this);
    m_results->addWidget(m_empty);
    m_results->addWidget(m_list);
    showEmpty(Empty::NotSearched);
    row->addWidget(left);
    row->addLayout(m_results, 1);
    setFocusProxy(m_fields->words());

    m_delay.setSingleShot(true);
    m_delay.setInterval(typingDelay);
    connect(&m_delay, &QTimer::timeout, this, &SearchPane::search);
    connect(m_fields, &SearchFields::typed, this, [this] {
        m_delay.start();
        showReplacement(); // which depends on the expression too
    });
    connect(m_fields, &SearchFields::searchRequested, this, &SearchPane::search);
    connect(m_fields, &SearchFields::resultsRequested, this, [this] {
        m_list->setFocus(Qt::TabFocusReason);
        if (!m_list->currentIndex().isValid()) {
            m_list->setCurrentIndex(m_model->index(0));
        }
    });
    connect(m_fields, &SearchFields::replacementChanged, this, &SearchPane::showReplacement);
    connect(m_fields, &SearchFields::replaceRequested, this, &SearchPane::replace);
    connect(m_stop, &QToolButton::clicked, &m_search, &ProjectSearch::cancel);
    connect(m_undo, &QToolButton::clicked, this, &SearchPane::undoReplacement);
    connect(&m_search, &ProjectSearch::found, this, &SearchPane::addFound);
    connect(&m_search, &ProjectSearch::finished, this, &SearchPane::showSummary);
    connect(m_list, &QListView::activated, this, &SearchPane::activate);
    connect(delegate, &SearchDelegate::expansionClicked, this, [this](const QModelIndex &index) {
        setExpanded(index, !index.data(SearchModel::IsExpandedRole).toBool());
    });
    connect(m_model, &SearchModel::checkedChanged, this,
            [this] { m_fields->setReplaceable(m_model->isReplacing() ? m_model->checkedCount() : 0); });
    showReplacement();
}

SearchPane::~SearchPane() = default;

void SearchPane::setWorkspace(Workspace *workspace)
{
    m_search.cancel();
    m_delay.stop();
    showEmpty(Empty::NotSearched);
    m_status->clear();
    delete std::exchange(m_replace, nullptr);
    m_workspace = workspace;
    if (workspace) {
        m_replace = new ProjectReplace(workspace->documents(), this);
        connect(m_replace, &ProjectReplace::undoChanged, this, &SearchPane::followUndo);
    }
    m_shownState = ProjectChanges::StepState::Forgotten;
    m_undo->hide();
    Q_EMIT undoChanged();
}

void SearchPane::open(const QString &words, bool withReplace)
{
    if (withReplace) {
        m_fields->setReplacing(true);
    }
    m_fields->setWords(words);
    if (m_fields->query() != m_searched || m_model->rowCount() == 0) {
        search();
    }
}

QString SearchPane::status() const
{
    return m_status->text();
}

void SearchPane::showEmpty(Empty why)
{
    const QString where = tr("Finds text in all files of the project that git does not ignore.");
    m_model->clear();
    switch (why) {
    case Empty::NotSearched:
        m_empty->setTitle(tr("Nothing searched yet"));
        m_empty->setText(where);
        break;
    case Empty::NothingFound:
        m_empty->setTitle(tr("Nothing found"));
        m_empty->setText(where);
        break;
    case Empty::Replaced: // whether it was undone since or not
        m_empty->setTitle(tr("The texts are others now"));
        m_empty->setText(tr("Enter in the field for the text searches them again."));
        break;
    }
    m_results->setCurrentWidget(m_empty);
}

void SearchPane::say(const QString &words, bool isError)
{
    m_status->setForegroundRole(isError ? QPalette::WindowText : QPalette::PlaceholderText);
    m_status->setText(words);
}

QHash<QString, QString> SearchPane::unsavedTexts() const
{
    QHash<QString, QString> texts;
    const QString folder = m_workspace->folder() + u'/';
    for (const QString &path : m_workspace->documents()->openPaths()) {
        if (path.startsWith(folder) && m_workspace->documents()->isDirty(path)) {
            texts.insert(path.sliced(folder.size()), m_workspace->documents()->text(path).value_or(QString()));
        }
    }
    return texts;
}

/// The list keeps what it shows until there is something new, so that it does not flicker at each key.
void SearchPane::search()
{
    m_delay.stop();
    m_isFresh = false;
    m_search.cancel();
    m_searched = m_fields->query();
    m_isFresh = true;
    if (!m_workspace || !m_workspace->isOpen() || m_searched.words.isEmpty()) {
        showEmpty(Empty::NotSearched);
        say({});
        return;
    }
    m_stop->show();
    say(tr("Searching …"));
    m_search.start(m_searched, m_workspace->folder(), unsavedTexts());
}

void SearchPane::addFound(const QList<FileMatches> &batch)
{
    if (std::exchange(m_isFresh, false)) {
        m_model->clear();
        m_list->scrollToTop();
    }
    m_model->add(batch);
    m_results->setCurrentWidget(m_list);
    say(tr("%1 so far …").arg(matchesText(m_model->matches())));
}

void SearchPane::showSummary(const SearchSummary &summary)
{
    m_stop->hide();
    if (std::exchange(m_isFresh, false)) {
        showEmpty(summary.error.isEmpty() ? Empty::NothingFound : Empty::NotSearched);
    }
    say(summaryText(m_model->matches(), m_model->files(), summary), !summary.error.isEmpty());
}

void SearchPane::showReplacement()
{
    m_model->setReplacer(m_fields->isReplacing() ? std::optional(Replacer(m_fields->query(), m_fields->replacement()))
                                                 : std::nullopt);
    Q_EMIT stateChanged();
}

void SearchPane::replace()
{
    const QList<FileMatches> chosen = m_model->checked();
    if (!m_replace || chosen.isEmpty() || m_isFresh || m_fields->query() != m_searched) {
        return;
    }
    m_search.cancel();
    say(tr("Replacing …"));
    const auto run = [](SearchPane *pane, QList<FileMatches> files) -> QCoro::Task<void> {
        const Replacer replacer(pane->m_searched, pane->m_fields->replacement());
        const QString label = stepName(pane->m_searched);
        const auto outcome = co_await whileAlive(
            pane, pane->m_replace->replace(pane->m_workspace->folder(), std::move(files), replacer, label));
        if (!outcome) {
            pane->say(outcome.error().message, true);
            co_return;
        }
        pane->showEmpty(Empty::Replaced);
        pane->say(outcomeText(*outcome), outcome->failedFiles > 0);
    };
    detach(run(this, chosen));
}

void SearchPane::undoReplacement()
{
    if (!canUndo()) {
        return;
    }
    const auto run = [](SearchPane *pane) -> QCoro::Task<void> {
        const auto undone = co_await whileAlive(pane, pane->m_replace->undo());
        if (!undone) {
            pane->say(undone.error().message, true);
        }
    };
    detach(run(this));
}

/// It may have been undone, and redone, in an editor.
void SearchPane::followUndo()
{
    using State = ProjectChanges::StepState;
    m_undo->setVisible(canUndo());
    const State before = std::exchange(m_shownState, m_replace->lastState());
    if (before == State::Done && m_shownState == State::Undone) {
        say(tr("The replacement was undone."));
    } else if (before == State::Undone && m_shownState == State::Done) {
        say(tr("The replacement was made again."));
    }
    Q_EMIT undoChanged();
}

bool SearchPane::canUndo() const
{
    return m_replace && m_replace->canUndo();
}

void SearchPane::activate(const QModelIndex &index)
{
    if (index.data(SearchModel::IsFileRole).toBool()) {
        setExpanded(index, !index.data(SearchModel::IsExpandedRole).toBool());
        return;
    }
    const auto match = index.data(SearchModel::MatchRole).value<LineMatch>();
    Q_EMIT matchActivated(m_workspace->absolutePath(index.data(SearchModel::FileRole).toString()), match);
}

void SearchPane::step(int direction)
{
    const int rows = m_model->rowCount();
    int row = m_list->currentIndex().isValid() ? m_list->currentIndex().row() : direction > 0 ? -1 : rows;
    for (int tried = 0; tried < rows; ++tried) {
        row = (row + direction + rows) % rows;
        const QModelIndex index = m_model->index(row);
        if (!index.data(SearchModel::IsFileRole).toBool()) {
            m_list->setCurrentIndex(index);
            activate(index);
            return;
        }
    }
}

void SearchPane::setExpanded(const QModelIndex &index, bool isExpanded)
{
    m_model->setExpanded(index.row(), isExpanded);
}

/// Left folds a file, or goes from a match to its file; Right unfolds; Delete takes a row out of the list.
bool SearchPane::handleListKey(int key)
{
    const QModelIndex index = m_list->currentIndex();
    if (!index.isValid()) {
        return false;
    }
    const bool isFile = index.data(SearchModel::IsFileRole).toBool();
    const bool isRightToLeft = layoutDirection() == Qt::RightToLeft;
    if (key == (isRightToLeft ? Qt::Key_Right : Qt::Key_Left)) {
        if (isFile) {
            setExpanded(index, false);
        } else {
            m_list->setCurrentIndex(m_model->index(m_model->rowOfFile(index.row())));
        }
        return true;
    }
    if (key == (isRightToLeft ? Qt::Key_Left : Qt::Key_Right)) {
        if (isFile) {
            setExpanded(index, true);
        }
        return true;
    }
    if (key == Qt::Key_Delete) {
        m_model->remove(index.row());
        return true;
    }
    if (key == Qt::Key_Up && index.row() == 0) {
        m_fields->words()->setFocus(Qt::BacktabFocusReason);
        return true;
    }
    return false;
}

bool SearchPane::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_list && event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (key->modifiers() == Qt::NoModifier || key->modifiers() == Qt::KeypadModifier) {
            return handleListKey(key->key());
        }
    }
    return QWidget::eventFilter(watched, event);
}

/// Escape stops a search; else it goes back to the editor, as everywhere.
bool SearchPane::event(QEvent *event)
{
    return (m_search.isRunning() && claimEscape(event)) || QWidget::event(event);
}

void SearchPane::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && m_search.isRunning()) {
        m_search.cancel();
        return;
    }
    QWidget::keyPressEvent(event);
}

} // namespace studio
