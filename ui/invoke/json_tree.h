// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTreeView>

#include <memory>
#include <optional>

namespace studio {

class JsonOutline;
class JsonTreeModel;

/// The tree of a JSON document. Its values and their paths can be copied. Main thread.
class JsonTree : public QTreeView
{
    Q_OBJECT

public:
    explicit JsonTree(QWidget *parent = nullptr);

    /// Null for none. The first level of the document is open; see JsonTreeModel.
    void setOutline(const std::shared_ptr<const JsonOutline> &outline, const std::optional<QList<qint64>> &roots = {});
    [[nodiscard]] const JsonTreeModel *treeModel() const { return m_model; }

Q_SIGNALS:
    void copied(const QString &what); ///< a sentence

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    void copyValue();
    void copyPath();

    JsonTreeModel *m_model;
};

} // namespace studio
