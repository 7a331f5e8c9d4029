// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/collection/request_tree_model.h"

#include "core/base/display.h"
#include "ui/common/icons.h"
#include "ui/common/theme.h"
#include "ui/common/tip.h"

#include <algorithm>

namespace studio {

using namespace collection;

namespace {

/// The index of a check has its request's number with this bit.
constexpr quintptr checkBit = quintptr(1) << 31U;

bool isPassed(const RequestOutcome &outcome)
{
    return outcome.verdict == RequestOutcome::Passed;
}

} // namespace

RequestTreeModel::RequestTreeModel(QObject *parent)
    : QAbstractItemModel(parent), m_collection(std::make_shared<const Collection>())
{
    rebuild();
}

void RequestTreeModel::setCollection(std::shared_ptr<const Collection> collection)
{
    if (collection != m_collection) {
        m_collection = std::move(collection);
        m_searched.clear();
        rebuild();
    }
}

void RequestTreeModel::setFilter(const QString &text)
{
    const QStringList words = text.toLower().split(u' ', Qt::SkipEmptyParts);
    if (words == m_words) {
        return;
    }
    m_words = words;
    rebuild();
}

void RequestTreeModel::rebuild()
{
    if (!m_words.isEmpty() && m_searched.empty()) {
        collectSearched(m_collection->root);
    }
    beginResetModel();
    m_nodes.clear();
    m_byPath.clear();
    m_nodes.emplace_back();
    m_next = 0;
    m_shown = 0;
    addFolder(m_collection->root, 0);
    endResetModel();
}

int RequestTreeModel::addNode(int parent)
{
    const auto node = static_cast<int>(m_nodes.size());
    m_nodes.push_back({.parent = parent, .row = static_cast<int>(m_nodes[parent].children.size()), .children = {}});
    m_nodes[parent].children.push_back(node);
    return node;
}

/// Whether anything of it is shown. A folder without requests is shown while nothing is filtered.
bool RequestTreeModel::addFolder(const Folder &folder, int node)
{
    m_nodes[node].folder = &folder;
    m_byPath.insert(folder.path, node);
    for (const Folder &below : folder.folders) {
        const int added = addNode(node);
        if (!addFolder(below, added)) {
            m_byPath.remove(below.path);
            m_nodes.resize(added);
            m_nodes[node].children.pop_back();
        }
    }
    for (const SavedRequest &request : folder.requests) {
        if (matchesNext()) {
            ++m_shown;
            const int added = addNode(node);
            m_nodes[added].request = &request;
            m_byPath.insert(request.path, added);
            if (const auto outcome = m_outcomes.constFind(request.path); outcome != m_outcomes.constEnd()) {
                m_nodes[added].outcome = outcome->get();
                m_nodes[added].checks = outcome->get()->checks;
            }
        }
    }
    return m_words.isEmpty() || !m_nodes[node].children.empty();
}

/// What the words of a filter are looked for in, in the order in which rows are made: once for a collection, since a
/// key that is pressed has no time for it.
void RequestTreeModel::collectSearched(const Folder &folder)
{
    for (const Folder &below : folder.folders) {
        collectSearched(below);
    }
    for (const SavedRequest &request : folder.requests) {
        QStringList all{request.name, request.path, request.method, request.url};
        m_searched.push_back((all + request.tags).join(u'\n').toLower());
    }
}

/// Of the next request in that order.
bool RequestTreeModel::matchesNext()
{
    if (m_words.isEmpty()) {
        return true;
    }
    const QString &searched = m_searched[m_next++];
    return std::ranges::all_of(m_words, [&](const QString &word) { return searched.contains(word); });
}

void RequestTreeModel::setOutcome(const RequestOutcome &outcome)
{
    const auto kept = std::make_shared<const RequestOutcome>(outcome);
    const auto before = m_outcomes.value(outcome.path); // until its node has the new one
    m_outcomes.insert(outcome.path, kept);
    if (const int node = m_byPath.value(outcome.path, -1); node >= 0 && m_nodes[node].request) {
        m_nodes[node].outcome = kept.get();
        showOutcome(node);
    }
}

void RequestTreeModel::showOutcome(int node)
{
    const QModelIndex first = createIndex(m_nodes[node].row, Name, static_cast<quintptr>(node));
    if (!m_nodes[node].checks.isEmpty()) {
        beginRemoveRows(first, 0, static_cast<int>(m_nodes[node].checks.size()) - 1);
        m_nodes[node].checks.clear();
        endRemoveRows();
    }
    const RequestOutcome *const outcome = m_nodes[node].outcome;
    if (outcome && !outcome->checks.isEmpty()) {
        beginInsertRows(first, 0, static_cast<int>(outcome->checks.size()) - 1);
        m_nodes[node].checks = outcome->checks;
        endInsertRows();
    }
    Q_EMIT dataChanged(first, first.siblingAtColumn(Time));
}

void RequestTreeModel::clearOutcomes()
{
    const auto before = std::exchange(m_outcomes, {}); // until no node has one of them
    for (std::size_t node = 0; node < m_nodes.size(); ++node) {
        if (std::exchange(m_nodes[node].outcome, nullptr)) {
            showOutcome(static_cast<int>(node));
        }
    }
}

int RequestTreeModel::nodeOf(const QModelIndex &index) const
{
    return index.isValid() ? static_cast<int>(index.internalId() & ~checkBit) : 0;
}

bool RequestTreeModel::isCheck(const QModelIndex &index) const
{
    return index.isValid() && (index.internalId() & checkBit) != 0;
}

QString RequestTreeModel::path(const QModelIndex &index) const
{
    if (!index.isValid() || isCheck(index)) {
        return {};
    }
    const Node &node = m_nodes[nodeOf(index)];
    return node.request ? node.request->path : node.folder->path;
}

bool RequestTreeModel::isFolder(const QModelIndex &index) const
{
    return index.isValid() && !isCheck(index) && m_nodes[nodeOf(index)].folder;
}

const SavedRequest *RequestTreeModel::request(const QModelIndex &index) const
{
    return index.isValid() && !isCheck(index) ? m_nodes[nodeOf(index)].request : nullptr;
}

QString RequestTreeModel::folderOf(const QModelIndex &index) const
{
    int node = nodeOf(index);
    while (!m_nodes[node].folder) {
        node = m_nodes[node].parent;
    }
    return m_nodes[node].folder->path;
}

QModelIndex RequestTreeModel::find(const QString &path) const
{
    const int node = path.isEmpty() ? -1 : m_byPath.value(path, -1);
    return node > 0 ? createIndex(m_nodes[node].row, Name, static_cast<quintptr>(node)) : QModelIndex();
}

QModelIndex RequestTreeModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent)) {
        return {};
    }
    const Node &above = m_nodes[nodeOf(parent)];
    return above.request ? createIndex(row, column, static_cast<quintptr>(nodeOf(parent)) | checkBit)
                         : createIndex(row, column, static_cast<quintptr>(above.children[row]));
}

