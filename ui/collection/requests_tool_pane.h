// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/collection/request_sender.h"
#include "ui/collection/environment_secrets.h"
#include "ui/collection/environments_dialog.h"
#include "ui/common/tool_pane.h"

#include <QPointer>

namespace studio {

class RequestExchange;
class RequestsPane;

/// The saved requests of the open project, their environments, and runs of them. Main thread.
class RequestsToolPane final : public ToolPane
{
    Q_OBJECT

public:
    /// `toAddress` sends requests that name an address.
    explicit RequestsToolPane(collection::RequestSender toAddress, QObject *parent = nullptr);
    ~RequestsToolPane() override;

    [[nodiscard]] QString id() const override { return QStringLiteral("requests"); }
    [[nodiscard]] QString title() const override { return tr("Requests"); }
    [[nodiscard]] QIcon icon() const override;
    [[nodiscard]] PaneArea preferredArea() const override { return PaneArea::Bottom; }
    bool find(const SearchQuery &query) override;
    [[nodiscard]] QList<QAction *> actions() override { return m_actions; }
    void attach(Workspace *workspace) override;
    [[nodiscard]] Json saveState() const override;
    void restoreState(const JsonReader &state) override;

protected:
    QWidget *makeWidget() override;

private:
    QAction *addAction(const char *id, const QString &text, const QString &tip, void (RequestsToolPane::*begin)());
    void connectPane();
    void connectWorkspace();
    void showCollection();
    void saveShown();
    void importFile();
    void importFolder();
    void exportHurl();
    RequestExchange *exchange(); ///< with a workspace
    void runAll();
    void focusFilter();
    void editEnvironments();
    void askForRequest(const QString &folder);
    void askForFolder(const QString &folder);
    void askForName(const QString &path);
    template <typename T> QCoro::Task<void> sayFailure(Task<T> change);
    QCoro::Task<void> addRequest(collection::SavedRequest request, QString folder);
    QCoro::Task<void> run(QString below);
    QCoro::Task<void> readSecrets(QPointer<EnvironmentsDialog> dialog, QString environment);
    QCoro::Task<void> saveEnvironments(QPointer<EnvironmentsDialog> dialog, QList<EnvironmentsDialog::Edited> edited);

    collection::RequestSender m_toAddress;
    EnvironmentSecrets m_secrets;
    QList<QAction *> m_actions;
    RequestsPane *m_pane = nullptr;
    Workspace *m_workspace = nullptr;
    std::unique_ptr<RequestExchange> m_exchange; ///< of the workspace, once it is asked for
    std::stop_source m_stop;                     ///< of the run
    QStringList m_toggledFolders;                ///< while there is no pane
};

} // namespace studio
