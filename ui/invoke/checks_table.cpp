// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/invoke/checks_table.h"

#include "ui/common/cell_table.h"
#include "ui/common/icons.h"
#include "ui/common/theme.h"
#include "ui/common/tip.h"

#include <QComboBox>
#include <QCompleter>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <algorithm>

namespace studio {

using namespace collection;

namespace {

enum Column { ExpressionColumn, OperatorColumn, ValueColumn, ResultColumn };

constexpr int originRole = Qt::UserRole; ///< of the expression: which assertion or capture it was, -1 for a new one

/// Of the capture or assertion at this place; odd for captures.
int originOf(qsizetype at, bool isCapture)
{
    return static_cast<int>(at * 2) + (isCapture ? 1 : 0);
}

/// What was there before an edit; one of its own for a new row, and for one that was of the other kind.
template <typename T> T originOf(const QList<T> &before, int origin, bool isCapture)
{
    return origin >= 0 && (origin % 2 == 1) == isCapture ? before.value(origin / 2) : T();
}

/// Stands among the operators; never shown in another language, as they are not.
QString captureWord()
{
    return QStringLiteral("save as");
}

/// Operators are chosen, expressions completed.
class CheckDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QWidget *createEditor(QWidget *parent, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        if (index.column() == OperatorColumn) {
            auto *const box = new QComboBox(parent);
            for (const QLatin1StringView name : assertionOperators()) {
                box->addItem(name);
            }
            box->insertSeparator(box->count());
            box->addItem(captureWord());
            connect(box, &QComboBox::activated, box, [this, box] {
                auto *const self = const_cast<CheckDelegate *>(this); // signals of a delegate are not const
                Q_EMIT self->commitData(box);
                Q_EMIT self->closeEditor(box);
            });
            return box;
        }
        QWidget *const editor = QStyledItemDelegate::createEditor(parent, option, index);
        if (auto *const line = qobject_cast<QLineEdit *>(editor); line && index.column() == ExpressionColumn) {
            line->setPlaceholderText(QStringLiteral("res.body.id"));
            auto *const completer = new QCompleter({QStringLiteral("res.status"), QStringLiteral("res.statusText"),
                                                    QStringLiteral("res.responseTime"), QStringLiteral("res.body"),
                                                    QStringLiteral("res.headers.content-type")},
                                                   line);
            completer->setCompletionMode(QCompleter::PopupCompletion);
            line->setCompleter(completer);
        }
        return editor;
    }
    void setEditorData(QWidget *editor, const QModelIndex &index) const override
    {
        if (auto *const box = qobject_cast<QComboBox *>(editor)) {
            box->setCurrentText(index.data().toString());
            box->showPopup();
        } else {
            QStyledItemDelegate::setEditorData(editor, index);
        }
    }
    void setModelData(QWidget *editor, QAbstractItemModel *model, const QModelIndex &index) const override
    {
        if (auto *const box = qobject_cast<QComboBox *>(editor)) {
            model->setData(index, box->currentText());
        } else {
            QStyledItemDelegate::setModelData(editor, model, index);
        }
    }
};

} // namespace

ChecksTable::ChecksTable(QWidget *parent) : QWidget(parent) {}

void ChecksTable::showEvent(QShowEvent *event)
{
    if (!m_table) {
        makeTable();
    }
    QWidget::showEvent(event);
}

