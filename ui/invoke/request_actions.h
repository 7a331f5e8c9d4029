// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/invoke/request_code.h"

#include <QList>
#include <QObject>

class QAction;

namespace studio {

class InvokePane;
class Workspace;

/// Copies the request as code, and puts in what a curl command on the clipboard sends. Main thread.
class RequestActions : public QObject
{
    Q_OBJECT

public:
    explicit RequestActions(QObject *parent = nullptr);

    [[nodiscard]] const QList<QAction *> &all() const { return m_all; }
    void setPane(InvokePane *pane);          ///< from which the request is taken; it outlives this
    void setWorkspace(Workspace *workspace); ///< null: there is none

Q_SIGNALS:
    void saveExampleRequested();    ///< the answer becomes the example of the saved request
    void compareExampleRequested(); ///< with the answer that is shown

private:
    void add(const char *id, const QString &text, RequestCode as);
    QCoro::Task<void> copy(RequestCode as);
    void paste();

    QList<QAction *> m_all;
    InvokePane *m_pane = nullptr;
    Workspace *m_workspace = nullptr;
};

} // namespace studio