QModelIndex RequestTreeModel::parent(const QModelIndex &index) const
{
    if (!index.isValid()) {
        return {};
    }
    const int node = isCheck(index) ? nodeOf(index) : m_nodes[nodeOf(index)].parent;
    return node > 0 ? createIndex(m_nodes[node].row, Name, static_cast<quintptr>(node)) : QModelIndex();
}

int RequestTreeModel::rowCount(const QModelIndex &parent) const
{
    if (parent.column() > 0 || isCheck(parent)) {
        return 0;
    }
    const Node &node = m_nodes[nodeOf(parent)];
    return node.request ? static_cast<int>(node.checks.size()) : static_cast<int>(node.children.size());
}

int RequestTreeModel::columnCount(const QModelIndex &) const
{
    return Time + 1;
}

QVariant RequestTreeModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal) {
        return {};
    }
    if (role == Qt::TextAlignmentRole) {
        return QVariant(Qt::AlignVCenter | (section == Time ? Qt::AlignRight : Qt::AlignLeft));
    }
    if (role != Qt::DisplayRole) {
        return {};
    }
    switch (section) {
    case Name:
        return tr("Request");
    case Method:
        return tr("Method");
    case Url:
        return tr("URL");
    case Result:
        return tr("Result");
    default:
        return tr("Time");
    }
}

