// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QToolButton>

namespace studio {

class Banner;
class RemoteConnection;

/// The button that says where Publish goes, with a menu to choose it. Says in the banner when the remote does not
/// answer. Main thread.
class RemoteChooser : public QToolButton
{
    Q_OBJECT

public:
    /// Both must outlive it.
    RemoteChooser(RemoteConnection *connection, Banner *banner, QWidget *parent = nullptr);

    [[nodiscard]] QAction *editAction() const { return m_edit; } ///< "Remotes…"

private:
    void showChoice();
    void fillMenu();
    void showFailure();
    void edit();

    RemoteConnection *m_connection;
    Banner *m_banner;
    QAction *m_edit;
    QString m_said; ///< of a remote that does not answer
};

} // namespace studio
