// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/diagnostic.h"
#include "ui/console/problem_row.h"

#include <QAbstractItemModel>
#include <QList>
#include <QSet>

#include <array>
#include <deque>
#include <memory>

namespace studio {

/// What of the diagnostics is shown. A plain value.
struct ProblemsFilter
{
    QString text; ///< in message, code, file or notes, without regard to case; empty: any
    bool hasErrors = true;
    bool hasWarnings = true;
    bool hasNotes = true;

    [[nodiscard]] bool accepts(const Diagnostic &diagnostic) const;
    bool operator==(const ProblemsFilter &) const = default;
};

/// The diagnostics as a tree: groups, their problems, and of each what rustc says beside it (labelled places, notes,
/// macros, suggestions). Grouped by file, files with errors first and in a file by severity and place; or by kind,
/// errors, warnings, notes, each in the order they came. What stands below a problem is made when it is asked for.
class ProblemsModel : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Role { SeverityRole = Qt::UserRole, PlaceRole, CodeRole, MessageRole, KindRole };
    enum class Grouping { File, Kind };
    using RowKind = ProblemRowKind;

    explicit ProblemsModel(QObject *parent = nullptr);
    ~ProblemsModel() override;

    /// Its row; invalid for one that is listed already, which is left out, and for one that the filter hides.
    QModelIndex append(const Diagnostic &diagnostic);
    void setAll(const QList<Diagnostic> &diagnostics); ///< instead of those that are listed
    void setGrouping(Grouping grouping);
    [[nodiscard]] Grouping grouping() const { return m_grouping; }
    void setFilter(const ProblemsFilter &filter);
    [[nodiscard]] const ProblemsFilter &filter() const { return m_filter; }

    [[nodiscard]] bool isEmpty() const { return m_all.empty(); }    ///< also of what the filter hides
    [[nodiscard]] int count(Severity severity) const;               ///< likewise
    [[nodiscard]] QList<Diagnostic> shown() const;                  ///< in the order of the rows
    [[nodiscard]] int certainFixCount() const { return m_certain; } ///< of what is shown, see certainFixes()

    [[nodiscard]] RowKind kindOf(const QModelIndex &index) const;
    /// Of the row, or of the one that it stands below; null for a group.
    [[nodiscard]] const Diagnostic *problemAt(const QModelIndex &index) const;
    [[nodiscard]] QModelIndex problemIndex(const QModelIndex &index) const; ///< likewise
    /// Null for a row that is none.
    [[nodiscard]] const DiagnosticSuggestion *suggestionAt(const QModelIndex &index) const;
    /// Where the row leads; an empty file for nowhere.
    [[nodiscard]] DiagnosticSpan placeAt(const QModelIndex &index) const;
    /// The row of a problem, or of the nearest in its file with its words, which an edit above has moved; else invalid.
    [[nodiscard]] QModelIndex indexLike(const Diagnostic &diagnostic) const;
    /// The problem before (-1) or behind (1) the one of this row, going round; from none the last or the first.
    [[nodiscard]] QModelIndex stepped(const QModelIndex &from, int direction) const;

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex &index) const override;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] bool hasChildren(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

private:
    [[nodiscard]] ProblemRow *rowOf(const QModelIndex &index) const;
    [[nodiscard]] QModelIndex indexOf(const ProblemRow *row) const;
    bool add(const Diagnostic &diagnostic);
    QModelIndex insert(const Diagnostic &diagnostic, bool isNotifying);
    ProblemRow *groupFor(const Diagnostic &diagnostic, bool isNotifying);
    void moveUp(ProblemRow *group, bool isNotifying);
    void rebuild();
    [[nodiscard]] static QString shownText(const ProblemRow &row);

    std::deque<Diagnostic> m_all;  ///< in the order they came; addresses stay
    QSet<size_t> m_hashes;         ///< of them
    std::array<int, 3> m_counts{}; ///< of them, by severity
    int m_certain = 0;
    std::unique_ptr<ProblemRow> m_root;
    Grouping m_grouping = Grouping::File;
    ProblemsFilter m_filter;
};

} // namespace studio
