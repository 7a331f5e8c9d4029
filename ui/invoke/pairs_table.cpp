// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/invoke/pairs_table.h"

#include "ui/common/cell_table.h"

#include <QCompleter>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace studio {

namespace {

enum Column { NameColumn, ValueColumn };

/// The editor of a cell, with a list of what could be typed.
class HintedCells final : public QStyledItemDelegate
{
public:
    HintedCells(const PairsTable::Hints *hints, QObject *parent) : QStyledItemDelegate(parent), m_hints(hints) {}

    QWidget *createEditor(QWidget *parent, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        QWidget *const editor = QStyledItemDelegate::createEditor(parent, option, index);
        auto *const line = qobject_cast<QLineEdit *>(editor);
        const QStringList words = index.column() == NameColumn ? (m_hints->names ? m_hints->names() : QStringList())
                                  : m_hints->values
                                      ? m_hints->values(index.siblingAtColumn(NameColumn).data().toString())
                                      : QStringList();
        if (line && !words.isEmpty()) {
            auto *const completer = new QCompleter(words, line);
            completer->setCaseSensitivity(Qt::CaseInsensitive);
            completer->setFilterMode(Qt::MatchContains);
            completer->setMaxVisibleItems(shownHints);
            line->setCompleter(completer);
        }
        return editor;
    }

private:
    static constexpr int shownHints = 10;

    const PairsTable::Hints *m_hints; ///< of the table that owns this
};

} // namespace

PairsTable::PairsTable(const QString &nameTitle, const QString &hint, QWidget *parent)
    : QWidget(parent), m_nameTitle(nameTitle), m_hint(hint)
{
}

/// Not when it is polished: a splitter around it does that to know its smallest size, long before it is seen.
void PairsTable::showEvent(QShowEvent *event)
{
    if (!m_table) {
        makeTable();
    }
    QWidget::showEvent(event);
}

void PairsTable::makeTable()
{
    m_table = new CellTable(m_nameTitle, {m_nameTitle, tr("Value")});
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->horizontalHeader()->resizeSection(NameColumn, 160);
    m_table->setItemDelegate(new HintedCells(&m_hints, m_table));
    connect(m_table, &CellTable::removeRequested, this, &PairsTable::removeRow);

    m_hintLine = new QLabel(m_hint);
    m_hintLine->setForegroundRole(QPalette::PlaceholderText);
    m_hintLine->setWordWrap(true);
    m_hintLine->setContentsMargins(8, 4, 8, 4);
    auto *const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_table, 1);
    column->addWidget(m_hintLine);
    m_table->show(); // its parent has shown its children already
    setFocusProxy(m_table);
    fill(std::exchange(m_pairs, {}));

    connect(m_table, &QTableWidget::itemChanged, this, [this] {
        if (!m_filling) {
            keepEmptyRow();
            Q_EMIT changed();
        }
    });
    m_table->horizontalHeader()->setToolTip(m_hint);
    connect(this, &PairsTable::changed, this, &PairsTable::showHint);
    showHint();
}

/// The rows need its room once one knows what they are.
void PairsTable::showHint()
{
    m_hintLine->setVisible(pairs().isEmpty());
}

void PairsTable::addRow(const Pair &pair)
{
    m_filling = true;
    const int row = m_table->rowCount();
    m_table->insertRow(row);
    auto *const name = new QTableWidgetItem(pair.name);
    if (!pair.name.isEmpty()) { // a box beside nothing would be a control that does nothing
        name->setCheckState(pair.enabled ? Qt::Checked : Qt::Unchecked);
    }
    m_table->setItem(row, NameColumn, name);
    m_table->setItem(row, ValueColumn, new QTableWidgetItem(pair.value));
    m_filling = false;
}

void PairsTable::keepEmptyRow()
{
    m_filling = true;
    for (int row = 0; row < m_table->rowCount(); ++row) {
        QTableWidgetItem *const name = m_table->item(row, NameColumn);
        if (!name->text().isEmpty() && !name->data(Qt::CheckStateRole).isValid()) {
            name->setCheckState(Qt::Checked);
        }
    }
    m_filling = false;
    const int last = m_table->rowCount() - 1;
    const bool hasEmpty = last >= 0 && m_table->item(last, NameColumn)->text().isEmpty() &&
                          m_table->item(last, ValueColumn)->text().isEmpty();
    if (!hasEmpty) {
        addRow({});
    }
}

void PairsTable::fill(const QList<Pair> &pairs)
{
    m_table->setRowCount(0);
    for (const Pair &pair : pairs) {
        addRow(pair);
    }
    keepEmptyRow();
}

void PairsTable::setPairs(const QList<Pair> &pairs)
{
    if (m_table) {
        fill(pairs);
    } else {
        m_pairs = pairs;
    }
    Q_EMIT changed();
}

QList<Pair> PairsTable::pairs() const
{
    QList<Pair> out;
    if (!m_table) {
        std::ranges::copy_if(m_pairs, std::back_inserter(out), [](const Pair &pair) { return !pair.name.isEmpty(); });
        return out;
    }
    for (int row = 0; row < m_table->rowCount(); ++row) {
        const QTableWidgetItem *const name = m_table->item(row, NameColumn);
        const QString value = m_table->item(row, ValueColumn)->text();
        if (!name->text().isEmpty()) {
            out.append({.name = name->text(), .value = value, .enabled = name->checkState() == Qt::Checked});
        }
    }
    return out;
}

QList<Pair> PairsTable::enabledPairs() const
{
    QList<Pair> out = pairs();
    out.removeIf([](const Pair &pair) { return !pair.enabled; });
    return out;
}

void PairsTable::removeRow(int row)
{
    m_table->takeRow(row);
    keepEmptyRow();
    Q_EMIT changed();
}

} // namespace studio
