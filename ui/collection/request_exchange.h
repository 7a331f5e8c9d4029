// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task.h"
#include "core/collection/collection_reader.h"

#include <QObject>

namespace studio {

class Workspace;

/// Takes requests of other programs into the open project's collection, and gives its own to Hurl. Asks for files with
/// dialogs. Main thread; files are read and written on workers.
class RequestExchange : public QObject
{
    Q_OBJECT

public:
    /// Dialogs are shown above `window`. Both outlive it.
    RequestExchange(Workspace *workspace, QWidget *window, QObject *parent = nullptr);

    void askForFile();
    void askForFolder();
    void askForHurl(const QString &environment);
    QCoro::Task<void> import(QString path);
    QCoro::Task<void> exportHurl(QString path, QString environment);

Q_SIGNALS:
    void message(const QString &sentence, bool isError);

private:
    void showWarnings(const QString &title, const QList<collection::ReadWarning> &warnings);

    Workspace *m_workspace;
    QWidget *m_window;
};

} // namespace studio
