// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/collection/collection_reader.h"
#include "core/collection/collection_runner.h"

#include <QBasicTimer>
#include <QElapsedTimer>
#include <QSet>
#include <QWidget>

#include <memory>

class QAction;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QStackedLayout;
class QToolButton;
class QTreeView;

namespace studio {

class Banner;
class EmptyState;
class RequestTreeModel;

/// The saved requests as a tree, with the environment that they are sent with, and what came of a run. A view: who owns
/// the collection changes and sends it. Main thread.
class RequestsPane : public QWidget
{
    Q_OBJECT

public:
    explicit RequestsPane(QWidget *parent = nullptr);

    void setActions(const QList<QAction *> &actions); ///< what can be done with all; they outlive this
    void setProjectOpen(bool isOpen);
    void setCollection(const std::shared_ptr<const collection::Collection> &collection,
                       const QList<collection::ReadWarning> &warnings, const std::optional<Error> &error);
    void setEnvironment(const QString &name);  ///< that is chosen
    void setRequestShown(const QString &path); ///< in the invoke pane: its row becomes the current one

    void beginRun(qsizetype requests);
    void addOutcome(const collection::RequestOutcome &outcome);
    void endRun(const Result<collection::RunOutcome> &outcome);
    [[nodiscard]] bool isRunning() const { return m_isRunning; }

    /// A folder or a request; the row that is current. Empty for none.
    [[nodiscard]] QString currentPath() const;
    [[nodiscard]] QString currentFolder() const; ///< where something new belongs
    void say(const QString &sentence, bool isError);
    void focusFilter();

    /// Paths of folders that the person opened or closed: without that, they are open in a collection that is not
    /// large.
    [[nodiscard]] QStringList toggledFolders() const;
    void setToggledFolders(const QStringList &paths);

Q_SIGNALS:
    void openRequested(const QString &path); ///< of a request
    void fileRequested(const QString &path, int line);
    void runRequested(const QString &path); ///< of a request or a folder; empty for all
    void stopRequested();
    void environmentChosen(const QString &name);
    void environmentsRequested(); ///< to edit them
    void newRequestRequested(const QString &folder);
    void newFolderRequested(const QString &folder);
    void duplicateRequested(const QString &path);
    void renameRequested(const QString &path);
    void trashRequested(const QString &path);
    void foldersChanged(); ///< others are open

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void timerEvent(QTimerEvent *event) override;
    bool event(QEvent *event) override;

private:
    QWidget *makeBar();
    QWidget *makeTree();
    QWidget *makeStatus();
    void connectTree();
    void applyFilter();
    void noteFolder(const QModelIndex &index, bool isOpen);
    [[nodiscard]] bool areFoldersOpen() const;
    void restoreRows(const QString &current);
    void showMenu(const QPoint &position);
    void showWarnings(const QList<collection::ReadWarning> &warnings, const std::optional<Error> &error);
    void showStatusRow();
    void showPage();
    void showProgress();
    void activate(const QModelIndex &index);
    bool takeTreeKey(const QKeyEvent *event);

    RequestTreeModel *m_model;
    QLineEdit *m_filter = nullptr;
    QComboBox *m_environment = nullptr;
    QPushButton *m_run = nullptr;
    QToolButton *m_add = nullptr;
    QToolButton *m_more = nullptr;
    Banner *m_banner = nullptr;
    QTreeView *m_tree = nullptr;
    QWidget *m_statusRow = nullptr;
    QLabel *m_status = nullptr;       ///< of the last run
    QToolButton *m_skipped = nullptr; ///< files of the collection
    QList<collection::ReadWarning> m_warnings;
    EmptyState *m_empty = nullptr;
    EmptyState *m_noMatch = nullptr;
    QStackedLayout *m_pages = nullptr;
    std::shared_ptr<const collection::Collection> m_collection;
    QSet<QString> m_toggledFolders;
    QSet<QString> m_openRequests; ///< paths of those whose checks are shown
    QBasicTimer m_tick;
    QElapsedTimer m_clock;
    qsizetype m_total = 0; ///< of the run
    qsizetype m_done = 0;
    qsizetype m_failed = 0;
    bool m_isRunning = false;
    bool m_isRestoring = false;
};

} // namespace studio
