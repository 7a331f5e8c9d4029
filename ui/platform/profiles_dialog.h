// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/profiles.h"
#include "core/secrets/secrets.h"

#include <QCoroTask>
#include <QDialog>

class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;

namespace studio {

/// Adds, changes and removes remotes. Tokens go into the keychain and are never shown. Main thread.
class ProfilesDialog : public QDialog
{
    Q_OBJECT

public:
    /// `secrets` must outlive it.
    ProfilesDialog(Profiles profiles, Secrets *secrets, QWidget *parent = nullptr);

Q_SIGNALS:
    /// Whole and checked; the tokens are where they belong. A token in memory only is said with `note`.
    void saved(const studio::Profiles &profiles, const QString &note);

private:
    QWidget *makeList();
    QWidget *makeForm();
    void showRemote(int row);
    void takeForm();
    void add();
    void remove();
    void check();
    QCoro::Task<void> save();

    Profiles m_profiles;
    QList<QString> m_tokens; ///< that were typed, by row; empty ones stay as they are
    Secrets *m_secrets;
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
