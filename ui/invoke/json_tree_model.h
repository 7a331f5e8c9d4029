// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractItemModel>

#include <memory>
#include <optional>
#include <vector>

namespace studio {

class JsonOutline;

/// A JSON document as a tree of key and value. Rows are made when a node is opened; an array or object with more than
/// 1,000 children has them in groups of 1,000, so that no row costs more than those that are seen. Keys stand in their
/// order, and one that stands twice stands twice. Main thread.
class JsonTreeModel : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Column { Key, Value, ColumnCount };

    explicit JsonTreeModel(QObject *parent = nullptr);
    ~JsonTreeModel() override;

    /// Null for none. `roots`: the lines of the values that are the rows; the document where it is not given. False
    /// where all of it is shown already.
    bool setOutline(std::shared_ptr<const JsonOutline> outline, const std::optional<QList<qint64>> &roots = {});

    [[nodiscard]] QString path(const QModelIndex &index) const;      ///< as JSONPath: $.items[3]['a b']
    [[nodiscard]] QString valueText(const QModelIndex &index) const; ///< all of it; of a string what it means

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex &index) const override;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] bool hasChildren(const QModelIndex &parent = {}) const override;
    [[nodiscard]] bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    /// A value, or a group of children of one.
    struct Node
    {
        Node *parent = nullptr;
        int row = 0;
        qint64 line = 0;  ///< of the value; of a group that of the value it belongs to
        qint64 first = 0; ///< child of a group
        qint64 count = 0; ///< children that stand under it, or under its groups
        qint64 index = 0; ///< of the value in what it stands in
        bool isGroup = false;
        bool isFetched = false;
        std::vector<Node> children; ///< never changed once it is filled: nodes are pointed to
    };

    [[nodiscard]] Node *nodeOf(const QModelIndex &index) const;
    [[nodiscard]] std::vector<Node> childrenOf(Node &node) const;
    [[nodiscard]] QString keyText(const Node &node) const;
    [[nodiscard]] QString shownValue(const Node &node) const;
    [[nodiscard]] QVariant color(const Node &node, int column) const;

    std::shared_ptr<const JsonOutline> m_outline;
    std::optional<QList<qint64>> m_lines; ///< of the rows at the top
    std::unique_ptr<Node> m_root;         ///< above them; null for none
};

} // namespace studio
