// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/problems_model.h"

#include "ui/common/tip.h"
#include "ui/console/problem_row.h"
#include "ui/console/problem_text.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <ranges>
#include <tuple>
#include <utility>

namespace studio {

namespace {

constexpr qsizetype maxTip = 4'000;
/// What orders the problems of a file.
auto placeKey(const Diagnostic &one)
{
    return std::tuple(one.severity, one.line, one.column);
}

} // namespace

bool ProblemsFilter::accepts(const Diagnostic &diagnostic) const
{
    const bool isWanted = diagnostic.severity == Severity::Error     ? hasErrors
                          : diagnostic.severity == Severity::Warning ? hasWarnings
                                                                     : hasNotes;
    const auto contains = [this](const QString &words) { return words.contains(text, Qt::CaseInsensitive); };
    return isWanted &&
           (text.isEmpty() || contains(diagnostic.message) || contains(diagnostic.code) || contains(diagnostic.file) ||
            std::ranges::any_of(diagnostic.notes, contains, &DiagnosticNote::message));
}

ProblemsModel::ProblemsModel(QObject *parent) : QAbstractItemModel(parent), m_root(std::make_unique<ProblemRow>()) {}

ProblemsModel::~ProblemsModel() = default;

/// Whether it is a new one: Cargo repeats a problem for each target that it checks.
bool ProblemsModel::add(const Diagnostic &diagnostic)
{
    const size_t hash = qHashMulti(0, diagnostic.file, diagnostic.line, diagnostic.column, diagnostic.message);
    if (m_hashes.contains(hash) && std::ranges::contains(m_all, diagnostic)) {
        return false;
    }
    m_hashes.insert(hash);
    m_all.push_back(diagnostic);
    ++m_counts.at(static_cast<std::size_t>(diagnostic.severity));
    return true;
}

QModelIndex ProblemsModel::append(const Diagnostic &diagnostic)
{
    return add(diagnostic) && m_filter.accepts(diagnostic) ? insert(m_all.back(), true) : QModelIndex();
}

void ProblemsModel::setAll(const QList<Diagnostic> &diagnostics)
{
    beginResetModel();
    m_root = std::make_unique<ProblemRow>();
    m_all.clear();
    m_counts = {};
    m_hashes.clear();
    for (const Diagnostic &one : diagnostics) {
        add(one);
    }
    rebuild();
    endResetModel();
}

void ProblemsModel::setGrouping(Grouping grouping)
{
    if (grouping != m_grouping) {
        beginResetModel();
        m_grouping = grouping;
        rebuild();
        endResetModel();
    }
}

void ProblemsModel::setFilter(const ProblemsFilter &filter)
{
    if (filter != m_filter) {
        beginResetModel();
        m_filter = filter;
        rebuild();
        endResetModel();
    }
}

void ProblemsModel::rebuild()
{
    m_root = std::make_unique<ProblemRow>();
    m_certain = 0;
    for (const Diagnostic &one : std::as_const(m_all)) {
        if (m_filter.accepts(one)) {
            insert(one, false);
        }
    }
    for (const auto &group : m_root->children) {
        if (m_grouping == Grouping::File) {
            std::ranges::stable_sort(group->children, {}, [](const auto &row) { return placeKey(*row->problem); });
            group->renumber(0);
        }
    }
}

ProblemRow *ProblemsModel::groupFor(const Diagnostic &diagnostic, bool isNotifying)
{
    const bool isByFile = m_grouping == Grouping::File;
    auto &groups = m_root->children;
    const auto known = std::ranges::find_if(groups, [&](const std::unique_ptr<ProblemRow> &group) {
        return isByFile ? group->key == diagnostic.file : group->severity == diagnostic.severity;
    });
    if (known != groups.end()) {
        return known->get();
    }
    auto group = std::make_unique<ProblemRow>();
    group->parent = m_root.get();
    group->key = isByFile ? diagnostic.file : QString();
    group->severity = diagnostic.severity;
    const auto place =
        std::ranges::upper_bound(groups, diagnostic.severity, {}, [](const auto &one) { return one->severity; });
    const auto at = static_cast<int>(place - groups.begin());
    if (isNotifying) {
        beginInsertRows({}, at, at);
    }
    ProblemRow *const made = groups.insert(place, std::move(group))->get();
    m_root->renumber(static_cast<std::size_t>(at));
    if (isNotifying) {
        endInsertRows();
    }
    return made;
}

/// A group that has got something worse goes behind those that had it before.
void ProblemsModel::moveUp(ProblemRow *group, bool isNotifying)
{
    auto &groups = m_root->children;
    int to = group->row;
    while (to > 0 && groups[static_cast<std::size_t>(to) - 1]->severity > group->severity) {
        --to;
    }
    if (to == group->row) {
        return;
    }
    if (isNotifying) {
        beginMoveRows({}, group->row, group->row, {}, to);
    }
    std::rotate(groups.begin() + to, groups.begin() + group->row, groups.begin() + group->row + 1);
    m_root->renumber(static_cast<std::size_t>(to));
    if (isNotifying) {
        endMoveRows();
    }
}

QModelIndex ProblemsModel::insert(const Diagnostic &diagnostic, bool isNotifying)
{
    ProblemRow *const group = groupFor(diagnostic, isNotifying);
    m_certain += std::ranges::any_of(diagnostic.suggestions, &DiagnosticSuggestion::isCertain) ? 1 : 0;
    auto made = std::make_unique<ProblemRow>();
    made->kind = RowKind::Problem;
    made->parent = group;
    made->severity = diagnostic.severity;
    made->problem = &diagnostic;
    auto &rows = group->children;
    const auto key = [](const std::unique_ptr<ProblemRow> &row) { return placeKey(*row->problem); };
    const bool isSorted = isNotifying && m_grouping == Grouping::File; // rebuild() sorts all at once
    const auto place = isSorted ? std::ranges::upper_bound(rows, placeKey(diagnostic), {}, key) : rows.end();
    const auto at = static_cast<int>(place - rows.begin());
    if (isNotifying) {
        beginInsertRows(indexOf(group), at, at);
    }
    const ProblemRow *const row = rows.insert(place, std::move(made))->get();
    group->renumber(static_cast<std::size_t>(at));
    if (isNotifying) {
        endInsertRows();
    }
    group->severity = std::min(group->severity, diagnostic.severity);
    moveUp(group, isNotifying);
    if (isNotifying) {
        const QModelIndex changed = indexOf(group);
        Q_EMIT dataChanged(changed, changed);
    }
    return indexOf(row);
}

int ProblemsModel::count(Severity severity) const
{
    return m_counts.at(static_cast<std::size_t>(severity));
}

QList<Diagnostic> ProblemsModel::shown() const
{
    QList<Diagnostic> all;
    for (const auto &group : m_root->children) {
        for (const auto &row : group->children) {
            all << *row->problem;
        }
    }
    return all;
}

ProblemRow *ProblemsModel::rowOf(const QModelIndex &index) const
{
    return index.isValid() ? static_cast<ProblemRow *>(index.internalPointer()) : m_root.get();
}

QModelIndex ProblemsModel::indexOf(const ProblemRow *row) const
{
    return row == m_root.get() ? QModelIndex() : createIndex(row->row, 0, row);
}

ProblemsModel::RowKind ProblemsModel::kindOf(const QModelIndex &index) const
{
    return rowOf(index)->kind;
}

const Diagnostic *ProblemsModel::problemAt(const QModelIndex &index) const
{
    return rowOf(index)->problem;
}

QModelIndex ProblemsModel::problemIndex(const QModelIndex &index) const
{
    const ProblemRow *const row = rowOf(index);
    return row->kind == RowKind::Group ? QModelIndex() : indexOf(row->kind == RowKind::Problem ? row : row->parent);
}

const DiagnosticSuggestion *ProblemsModel::suggestionAt(const QModelIndex &index) const
{
    return rowOf(index)->suggestion;
}

DiagnosticSpan ProblemsModel::placeAt(const QModelIndex &index) const
{
    const ProblemRow *const row = rowOf(index);
    if (row->kind == RowKind::Problem) {
        const Diagnostic &found = *row->problem;
        return {.file = found.file, .line = found.line, .column = found.column, .label = {}, .macros = {}};
    }
    return row->kind == RowKind::Group ? DiagnosticSpan{.file = row->key, .label = {}, .macros = {}} : row->place;
}

QModelIndex ProblemsModel::indexLike(const Diagnostic &diagnostic) const
{
    const ProblemRow *best = nullptr;
    for (const auto &group : m_root->children) {
        for (const auto &row : group->children) {
            const Diagnostic &one = *row->problem;
            if (one.file != diagnostic.file || one.code != diagnostic.code || one.message != diagnostic.message) {
                continue;
            }
            const auto distance = [&](const ProblemRow &of) {
                return std::pair(std::abs(of.problem->line - diagnostic.line),
                                 std::abs(of.problem->column - diagnostic.column));
            };
            best = !best || distance(*row) < distance(*best) ? row.get() : best;
        }
    }
    return best ? indexOf(best) : QModelIndex();
}

QModelIndex ProblemsModel::stepped(const QModelIndex &from, int direction) const
{
    const auto &groups = m_root->children;
    if (groups.empty()) {
        return {};
    }
    const auto edgeOf = [&](const ProblemRow &group) { // which is empty while its first is added
        return group.children.empty() ? QModelIndex()
                                      : indexOf((direction > 0 ? group.children.front() : group.children.back()).get());
    };
    const ProblemRow *const row =
        from.isValid() ? rowOf(problemIndex(from).isValid() ? problemIndex(from) : from) : nullptr;
    if (!row) {
        return edgeOf(direction > 0 ? *groups.front() : *groups.back());
    }
    if (row->kind == RowKind::Group && direction > 0) {
        return edgeOf(*row);
    }
    const ProblemRow *const group = row->kind == RowKind::Group ? row : row->parent;
    const int next = row->row + direction;
    if (row->kind == RowKind::Problem && next >= 0 && next < static_cast<int>(group->children.size())) {
        return indexOf(group->children[static_cast<std::size_t>(next)].get());
    }
    const auto count = static_cast<int>(groups.size());
    return edgeOf(*groups[static_cast<std::size_t>((group->row + direction + count) % count)]);
}

QModelIndex ProblemsModel::index(int row, int column, const QModelIndex &parent) const
{
    return hasIndex(row, column, parent)
               ? createIndex(row, column, rowOf(parent)->children[static_cast<std::size_t>(row)].get())
               : QModelIndex();
}

QModelIndex ProblemsModel::parent(const QModelIndex &index) const
{
    return index.isValid() ? indexOf(rowOf(index)->parent) : QModelIndex();
}

int ProblemsModel::rowCount(const QModelIndex &parent) const
{
    ProblemRow *const row = rowOf(parent);
    if (row->kind == RowKind::Problem) {
        row->makeDetails();
    }
    return static_cast<int>(row->children.size());
}

int ProblemsModel::columnCount(const QModelIndex &) const
{
    return 1;
}

bool ProblemsModel::hasChildren(const QModelIndex &parent) const
{
    const ProblemRow *const row = rowOf(parent);
    return row->kind == RowKind::Problem ? row->hasSomethingBelow() : !row->children.empty();
}

/// What a screen reader says.
QString ProblemsModel::shownText(const ProblemRow &row)
{
    switch (row.kind) {
    case RowKind::Problem:
        return QStringLiteral("%1: %2 %3")
            .arg(severityName(row.severity), firstLineOf(*row.problem), placeText(*row.problem))
            .trimmed();
    case RowKind::Suggestion:
        return tr("Suggestion: %1 %2").arg(oneLine(row.text), spanText(row.place)).trimmed();
    case RowKind::Span:
    case RowKind::Note:
    case RowKind::Macro:
        return QStringLiteral("%1 %2").arg(oneLine(row.text), spanText(row.place)).trimmed();
    case RowKind::Group:
        break;
    }
    return {};
}

QVariant ProblemsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const ProblemRow &row = *rowOf(index);
    if (role == SeverityRole) {
        return static_cast<int>(row.severity);
    }
    if (role == KindRole) {
        return static_cast<int>(row.kind);
    }
    if (row.kind == RowKind::Group) {
        std::array<int, 3> counts{};
        for (const auto &one : row.children) {
            ++counts.at(static_cast<std::size_t>(one->severity));
        }
        const bool isByFile = m_grouping == Grouping::File;
        const QString name = !isByFile           ? severitiesName(row.severity)
                             : row.key.isEmpty() ? tr("About no file")
                                                 : row.key;
        const QString words = isByFile ? problemCountsText(counts) : QString::number(row.children.size());
        return role == Qt::DisplayRole   ? QVariant(QStringLiteral("%1, %2").arg(name, words))
               : role == MessageRole     ? QVariant(name)
               : role == PlaceRole       ? QVariant(words)
               : role == Qt::ToolTipRole ? QVariant(asTip(name))
                                         : QVariant();
    }
    const bool isProblem = row.kind == RowKind::Problem;
    switch (role) {
    case Qt::DisplayRole:
        return shownText(row);
    case Qt::ToolTipRole:
        return asTip(
            (isProblem ? problemText(*row.problem) : row.text + u'\n' + spanText(row.place)).left(maxTip).trimmed());
    case PlaceRole: {
        const DiagnosticSpan place = placeAt(index);
        return shortPlace(place.file, place.line, place.column, (isProblem ? row.parent : row.parent->parent)->key);
    }
    case CodeRole:
        return isProblem ? row.problem->code : row.suggestion ? certaintyText(*row.suggestion) : QString();
    case MessageRole:
        return isProblem ? firstLineOf(*row.problem) : oneLine(row.text);
    default:
        return {};
    }
}

} // namespace studio
