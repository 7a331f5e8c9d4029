// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/text_change.h"

#include <QFrame>
#include <QList>

class QTreeWidget;
class QTreeWidgetItem;

namespace studio {

/// One use of a symbol. A plain value.
struct Reference
{
    QString path; ///< absolute
    TextPlace place;
    QString line; ///< without the space before it, and cut where it is long
    int from = 0; ///< of the use in `line`, in characters of UTF-16
    int length = 0;

    bool operator==(const Reference &) const = default;
};

/// A list over the editor of where a symbol is used, by file, each with its line. Arrow keys choose, Enter goes there,
/// Escape closes it, and so does the focus elsewhere. Deletes itself then. Main thread.
class ReferencesPeek final : public QFrame
{
    Q_OBJECT

public:
    /// `references` are sorted by path; `folder`: names of files are shown as from there.
    ReferencesPeek(const QString &title, const QString &folder, const QList<Reference> &references, QWidget *editor);

    /// Below `line`, or above it where there is more room; in the editor's coordinates. Selects the reference that is
    /// number `current`.
    void showAt(const QRect &line, int current);
    void close(); ///< the editor has the focus then
    [[nodiscard]] QTreeWidget *tree() const { return m_tree; }

Q_SIGNALS:
    void chosen(int index); ///< of the references that were given

protected:
    void keyPressEvent(QKeyEvent *event) override; ///< none goes on to the editor
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void fill(const QString &folder, const QList<Reference> &references);
    void choose(const QTreeWidgetItem *item);

    QTreeWidget *m_tree;
    QList<QTreeWidgetItem *> m_rows; ///< by reference
    bool m_isClosing = false;
};

} // namespace studio
