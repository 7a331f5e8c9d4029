// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/collection/environments_dialog.h"

#include "ui/common/announce.h"
#include "ui/common/cell_table.h"
#include "ui/common/input_dialog.h"
#include "ui/common/state_text.h"
#include "ui/common/theme.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <algorithm>

namespace studio {

using namespace collection;

namespace {

enum Column { NameColumn, ValueColumn, SecretColumn };

constexpr int variableRole = Qt::UserRole; ///< of the name: the index of the variable that it was, -1 for a new one
constexpr int shownAsDotsRole = Qt::UserRole + 2; ///< of the value
constexpr int secretRole = Qt::UserRole + 1;      ///< of the value: what a secret is, which the cell does not show

/// Values of secrets are dots, also while they are typed.
class ValueDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QWidget *createEditor(QWidget *parent, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        QWidget *const editor = QStyledItemDelegate::createEditor(parent, option, index);
        if (auto *const line = qobject_cast<QLineEdit *>(editor); line && isSecret(index)) {
            line->setEchoMode(QLineEdit::Password);
        }
        return editor;
    }
    void setEditorData(QWidget *editor, const QModelIndex &index) const override
    {
        if (auto *const line = qobject_cast<QLineEdit *>(editor); line && isSecret(index)) {
            line->setText(index.data(secretRole).toString());
        } else {
            QStyledItemDelegate::setEditorData(editor, index);
        }
    }
    void setModelData(QWidget *editor, QAbstractItemModel *model, const QModelIndex &index) const override
    {
        if (auto *const line = qobject_cast<QLineEdit *>(editor); line && isSecret(index)) {
            model->setData(index, line->text(), secretRole);
        } else {
            QStyledItemDelegate::setModelData(editor, model, index);
        }
    }

private:
    static bool isSecret(const QModelIndex &index)
    {
        return index.siblingAtColumn(SecretColumn).data(Qt::CheckStateRole).toInt() == Qt::Checked;
    }
};

QString dots(const QString &secret)
{
    constexpr int shownDots = 8; // always as many: the length is not to be seen
    return secret.isEmpty() ? EnvironmentsDialog::tr("not set on this computer") : QString(shownDots, QChar(0x2022));
}

} // namespace

EnvironmentsDialog::EnvironmentsDialog(const QList<Environment> &environments, const QString &shown, QWidget *parent)
    : QDialog(parent)
{
    setWindowTitle(tr("Environments"));
    makeParts();
    for (const Environment &one : environments) {
        m_edits.append({.before = one, .now = one, .kept = {}, .typed = {}});
        m_choice->addItem(one.name);
    }
    const int first = m_choice->findText(shown);
    m_choice->setCurrentIndex(first < 0 ? 0 : first);
    showEnvironment(m_choice->currentIndex());
    connect(m_choice, &QComboBox::activated, this, &EnvironmentsDialog::showEnvironment);
}

void EnvironmentsDialog::makeParts()
{
    constexpr QSize size(640, 420);
    constexpr int nameWidth = 180;
    constexpr int secretWidth = 72;
    m_choice = new QComboBox;
    m_choice->setAccessibleName(tr("Environment"));
    auto *const add = new QPushButton(tr("New environment…"));
    add->setAutoDefault(false);
    auto *const head = new QHBoxLayout;
    head->addWidget(m_choice, 1);
    head->addWidget(add);
    m_table = new CellTable(tr("Variables"), {tr("Variable"), tr("Value"), tr("Secret")});
    m_table->setItemDelegateForColumn(ValueColumn, new ValueDelegate(m_table));
    QHeaderView *const header = m_table->horizontalHeader();
    header->resizeSection(NameColumn, nameWidth);
    header->setSectionResizeMode(ValueColumn, QHeaderView::Stretch);
    header->setSectionResizeMode(SecretColumn, QHeaderView::Fixed);
    header->resizeSection(SecretColumn, secretWidth);
    connect(m_table, &CellTable::removeRequested, this, &EnvironmentsDialog::removeVariable);
    m_remove = new QPushButton(tr("Remove variable"));
    m_remove->setAutoDefault(false);
    m_note = new QLabel(tr("{{name}} in a path, header, body or check stands for the value. The value of a secret is "
                           "kept in the keychain of this machine; the file has its name only."));
    m_note->setWordWrap(true);
    m_note->setForegroundRole(QPalette::PlaceholderText);
    m_state = new QLabel;
    m_state->setWordWrap(true);
    m_state->hide();
    auto *const buttons = new QDialogButtonBox(QDialogButtonBox::Save | QDialogButtonBox::Cancel);
    auto *const foot = new QHBoxLayout;
    foot->addWidget(m_remove);
    foot->addStretch(1);
    foot->addWidget(buttons);
    auto *const column = new QVBoxLayout(this);
    column->addLayout(head);
    column->addWidget(m_table, 1);
    column->addWidget(m_note);
    column->addWidget(m_state);
    column->addLayout(foot);
    resize(size);
    connect(add, &QPushButton::clicked, this, &EnvironmentsDialog::add);
    connect(m_remove, &QPushButton::clicked, this, [this] { removeVariable(m_table->currentRow()); });
    connect(buttons, &QDialogButtonBox::accepted, this, &EnvironmentsDialog::save);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_table, &QTableWidget::itemChanged, this, [this](const QTableWidgetItem *item) {
        if (!m_isFilling) {
            showSecrecy(item->row());
            keepEmptyRow();
        }
    });
    connect(m_table, &QTableWidget::currentCellChanged, this,
            [this](int row) { m_remove->setEnabled(row >= 0 && row < m_table->rowCount() - 1); });
}

