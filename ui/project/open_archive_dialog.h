// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include <stop_token>

class QLineEdit;
class QProgressBar;
class QPushButton;

namespace studio {

class ProjectPlace;

/// Unpacks the archive of a project into a folder of its own, which is then opened: where, and under which name. Main
/// thread; the archive is read on a worker, until the dialog is closed.
class OpenArchiveDialog : public QDialog
{
    Q_OBJECT

public:
    /// `place` is the folder that is offered for the new one.
    OpenArchiveDialog(const QString &archive, const QString &place, QWidget *parent = nullptr);
    ~OpenArchiveDialog() override;

Q_SIGNALS:
    void unpacked(const QString &folder);

private:
    QWidget *makeForm(const QString &place);
    void showPath();
    void unpack();

    QString m_archive;
    std::stop_source m_stop;
    QLineEdit *m_name;
    QWidget *m_form = nullptr;
    ProjectPlace *m_place = nullptr;
    QProgressBar *m_progress;
    QPushButton *m_open = nullptr;
};

} // namespace studio