QVariant RequestTreeModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid()) {
        return {};
    }
    if (role == Qt::TextAlignmentRole && index.column() == Time) {
        return QVariant(Qt::AlignVCenter | Qt::AlignRight);
    }
    if (isCheck(index)) {
        return checkData(index, role);
    }
    const Node &node = m_nodes[nodeOf(index)];
    return node.request ? requestData(node, index.column(), role) : folderData(node, index.column(), role);
}

QVariant RequestTreeModel::checkData(const QModelIndex &index, int role) const
{
    const CheckResult &check = m_nodes[nodeOf(index)].checks[index.row()];
    if (role == Qt::ToolTipRole) {
        return asTip(check.message.isEmpty() ? check.text : check.text + QStringLiteral(": ") + check.message);
    }
    if (index.column() == Name) {
        if (role == Qt::DecorationRole) {
            return check.holds ? icon("checkmark", &Theme::success) : icon("dialog-error", &Theme::danger);
        }
        return role == Qt::DisplayRole ? check.text : QVariant();
    }
    if (index.column() != Result) {
        return {};
    }
    if (role == Qt::ForegroundRole) {
        return check.holds ? Theme::current().muted : Theme::current().danger;
    }
    return role != Qt::DisplayRole ? QVariant() : check.holds ? tr("passed") : check.message;
}

QString RequestTreeModel::resultText(const Node &node) const
{
    const RequestOutcome &outcome = *node.outcome;
    if (outcome.verdict == RequestOutcome::NotRun) {
        return tr("not run");
    }
    if (outcome.verdict == RequestOutcome::Unanswered) {
        return outcome.error;
    }
    const qsizetype holding = std::ranges::count_if(outcome.checks, &CheckResult::holds);
    return outcome.checks.isEmpty()
               ? QString::number(outcome.status)
               : tr("%1 · %2 of %3 passed").arg(outcome.status).arg(holding).arg(outcome.checks.size());
}

QVariant RequestTreeModel::requestData(const Node &node, int column, int role) const
{
    const SavedRequest &request = *node.request;
    const RequestOutcome *const outcome = node.outcome;
    if (role == Qt::ToolTipRole) {
        return asTip(column == Result && outcome ? resultText(node)
                     : column == Url             ? request.url
                                                 : request.name + u'\n' + request.path);
    }
    if (role == Qt::ForegroundRole) {
        const bool isBad =
            column == Result && outcome && outcome->verdict != RequestOutcome::NotRun && !isPassed(*outcome);
        return isBad                                ? QVariant(Theme::current().danger)
               : column == Method || column == Time ? QVariant(Theme::current().muted)
                                                    : QVariant();
    }
    if (role == Qt::DecorationRole && column == Result && outcome && outcome->verdict != RequestOutcome::NotRun) {
        return isPassed(*outcome) ? icon("checkmark", &Theme::success) : icon("dialog-error", &Theme::danger);
    }
    if (role != Qt::DisplayRole && !(role == Qt::EditRole && column == Name)) {
        return {};
    }
    switch (column) {
    case Name:
        return request.name;
    case Method:
        return request.method;
    case Url:
        return request.url;
    case Result:
        return outcome ? resultText(node) : QString();
    default:
        return outcome && outcome->microseconds > 0 ? durationText(outcome->microseconds) : QString();
    }
}

QVariant RequestTreeModel::folderData(const Node &node, int column, int role) const
{
    if (column != Name) {
        return {};
    }
    if (role == Qt::DecorationRole) {
        return icon("folder");
    }
    if (role == Qt::ToolTipRole) {
        return asTip(node.folder->path);
    }
    return role == Qt::DisplayRole ? node.folder->name : QVariant();
}

} // namespace studio