QString EnvironmentsDialog::shownEnvironment() const
{
    return m_choice->currentText();
}

void EnvironmentsDialog::showError(const QString &sentence)
{
    setStateText(m_state, sentence, true);
    m_state->show();
    announce(m_state, sentence);
}

void EnvironmentsDialog::save()
{
    m_table->setCurrentCell(-1, -1); // what is typed still is taken
    if (hasNamelessValue()) {
        showError(tr("A variable has a value and no name. Name it, or remove it."));
        return;
    }
    takeTable();
    m_state->hide();
    Q_EMIT saveRequested();
}

bool EnvironmentsDialog::hasNamelessValue() const
{
    for (int row = 0; row < m_table->rowCount(); ++row) {
        const bool hasValue =
            !m_table->item(row, ValueColumn)->text().isEmpty() &&
            (m_table->item(row, SecretColumn)->checkState() != Qt::Checked || !secretAt(row).isEmpty());
        if (hasValue && m_table->item(row, NameColumn)->text().trimmed().isEmpty()) {
            return true;
        }
    }
    return false;
}

void EnvironmentsDialog::add()
{
    auto *const dialog = inputDialog(this, tr("New environment"), tr("Name, such as local or staging"));
    connect(dialog, &QInputDialog::textValueSelected, this, [this](const QString &text) {
        const QString name = text.trimmed();
        if (const int known = m_choice->findText(name); name.isEmpty() || known >= 0) {
            if (known >= 0) { // there it is
                m_choice->setCurrentIndex(known);
                showEnvironment(known);
            }
            return;
        }
        m_edits.append(EnvironmentEdit());
        m_edits.last().now.name = name;
        m_choice->addItem(name);
        m_choice->setCurrentIndex(m_choice->count() - 1);
        showEnvironment(m_choice->currentIndex());
        m_table->setFocus();
    });
    dialog->open();
}

/// What has no name yet stays in sight.
void EnvironmentsDialog::showEnvironment(int index)
{
    if (hasNamelessValue()) {
        m_choice->setCurrentIndex(m_shown);
        showError(tr("A variable has a value and no name. Name it, or remove it."));
        return;
    }
    takeTable();
    m_shown = index;
    fill();
    if (index >= 0 && m_edits[index].before) {
        Q_EMIT secretsRequested(m_edits[index].now.name);
    }
}

void EnvironmentsDialog::fill()
{
    m_isFilling = true;
    m_table->setRowCount(0);
    m_table->setEnabled(m_shown >= 0);
    m_choice->setEnabled(!m_edits.isEmpty());
    if (m_shown >= 0) {
        const QList<Variable> &variables = m_edits[m_shown].now.variables;
        for (qsizetype at = 0; at < variables.size(); ++at) {
            addVariable(variables[at]);
            m_table->item(m_table->rowCount() - 1, NameColumn)->setData(variableRole, static_cast<int>(at));
        }
        keepEmptyRow();
    }
    m_isFilling = false;
    m_remove->setEnabled(false);
}

void EnvironmentsDialog::addVariable(const Variable &variable)
{
    const bool wasFilling = std::exchange(m_isFilling, true);
    const int row = m_table->rowCount();
    m_table->insertRow(row);
    auto *const name = new QTableWidgetItem(variable.name);
    name->setData(variableRole, -1);
    if (!variable.name.isEmpty()) {
        name->setCheckState(variable.isDisabled ? Qt::Unchecked : Qt::Checked);
        name->setToolTip(tr("A variable that is not ticked is kept and not used"));
    }
    auto *const value = new QTableWidgetItem(variable.value);
    if (variable.isSecret) {
        const EnvironmentEdit &shown = m_edits[m_shown];
        value->setData(secretRole, shown.typed.value(variable.name, shown.kept.value(variable.name)));
    }
    auto *const secret = new QTableWidgetItem;
    secret->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
    secret->setCheckState(variable.isSecret ? Qt::Checked : Qt::Unchecked);
    m_table->setItem(row, NameColumn, name);
    m_table->setItem(row, ValueColumn, value);
    m_table->setItem(row, SecretColumn, secret);
    showSecrecy(row);
    m_isFilling = wasFilling;
}

QString EnvironmentsDialog::secretAt(int row) const
{
    return m_table->item(row, ValueColumn)->data(secretRole).toString();
}

