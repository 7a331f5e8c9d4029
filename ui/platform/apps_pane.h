// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/compute_service.h"

#include <QWidget>

class QAction;
class QStackedLayout;

namespace studio {

class AppsModel;
class EmptyState;
class PlainTable;

/// The apps of an organization. Choosing one asks the window to show its versions and calls. Shows what others change
/// by itself. Main thread; nothing blocks.
class AppsPane : public QWidget
{
    Q_OBJECT

public:
    explicit AppsPane(QWidget *parent = nullptr);

    /// Null shows nothing. The service must outlive the pane or be replaced before it goes.
    void setService(ComputeService *service, const QString &organization);
    void setCurrent(const AppId &id);          ///< the one that the other panes show
    void setPlatformName(const QString &name); ///< said where an app is deleted
    void reload();                             ///< what is shown may be old
    [[nodiscard]] AppsModel *model() const { return m_model; }

Q_SIGNALS:
    void appChosen(const studio::AppId &id);
    void message(const QString &sentence, bool isError);
    void loadFailed(const studio::Error &error); ///< what was shown before stays

private:
    QCoro::Task<void> load();
    void choose(const QModelIndex &index);
    void showMenu(const QPoint &position);
    void askToDelete(const AppId &id);
    QCoro::Task<void> remove(AppId id);

    ComputeService *m_service = nullptr;
    QString m_organization;
    quint64 m_generation = 0; ///< a late answer is dropped
    QString m_platformName;
    AppsModel *m_model;
    PlainTable *m_table;
    EmptyState *m_empty;
    QAction *m_again; ///< to load
    QStackedLayout *m_pages;
};

} // namespace studio
