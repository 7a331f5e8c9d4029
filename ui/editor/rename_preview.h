// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workspace/document_change.h"

#include <QDialog>

class QLabel;
class QPushButton;
class QTreeWidget;
class QTreeWidgetItem;

namespace studio {

/// Changes of several files before they are made: by file, each line before and after, to be left out by a check box.
/// Deletes itself when it closes; show it with open(). Main thread.
class RenamePreview final : public QDialog
{
    Q_OBJECT

public:
    /// More lines are not listed one by one; their files can be left out as a whole.
    static constexpr int maxLines = 2'000;

    /// `folder`: names of files are shown as from there.
    RenamePreview(const QString &title, const QString &folder, QList<DocumentChange> changes, QWidget *parent);

    [[nodiscard]] QList<DocumentChange> chosen() const; ///< with what is left of the edits of each file
    [[nodiscard]] QTreeWidget *tree() const { return m_tree; }

private:
    void addFile(const QString &folder, int index);
    void addLines(QTreeWidgetItem *file, const DocumentChange &change);
    void updateSummary();
    [[nodiscard]] QList<TextChange> chosenEdits(const QTreeWidgetItem *file, const DocumentChange &change) const;

    QList<DocumentChange> m_changes;
    QTreeWidget *m_tree;
    QLabel *m_summary;
    QPushButton *m_accept;
    int m_lines = 0; ///< that are listed
};

} // namespace studio
