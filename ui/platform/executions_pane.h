// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/compute_service.h"
#include "core/model/execution_words.h"
#include "core/workspace/call_targets.h"

#include <QSet>
#include <QTimer>
#include <QWidget>

class QAction;
class QCheckBox;
class QComboBox;
class QLabel;
class QSplitter;
class QStackedLayout;
class QTabBar;

namespace studio {

class AppLogView;
class CallFilter;
class EmptyState;
class ExecutionsModel;
class ExecutionView;
class PlainTable;

/// The calls of an app as they come, to be searched and opened; its log beside them. Shows what others call by itself.
/// Main thread; nothing blocks.
class ExecutionsPane : public QWidget
{
    Q_OBJECT

public:
    explicit ExecutionsPane(QWidget *parent = nullptr);

    /// Null shows nothing. The service must outlive the pane or be replaced before it goes.
    void setApp(ComputeService *service, const AppId &id);
    [[nodiscard]] ExecutionsModel *model() const { return m_model; }
    [[nodiscard]] ExecutionView *record() const { return m_record; }
    /// What calls can be replayed on.
    void setTargets(const QList<CallTarget> &targets) { m_targets = targets; }
    void reload();                           ///< what is shown may be old
    void choose(const QString &executionId); ///< opens its record
    void search(const QString &text);
    void focusSearch();

Q_SIGNALS:
    void requestChosen(const studio::HttpRequest &request);
    /// A place in the sources that a call ran; without a file where the handler stands.
    void sourceRequested(const studio::Execution &execution, const QString &file, int line, int column);
    void message(const QString &sentence, bool isError);
    void listed();                               ///< what was asked for last is shown
    void loadFailed(const studio::Error &error); ///< what was shown before stays

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *makeHead();
    QWidget *makeCalls();
    void changed(const QString &executionId);
    QCoro::Task<void> lookForApp();
    void connectSearch();
    void readSearch();
    void showFault();
    QCoro::Task<void> offerValues();
    Task<ExecutionPage> list(ExecutionQuery query) const;
    [[nodiscard]] bool isListed(const AppId &app) const;
    QCoro::Task<void> load();
    void requestLoad();
    void takePage(const Result<ExecutionPage> &page);
    QCoro::Task<void> loadMore();
    QCoro::Task<void> refresh(QString id);
    QCoro::Task<void> showRecord(QString id);
    QCoro::Task<void> showLimits(Execution execution);
    QCoro::Task<void> remove(QStringList ids);
    void showMenu(const QPoint &position);
    [[nodiscard]] QStringList selectedIds() const;
    [[nodiscard]] AppId appOf(const QString &executionId) const; ///< of one that is listed
    void askWhereToExport(const QString &id);
    QCoro::Task<void> exportTo(QString id, QString path);
    void replayOn(const CallTarget &target, const QStringList &ids);
    void askToDelete(const QStringList &ids);
    void showPage(int page);
    void connectLog();
    void showEmptiness();

    ComputeService *m_service = nullptr;
    AppId m_id;
    quint64 m_generation = 0; ///< counts apps and searches: a late answer is dropped
    bool m_isLoadingMore = false;
    QList<CallTarget> m_targets;
    ExecutionWords m_words;     ///< that are searched for
    QString m_wantedId;         ///< to be chosen once it is listed
    QString m_cursor;           ///< of the next page
    QSet<QString> m_changedIds; ///< executions to be read again
    QTimer m_changeTimer;
    QTimer m_faultTimer;
    bool m_isLoading = false;    ///< the list's beginning
    bool m_isLoadWanted = false; ///< again, since then
    ExecutionsModel *m_model;
    PlainTable *m_table;
    ExecutionView *m_record;
    AppLogView *m_log;
    QTabBar *m_tabs;
    CallFilter *m_search;
    QLabel *m_fault; ///< what cannot be read in the search
    QComboBox *m_level;
    QCheckBox *m_utc;
    QSplitter *m_splitter;
    EmptyState *m_empty;
    QAction *m_again; ///< to load
    QLabel *m_name;
    QLabel *m_nothing;
    QStackedLayout *m_rows;
    QStackedLayout *m_pages;
};

} // namespace studio
