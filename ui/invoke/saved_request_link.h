// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json_reader.h"
#include "core/base/task.h"
#include "core/collection/collection.h"

#include <QHash>
#include <QObject>

namespace studio {

class InvokePane;
class Workspace;

/// Opens the saved requests of a workspace in the invoke pane, and saves what is edited there. What was edited and not
/// saved is kept for each of them. Main thread.
class SavedRequestLink : public QObject
{
    Q_OBJECT

public:
    /// Both outlive it.
    SavedRequestLink(Workspace *workspace, InvokePane *pane, QObject *parent = nullptr);

    void open(const QString &path);
    void askToSave();      ///< what is shown, under a new name
    void saveExample();    ///< the answer, beside the saved request that is shown
    void compareExample(); ///< with the answer; the pane says where there is none
    void close();          ///< the request that is not a saved one is shown again

    [[nodiscard]] Json saveState() const; ///< which request is shown, and what of others is not saved
    void restoreState(const JsonReader &state);

Q_SIGNALS:
    void opened(); ///< another request is shown now

private:
    QCoro::Task<void> save(bool evenIfChanged);
    QCoro::Task<void> writeExample(QString file, QByteArray body);
    QCoro::Task<void> showExample(QString file, QByteArray body);
    [[nodiscard]] QString exampleFile() const;
    QCoro::Task<void> saveAs(collection::SavedRequest request, QString folder);
    void revert();
    void keepEdits();
    void showUnsaved();
    void takeCollection();
    void show(const collection::SavedRequest &request);
    void sayFailure(const Error &error);

    Workspace *m_workspace;
    InvokePane *m_pane;
    QHash<QString, collection::SavedRequest> m_edits; ///< by path
    Json m_unsaved;    ///< the pane's state of the request that is not a saved one, while another is shown
    QString m_pending; ///< the path of one that is shown as soon as the collection is read
};

} // namespace studio
