// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/invoke/json_tree_model.h"

#include "ui/common/fonts.h"
#include "ui/common/tip.h"
#include "ui/invoke/json_colors.h"
#include "ui/invoke/json_outline.h"
#include "ui/invoke/json_path.h"
#include "ui/invoke/json_text.h"

#include <QLocale>

#include <algorithm>
#include <utility>

namespace studio {

namespace {

constexpr qint64 groupSize = 1'000;
constexpr qsizetype shownBytes = 300; // of a value in its row
constexpr qsizetype tipBytes = 2'000;

QString cut(QByteArrayView json, qsizetype bytes)
{
    if (json.size() <= bytes) {
        return QString::fromUtf8(json);
    }
    return u'"' + stringFromJson(json, bytes).replace(u'\n', QChar(0x21b5)) + QStringLiteral("…\"");
}

} // namespace

JsonTreeModel::JsonTreeModel(QObject *parent) : QAbstractItemModel(parent) {}

JsonTreeModel::~JsonTreeModel() = default;

bool JsonTreeModel::setOutline(std::shared_ptr<const JsonOutline> outline, const std::optional<QList<qint64>> &roots)
{
    if (outline == m_outline && roots == m_lines) {
        return false;
    }
    beginResetModel();
    m_outline = std::move(outline);
    m_lines = roots;
    m_root.reset();
    if (m_outline) {
        m_root = std::make_unique<Node>();
        m_root->isFetched = true;
        for (const qint64 line : roots.value_or(QList<qint64>{0})) {
            m_root->children.push_back({.parent = m_root.get(),
                                        .row = static_cast<int>(m_root->children.size()),
                                        .line = line,
                                        .count = m_outline->childCount(line)});
        }
    }
    endResetModel();
    return true;
}

JsonTreeModel::Node *JsonTreeModel::nodeOf(const QModelIndex &index) const
{
    return index.isValid() ? static_cast<Node *>(index.internalPointer()) : m_root.get();
}

QModelIndex JsonTreeModel::index(int row, int column, const QModelIndex &parent) const
{
    Node *const node = nodeOf(parent);
    if (!node || row < 0 || std::cmp_greater_equal(row, node->children.size()) || column < 0 || column >= ColumnCount ||
        parent.column() > 0) {
        return {};
    }
    return createIndex(row, column, &node->children[row]);
}

QModelIndex JsonTreeModel::parent(const QModelIndex &index) const
{
    const Node *const node = nodeOf(index);
    if (!index.isValid() || node->parent == m_root.get()) {
        return {};
    }
    return createIndex(node->parent->row, 0, node->parent);
}

int JsonTreeModel::rowCount(const QModelIndex &parent) const
{
    const Node *const node = parent.column() > 0 ? nullptr : nodeOf(parent);
    return node ? static_cast<int>(node->children.size()) : 0;
}

int JsonTreeModel::columnCount(const QModelIndex &) const
{
    return ColumnCount;
}

bool JsonTreeModel::hasChildren(const QModelIndex &parent) const
{
    const Node *const node = parent.column() > 0 ? nullptr : nodeOf(parent);
    return node && (node == m_root.get() || node->count > 0);
}

bool JsonTreeModel::canFetchMore(const QModelIndex &parent) const
{
    const Node *const node = parent.column() > 0 ? nullptr : nodeOf(parent);
    return node && !node->isFetched && node->count > 0;
}

void JsonTreeModel::fetchMore(const QModelIndex &parent)
{
    if (!canFetchMore(parent)) {
        return;
    }
    Node *const node = nodeOf(parent);
    node->isFetched = true;
    std::vector<Node> children = childrenOf(*node);
    beginInsertRows(parent, 0, static_cast<int>(children.size()) - 1);
    node->children = std::move(children);
    endInsertRows();
}

std::vector<JsonTreeModel::Node> JsonTreeModel::childrenOf(Node &node) const
{
    std::vector<Node> children;
    const bool isGrouped = !node.isGroup && node.count > groupSize;
    const qint64 step = isGrouped ? groupSize : 1;
    children.reserve(static_cast<std::size_t>((node.count + step - 1) / step));
    qint64 line = isGrouped ? node.line : m_outline->child(node.line, node.first);
    for (qint64 index = 0; index < node.count; index += step) {
        Node child{.parent = &node, .row = static_cast<int>(children.size()), .line = line};
        if (isGrouped) {
            child.isGroup = true;
            child.first = index;
            child.count = std::min(groupSize, node.count - index);
        } else {
            child.index = node.first + index;
            child.count = m_outline->childCount(line);
            line = m_outline->next(line);
        }
        children.push_back(std::move(child));
    }
    return children;
}

QString JsonTreeModel::keyText(const Node &node) const
{
    if (node.isGroup) {
        const QLocale locale;
        return QStringLiteral("%1 – %2").arg(locale.toString(node.first), locale.toString(node.first + node.count - 1));
    }
    if (node.parent == m_root.get()) {
        return jsonPathTo(*m_outline, node.line);
    }
    return m_outline->hasKey(node.line) ? stringFromJson(m_outline->key(node.line), shownBytes)
                                        : QString::number(node.index);
}

QString JsonTreeModel::shownValue(const Node &node) const
{
    if (node.isGroup) {
        return {};
    }
    const QLocale locale;
    if (m_outline->isArray(node.line)) {
        return node.count == 1 ? tr("[ 1 element ]") : tr("[ %1 elements ]").arg(locale.toString(node.count));
    }
    if (m_outline->isObject(node.line)) {
        return node.count == 1 ? tr("{ 1 member }") : tr("{ %1 members }").arg(locale.toString(node.count));
    }
    return cut(m_outline->value(node.line), shownBytes);
}

QVariant JsonTreeModel::color(const Node &node, int column) const
{
    if (column == Key) {
        const bool isName = !node.isGroup && node.parent != m_root.get() && m_outline->hasKey(node.line);
        return tokenColor(isName ? JsonTokenKind::Key : JsonTokenKind::Punctuation);
    }
    const QByteArrayView value = m_outline->value(node.line);
    const char first = value.front();
    return tokenColor(first == '"'                   ? JsonTokenKind::String
                      : first == '{' || first == '[' ? JsonTokenKind::Punctuation
                                                     : JsonTokenKind::Number);
}

QVariant JsonTreeModel::data(const QModelIndex &index, int role) const
{
    const Node *const node = nodeOf(index);
    if (!index.isValid()) {
        return {};
    }
    switch (role) {
    case Qt::DisplayRole:
        return index.column() == Key ? keyText(*node) : shownValue(*node);
    case Qt::FontRole:
        return monospaceFont();
    case Qt::ForegroundRole:
        return color(*node, index.column());
    case Qt::ToolTipRole:
        return node->isGroup || m_outline->opens(node->line) ? asTip(path(index))
                                                             : asTip(cut(m_outline->value(node->line), tipBytes));
    default:
        return {};
    }
}

QVariant JsonTreeModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role != Qt::DisplayRole || orientation != Qt::Horizontal) {
        return {};
    }
    return section == Key ? tr("Key") : tr("Value");
}

QString JsonTreeModel::path(const QModelIndex &index) const
{
    if (!index.isValid()) {
        return {};
    }
    QStringList steps;
    const Node *node = nodeOf(index);
    for (; node->parent != m_root.get(); node = node->parent) {
        if (!node->isGroup) {
            steps << (m_outline->hasKey(node->line) ? jsonPathStep(stringFromJson(m_outline->key(node->line)))
                                                    : QStringLiteral("[%1]").arg(node->index));
        }
    }
    std::ranges::reverse(steps);
    return jsonPathTo(*m_outline, node->line) + steps.join(QString());
}

QString JsonTreeModel::valueText(const QModelIndex &index) const
{
    return index.isValid() ? m_outline->plainText(nodeOf(index)->line) : QString();
}

} // namespace studio
