// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/compute_service.h"

#include <QWidget>

class QAction;
class QLabel;
class QStackedLayout;

namespace studio {

class EmptyState;
class PlainTable;
class VersionsModel;

/// What can be done with the versions that are chosen. Disabled until a pane enables them.
struct VersionActions
{
    explicit VersionActions(QObject *owner);

    QAction *rollBack;
    QAction *compare;
    QAction *saveArchive;

    [[nodiscard]] QList<QAction *> all() const { return {rollBack, compare, saveArchive}; }
};

/// How an app stands: its draft in a line, its versions in a table; rolls back, compares two, hands out a version's
/// archive. Shows what others change by itself. Main thread; nothing blocks.
class VersionsPane : public QWidget
{
    Q_OBJECT

public:
    /// `scratch` is a folder for what is unpacked to be compared.
    explicit VersionsPane(QString scratch, QWidget *parent = nullptr);
    /// With actions that are there before it, and must outlive it.
    VersionsPane(QString scratch, const VersionActions &actions, QWidget *parent = nullptr);
    ~VersionsPane() override;

    /// Null shows nothing. The service must outlive the pane or be replaced before it goes.
    void setApp(ComputeService *service, const AppId &id);
    /// What the empty pane offers: null where the app is not the open project's, which is what it would publish.
    void setPublishAction(QAction *publish);
    void reload(); ///< what is shown may be old
    [[nodiscard]] VersionsModel *model() const { return m_model; }
    void choose(int number);
    void rollBack(); ///< asks first
    void compare();

Q_SIGNALS:
    void message(const QString &sentence, bool isError);
    void loadFailed(const studio::Error &error); ///< what was shown before stays

private:
    QWidget *makeHead();
    QCoro::Task<void> load();
    QCoro::Task<void> loadMore();
    QCoro::Task<void> doRollBack(int number);
    QCoro::Task<void> save(int number, QString path);
    void exportCode();
    void showMenu(const QPoint &position);
    void showActions();
    void showDraft(const AppState &state, const QList<Version> &newest);
    void showFailure(const Error &error);
    [[nodiscard]] const Version *chosen() const;

    QString m_scratch;
    ComputeService *m_service = nullptr;
    AppId m_id;
    quint64 m_generation = 0; ///< counts apps and loads: a late answer is dropped
    bool m_complete = false;
    bool m_loading = false;
    VersionsModel *m_model;
    PlainTable *m_table;
    QLabel *m_name;
    QLabel *m_draft;
    EmptyState *m_empty;
    QStackedLayout *m_pages;
    VersionActions m_actions;
    QAction *m_again; ///< to load
};

} // namespace studio