void ChecksTable::makeTable()
{
    constexpr int expressionWidth = 136;
    constexpr int operatorWidth = 76;
    constexpr int valueWidth = 72;
    m_table = new CellTable(tr("Checks"), {tr("Part of the answer"), tr("Check"), tr("Value"), tr("Result")});
    m_table->setObjectName(QStringLiteral("checks"));
    QHeaderView *const header = m_table->horizontalHeader();
    header->setMinimumSectionSize(40); // so that the last one fits a narrow pane
    header->setSectionResizeMode(ResultColumn, QHeaderView::Stretch);
    header->resizeSection(ExpressionColumn, expressionWidth);
    header->resizeSection(OperatorColumn, operatorWidth);
    header->resizeSection(ValueColumn, valueWidth);
    m_table->setItemDelegate(new CheckDelegate(m_table));
    connect(m_table, &CellTable::removeRequested, this, &ChecksTable::removeRow);
    m_hint = new QLabel(tr("res.status, res.body.items[0].id, res.headers.etag. “save as” keeps the part as a "
                           "variable of later requests."));
    m_hint->setForegroundRole(QPalette::PlaceholderText);
    m_hint->setWordWrap(true);
    m_hint->setContentsMargins(8, 4, 8, 4);
    auto *const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_table, 1);
    column->addWidget(m_hint);
    m_table->show(); // its parent has shown its children already
    setFocusProxy(m_table);
    m_table->horizontalHeader()->setToolTip(m_hint->text());
    fill();
    connect(this, &ChecksTable::changed, this, &ChecksTable::showHint);
    showHint();
    connect(m_table, &QTableWidget::itemChanged, this, [this] {
        if (!m_isFilling) {
            keepEmptyRow();
            take();
            Q_EMIT changed();
        }
    });
}

/// The rows need its room once one knows what they are.
void ChecksTable::showHint()
{
    m_hint->setVisible(m_assertions.isEmpty() && m_captures.isEmpty());
}

void ChecksTable::setChecks(const QList<Assertion> &assertions, const QList<Capture> &captures)
{
    m_assertions = assertions;
    m_captures = captures;
    m_results.clear();
    if (m_table) {
        fill();
    }
    Q_EMIT changed();
}

void ChecksTable::fill()
{
    m_isFilling = true;
    m_table->setRowCount(0);
    for (qsizetype at = 0; at < m_captures.size(); ++at) {
        const Capture &one = m_captures[at];
        addRow(one.expression, captureWord(), one.variable, !one.isDisabled, originOf(at, true));
    }
    for (qsizetype at = 0; at < m_assertions.size(); ++at) {
        const Assertion &one = m_assertions[at];
        addRow(one.expression, one.operatorName, one.value, !one.isDisabled, originOf(at, false));
    }
    m_isFilling = false;
    keepEmptyRow();
    showResults();
}

void ChecksTable::addRow(const QString &expression, const QString &operatorName, const QString &value, bool isEnabled,
                         int origin)
{
    const bool wasFilling = std::exchange(m_isFilling, true);
    const int row = m_table->rowCount();
    m_table->insertRow(row);
    auto *const name = new QTableWidgetItem(expression);
    name->setData(originRole, origin);
    if (!expression.isEmpty()) {
        name->setCheckState(isEnabled ? Qt::Checked : Qt::Unchecked);
    }
    auto *const result = new QTableWidgetItem;
    result->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
    m_table->setItem(row, ExpressionColumn, name);
    m_table->setItem(row, OperatorColumn, new QTableWidgetItem(operatorName));
    m_table->setItem(row, ValueColumn, new QTableWidgetItem(value));
    m_table->setItem(row, ResultColumn, result);
    m_isFilling = wasFilling;
}

void ChecksTable::keepEmptyRow()
{
    const bool wasFilling = std::exchange(m_isFilling, true);
    for (int row = 0; row < m_table->rowCount(); ++row) {
        QTableWidgetItem *const name = m_table->item(row, ExpressionColumn);
        if (!name->text().isEmpty() && !name->data(Qt::CheckStateRole).isValid()) {
            name->setCheckState(Qt::Checked);
            if (m_table->item(row, OperatorColumn)->text().isEmpty()) {
                m_table->item(row, OperatorColumn)->setText(QStringLiteral("eq"));
            }
        }
    }
    const int last = m_table->rowCount() - 1;
    if (last < 0 || !m_table->item(last, ExpressionColumn)->text().isEmpty()) {
        addRow({}, {}, {}, true, -1);
    }
    m_isFilling = wasFilling;
}