/// A value becomes a secret with its tick, and is no text of the file any more; without it, it is one again.
void EnvironmentsDialog::showSecrecy(int row)
{
    QTableWidgetItem *const value = m_table->item(row, ValueColumn);
    const QTableWidgetItem *const secret = m_table->item(row, SecretColumn);
    if (!value || !secret) {
        return;
    }
    const bool wasFilling = std::exchange(m_isFilling, true);
    const bool isSecret = secret->checkState() == Qt::Checked;
    const bool wasSecret = value->data(shownAsDotsRole).toBool();
    if (isSecret) {
        if (!wasSecret && !value->data(secretRole).isValid()) { // ticked again: what the keychain has is there still
            const QString name = m_table->item(row, NameColumn)->text();
            const QString known = m_shown >= 0 ? m_edits[m_shown].kept.value(name) : QString();
            value->setData(secretRole, value->text().isEmpty() ? known : value->text());
        }
        const QString kept = value->data(secretRole).toString();
        value->setText(dots(kept));
        value->setForeground(kept.isEmpty() ? QBrush(Theme::current().muted) : QBrush());
        value->setData(shownAsDotsRole, true);
        value->setData(Qt::AccessibleTextRole, tr("secret"));
    } else if (wasSecret) {
        value->setForeground(QBrush());
        value->setText(QString()); // not to be read from the table by unticking
        value->setData(secretRole, QVariant());
        value->setData(shownAsDotsRole, QVariant());
        value->setData(Qt::AccessibleTextRole, QVariant());
    }
    m_isFilling = wasFilling;
}

void EnvironmentsDialog::keepEmptyRow()
{
    const bool wasFilling = std::exchange(m_isFilling, true);
    for (int row = 0; row < m_table->rowCount(); ++row) {
        QTableWidgetItem *const name = m_table->item(row, NameColumn);
        if (name && !name->text().isEmpty() && !name->data(Qt::CheckStateRole).isValid()) {
            name->setCheckState(Qt::Checked);
        }
    }
    m_isFilling = wasFilling;
    const int last = m_table->rowCount() - 1;
    if (last < 0 || !m_table->item(last, NameColumn)->text().isEmpty()) {
        addVariable({});
    }
}

Variable EnvironmentsDialog::variableAt(int row) const
{
    const QTableWidgetItem *const name = m_table->item(row, NameColumn);
    const int at = name->data(variableRole).toInt();
    Variable variable = at >= 0 ? m_edits[m_shown].now.variables.value(at) : Variable();
    variable.name = name->text().trimmed();
    variable.isDisabled = name->checkState() != Qt::Checked;
    variable.isSecret = m_table->item(row, SecretColumn)->checkState() == Qt::Checked;
    variable.value = variable.isSecret ? QString() : m_table->item(row, ValueColumn)->text();
    return variable;
}

void EnvironmentsDialog::takeTable()
{
    if (m_shown < 0) {
        return;
    }
    QList<Variable> variables;
    EnvironmentEdit &shown = m_edits[m_shown];
    for (int row = 0; row < m_table->rowCount(); ++row) {
        const Variable variable = variableAt(row);
        if (variable.name.isEmpty()) {
            continue;
        }
        if (variable.isSecret && secretAt(row) != shown.kept.value(variable.name)) {
            shown.typed.insert(variable.name, secretAt(row));
        }
        variables << variable;
    }
    for (const Variable &before : std::as_const(shown.now.variables)) {
        const bool isSecretStill = std::ranges::any_of(
            variables, [&](const Variable &now) { return now.isSecret && now.name == before.name; });
        if (before.isSecret && !isSecretStill && shown.before) {
            shown.typed.insert(before.name, QString()); // what the keychain has of it is removed
        }
    }
    shown.now.variables = variables;
    fill(); // the rows' variables are others now
}

void EnvironmentsDialog::removeVariable(int row)
{
    if (row >= 0 && row < m_table->rowCount() - 1) { // the last one is to type into
        m_table->takeRow(row);
    }
}

void EnvironmentsDialog::setSecrets(const QString &environment, const Values &values)
{
    const auto row = std::ranges::find(m_edits, environment, [](const EnvironmentEdit &one) { return one.now.name; });
    if (row == m_edits.end()) {
        return;
    }
    row->kept = values;
    if (m_shown < 0 || &m_edits[m_shown] != &*row) {
        return;
    }
    m_isFilling = true;
    for (int at = 0; at < m_table->rowCount(); ++at) { // only where nothing was typed meanwhile
        const QString name = m_table->item(at, NameColumn)->text();
        if (m_table->item(at, SecretColumn)->checkState() == Qt::Checked && secretAt(at).isEmpty() &&
            values.contains(name)) {
            m_table->item(at, ValueColumn)->setData(secretRole, values.value(name));
            showSecrecy(at);
        }
    }
    m_isFilling = false;
}

QList<EnvironmentsDialog::Edited> EnvironmentsDialog::edited() const
{
    QList<Edited> all;
    for (const EnvironmentEdit &row : m_edits) {
        if (!row.before || *row.before != row.now || !row.typed.isEmpty()) {
            all.append({.before = row.before, .now = row.now, .secrets = row.typed});
        }
    }
    return all;
}

} // namespace studio
