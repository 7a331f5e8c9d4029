// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/search/replacer.h"

#include <QAbstractListModel>

#include <memory>
#include <vector>

namespace studio {

/// Matches in rows, below a row for their file; files are sorted. A list and no tree, because a tree makes its layout
/// again for each file that comes. Main thread.
class SearchModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role {
        IsFileRole = Qt::UserRole, ///< whether it is the row of a file
        IsExpandedRole,            ///< of a file
        CountRole,                 ///< of a file's matches
        FileRole,                  ///< relative path
        MatchRole,                 ///< LineMatch
        ReplacementRole ///< what the match becomes; not valid while nothing is replaced, or where it cannot be
    };

    explicit SearchModel(QObject *parent = nullptr);
    ~SearchModel() override;

    void add(const QList<FileMatches> &batch);
    void clear();
    /// Shows what the matches become, and which of them are chosen.
    void setReplacer(const std::optional<Replacer> &replacer);
    [[nodiscard]] bool isReplacing() const { return m_replacer.has_value(); }
    void setExpanded(int row, bool isExpanded); ///< of a file's row
    void remove(int row);                       ///< a match, or a file with its matches
    [[nodiscard]] int matches() const { return m_matches; }
    [[nodiscard]] int files() const { return static_cast<int>(m_files.size()); }
    [[nodiscard]] QList<FileMatches> checked() const; ///< those that are to be replaced
    [[nodiscard]] int checkedCount() const;
    [[nodiscard]] int rowOfFile(int row) const; ///< of the row's file

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;

Q_SIGNALS:
    void checkedChanged();

private:
    struct File;
    struct Row
    {
        File *file;
        int match; ///< -1 for the file
    };

    void addTo(const FileMatches &found);
    void addRows(int row, File *file, int from);
    [[nodiscard]] int firstRowOf(const QString &path) const; ///< where it is, or would be
    [[nodiscard]] QVariant matchData(const Row &row, int role) const;
    [[nodiscard]] QVariant fileData(const File &file, int role) const;
    [[nodiscard]] static Qt::CheckState checkStateOf(const File &file);
    [[nodiscard]] QString spokenText(const LineMatch &match) const;

    std::vector<std::unique_ptr<File>> m_files; ///< by path
    QList<Row> m_rows;
    std::optional<Replacer> m_replacer;
    int m_matches = 0;
};

} // namespace studio

Q_DECLARE_METATYPE(studio::LineMatch)