/// The rows become the checks; what they had beside what is shown stays with them.
void ChecksTable::take()
{
    QList<Assertion> assertions;
    QList<Capture> captures;
    m_results.clear(); // they were of other checks
    for (int row = 0; row < m_table->rowCount(); ++row) {
        QTableWidgetItem *const name = m_table->item(row, ExpressionColumn);
        const QString expression = name->text().trimmed();
        const int origin = name->data(originRole).toInt();
        const bool isDisabled = name->checkState() != Qt::Checked;
        const QString value = m_table->item(row, ValueColumn)->text();
        if (expression.isEmpty()) {
            continue;
        }
        if (m_table->item(row, OperatorColumn)->text() == captureWord()) {
            Capture one = originOf(m_captures, origin, true);
            one.expression = expression;
            one.variable = value;
            one.isDisabled = isDisabled;
            captures << one;
        } else {
            Assertion one = originOf(m_assertions, origin, false);
            one.expression = expression;
            one.operatorName = m_table->item(row, OperatorColumn)->text();
            one.value = value;
            one.isDisabled = isDisabled;
            assertions << one;
        }
    }
    m_captures = captures;
    m_assertions = assertions;
    const bool wasFilling = std::exchange(m_isFilling, true);
    int capture = 0;
    int assertion = 0;
    for (int row = 0; row < m_table->rowCount(); ++row) {
        const bool isCapture = m_table->item(row, OperatorColumn)->text() == captureWord();
        QTableWidgetItem *const name = m_table->item(row, ExpressionColumn);
        name->setData(originRole, name->text().trimmed().isEmpty() ? -1
                                  : isCapture                      ? originOf(capture++, true)
                                                                   : originOf(assertion++, false));
    }
    m_isFilling = wasFilling;
    showResults();
}

QList<Assertion> ChecksTable::assertions() const
{
    return m_assertions;
}

QList<Capture> ChecksTable::captures() const
{
    return m_captures;
}

qsizetype ChecksTable::count() const
{
    return std::ranges::count(m_assertions, false, &Assertion::isDisabled) +
           std::ranges::count(m_captures, false, &Capture::isDisabled);
}

void ChecksTable::setResults(const QList<CheckResult> &results)
{
    m_results = results;
    if (m_table) {
        showResults();
    }
}

/// They come for captures first, and for what is enabled only.
void ChecksTable::showResults()
{
    const bool wasFilling = std::exchange(m_isFilling, true);
    const qsizetype captures = std::ranges::count(m_captures, false, &Capture::isDisabled);
    qsizetype capture = 0;
    qsizetype assertion = captures;
    for (int row = 0; row < m_table->rowCount(); ++row) {
        const QTableWidgetItem *const name = m_table->item(row, ExpressionColumn);
        QTableWidgetItem *const shown = m_table->item(row, ResultColumn);
        const bool isCapture = m_table->item(row, OperatorColumn)->text() == captureWord();
        const bool isChecked = !name->text().trimmed().isEmpty() && name->checkState() == Qt::Checked;
        const qsizetype at = !isChecked ? -1 : isCapture ? capture++ : assertion++;
        const bool isKnown = at >= 0 && at < m_results.size();
        shown->setText(!isKnown ? QString() : m_results[at].holds ? tr("passed") : m_results[at].message);
        shown->setToolTip(isKnown ? asTip(m_results[at].message) : QString());
        shown->setIcon(!isKnown              ? QIcon()
                       : m_results[at].holds ? icon("checkmark", &Theme::success)
                                             : icon("dialog-error", &Theme::danger));
        shown->setForeground(isKnown && !m_results[at].holds ? QBrush(Theme::current().danger) : QBrush());
    }
    m_isFilling = wasFilling;
}

void ChecksTable::removeRow(int row)
{
    if (row < m_table->rowCount() - 1) { // the last one is to type into
        m_table->takeRow(row);
        take();
        Q_EMIT changed();
    }
}

} // namespace studio
