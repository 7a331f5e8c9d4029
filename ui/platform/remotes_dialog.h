// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/remote/remotes.h"

#include <QCoroTask>
#include <QDialog>

class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;

namespace studio {

/// Adds, changes and removes remotes. Tokens go into the keychain and are never shown. Main thread.
class RemotesDialog : public QDialog
{
    Q_OBJECT

public:
    /// `remotes` must outlive it.
    explicit RemotesDialog(Remotes *remotes, QWidget *parent = nullptr);

Q_SIGNALS:
    void saved(bool areTokensKept); ///< else they are in memory only

private:
    QWidget *makeList();
    QWidget *makeForm();
    void showRemote(int row);
    void takeForm();
    void add();
    void remove();
    void check();
    QCoro::Task<void> save();

    Remotes *m_remotes;
    RemoteList m_edited;
    int m_currentRow = -1; ///< of the chosen one: while it is typed, its name may be empty or another one's
    QStringList m_tokens;  ///< that were typed, by row; empty ones stay as they are
    int m_shown = -1;
    QListWidget *m_list;
    QWidget *m_form;
    QLineEdit *m_name;
    QLineEdit *m_endpoint;
    QLineEdit *m_organization;
    QLineEdit *m_token;
    QLabel *m_hint;
    QPushButton *m_remove;
    QPushButton *m_save;
};

} // namespace studio
