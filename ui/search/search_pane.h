// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/search/project_search.h"
#include "core/workspace/project_changes.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QListView;
class QModelIndex;
class QStackedLayout;
class QToolButton;

namespace studio {

class EmptyState;
class ProjectReplace;
class SearchFields;
class SearchModel;
class Workspace;

/// Finds and replaces in the files of a project: searches as it is typed, lists the matches by file, shows what they
/// become, and replaces those that are checked. Main thread.
class SearchPane : public QWidget
{
    Q_OBJECT

public:
    explicit SearchPane(QWidget *parent = nullptr);
    ~SearchPane() override;

    void setWorkspace(Workspace *workspace); ///< null for none; what was found in another one is forgotten
    /// Prepares the fields for what is searched next; empty words keep those that are there.
    void open(const QString &words, bool withReplace);
    void step(int direction); ///< chooses the next or previous match and goes to it; the focus stays
    void undoReplacement();
    [[nodiscard]] bool canUndo() const;
    [[nodiscard]] SearchFields *fields() const { return m_fields; }
    [[nodiscard]] SearchModel *model() const { return m_model; }
    [[nodiscard]] QListView *list() const { return m_list; }
    [[nodiscard]] QString status() const;
    [[nodiscard]] bool isSearching() const { return m_search.isRunning(); }

Q_SIGNALS:
    void matchActivated(const QString &path, const studio::LineMatch &match); ///< absolute
    void stateChanged();
    void undoChanged();

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void search();
    void addFound(const QList<FileMatches> &batch);
    void showSummary(const SearchSummary &summary);
    void showReplacement();
    void replace();
    void followUndo();
    enum class Empty { NotSearched, NothingFound, Replaced };
    void showEmpty(Empty why); ///< instead of matches
    void say(const QString &words, bool isError = false);
    void activate(const QModelIndex &index);
    bool handleListKey(int key);
    void setExpanded(const QModelIndex &index, bool isExpanded);
    [[nodiscard]] QHash<QString, QString> unsavedTexts() const;

    Workspace *m_workspace = nullptr;
    ProjectSearch m_search;
    ProjectReplace *m_replace = nullptr;
    ProjectChanges::StepState m_shownState = ProjectChanges::StepState::Forgotten; ///< of the last replacement
    SearchModel *m_model;
    SearchFields *m_fields;
    QLabel *m_status;
    QToolButton *m_stop;
    QToolButton *m_undo;
    QListView *m_list;
    EmptyState *m_empty;
    QStackedLayout *m_results;
    QTimer m_delay;
    ProjectQuery m_searched; ///< what the list is about
    bool m_isFresh = false;  ///< the list still shows the search before
};

} // namespace studio
