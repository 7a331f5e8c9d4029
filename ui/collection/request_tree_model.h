// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/collection/collection_runner.h"

#include <QAbstractItemModel>
#include <QHash>

#include <memory>
#include <vector>

namespace studio {

/// A collection as rows: folders, their requests, and below a request that was sent what of its answer was checked.
/// Reads the collection, of which it keeps no copy. Main thread.
class RequestTreeModel final : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Column { Name, Method, Url, Result, Time };

    explicit RequestTreeModel(QObject *parent = nullptr);

    void setCollection(std::shared_ptr<const collection::Collection> collection);
    /// Only the requests that have all words of it in their name, path, method, URL or tags, and their folders.
    void setFilter(const QString &text);
    [[nodiscard]] bool isFiltered() const { return !m_words.isEmpty(); }
    [[nodiscard]] int shownRequests() const { return m_shown; } ///< that fit the filter

    void setOutcome(const collection::RequestOutcome &outcome); ///< in the place of the one before
    void clearOutcomes();

    /// In the collection's folder; empty for a check, and for no row.
    [[nodiscard]] QString path(const QModelIndex &index) const;
    [[nodiscard]] bool isFolder(const QModelIndex &index) const;
    [[nodiscard]] const collection::SavedRequest *request(const QModelIndex &index) const; ///< null for another row
    /// The folder of a row, itself where it is one; empty for the collection's own.
    [[nodiscard]] QString folderOf(const QModelIndex &index) const;
    [[nodiscard]] QModelIndex find(const QString &path) const;

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex &index) const override;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Node
    {
        const collection::Folder *folder = nullptr;
        const collection::SavedRequest *request = nullptr;
        int parent = -1;
        int row = 0;
        std::vector<int> children;                  ///< of a folder
        QList<collection::CheckResult> checks = {}; ///< of a request, what of its answer was checked
        const collection::RequestOutcome *outcome = nullptr;
    };

    void rebuild();
    bool addFolder(const collection::Folder &folder, int node);
    int addNode(int parent);
    void collectSearched(const collection::Folder &folder);
    bool matchesNext();
    [[nodiscard]] int nodeOf(const QModelIndex &index) const;
    [[nodiscard]] bool isCheck(const QModelIndex &index) const;
    [[nodiscard]] QVariant checkData(const QModelIndex &index, int role) const;
    [[nodiscard]] QVariant requestData(const Node &node, int column, int role) const;
    [[nodiscard]] QVariant folderData(const Node &node, int column, int role) const;
    [[nodiscard]] QString resultText(const Node &node) const;
    void showOutcome(int node);

    std::shared_ptr<const collection::Collection> m_collection;
    QStringList m_words;             ///< in lower case
    std::vector<QString> m_searched; ///< of each request; empty until something is filtered
    std::size_t m_next = 0;          ///< of them, while rows are made
    int m_shown = 0;
    std::vector<Node> m_nodes; ///< the first is the collection's own folder
    QHash<QString, int> m_byPath;
    QHash<QString, std::shared_ptr<const collection::RequestOutcome>> m_outcomes;
};

} // namespace studio
