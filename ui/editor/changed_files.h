// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task.h"
#include "core/workspace/document_change.h"

#include <QObject>

namespace studio {

class CodeEditor;
class EditorTabs;

/// The files of a change of several: an open one is changed in its editor by the caller, any other on the disk here,
/// all or none. Main thread; the disk on a worker.
class ChangedFiles final : public QObject
{
    Q_OBJECT

public:
    ChangedFiles(EditorTabs *tabs, QObject *parent); ///< `tabs` outlives it

    /// Of each change; null where the file is not open.
    [[nodiscard]] QList<CodeEditor *> editorsOf(const QList<DocumentChange> &changes) const;
    /// FailedPrecondition, and nothing is written, where an open file other than that of `but` is not as the changes
    /// expect it, also by what was typed while it was written. Else errors of changeFiles().
    Task<bool> write(QList<DocumentChange> changes, const CodeEditor *but);

Q_SIGNALS:
    void written(const QString &path); ///< one that is not open

private:
    [[nodiscard]] Result<void> checkOpen(const QList<DocumentChange> &changes, const CodeEditor *but) const;
    [[nodiscard]] QList<DocumentChange> onDisk(const QList<DocumentChange> &changes) const;

    EditorTabs *m_tabs;
};

} // namespace studio
