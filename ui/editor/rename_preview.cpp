// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/rename_preview.h"

#include "ui/common/fonts.h"
#include "ui/common/theme.h"

#include <QDialogButtonBox>
#include <QDir>
#include <QHeaderView>
#include <QLabel>
#include <QMap>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace studio {

namespace {

constexpr int lineRole = Qt::UserRole;
constexpr qsizetype maxShownLine = 200; ///< characters
constexpr int previewRowHeight = 22;

QString changesText(int count)
{
    return count == 1 ? RenamePreview::tr("1 change") : RenamePreview::tr("%n changes", nullptr, count);
}

QString filesText(int count)
{
    return count == 1 ? RenamePreview::tr("1 file") : RenamePreview::tr("%n files", nullptr, count);
}

QString shownLine(const QByteArray &line)
{
    return QString::fromUtf8(line.first(std::min<qsizetype>(line.size(), maxShownLine * 4)))
        .trimmed()
        .left(maxShownLine);
}

/// What the edits of one line make of it; where they reach further, its first line.
QByteArray changedLine(const QByteArray &line, QList<TextChange> edits)
{
    for (TextChange &edit : edits) {
        const bool isWithin = edit.range.end.line == edit.range.start.line;
        edit.range.start.line = 0;
        edit.range.end = {0, isWithin ? edit.range.end.byte : static_cast<int>(line.size())};
    }
    return changedText(line, edits).value_or(line).split('\n').value(0);
}

QMap<int, QList<TextChange>> editsByLine(const DocumentChange &change)
{
    QMap<int, QList<TextChange>> lines;
    for (const TextChange &edit : change.edits) {
        lines[edit.range.start.line] << edit;
    }
    return lines;
}

} // namespace

RenamePreview::RenamePreview(const QString &title, const QString &folder, QList<DocumentChange> changes,
                             QWidget *parent)
    : QDialog(parent), m_changes(std::move(changes)), m_tree(new QTreeWidget), m_summary(new QLabel)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(title);
    auto *const column = new QVBoxLayout(this);
    auto *const buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    m_accept = buttons->addButton(tr("Rename"), QDialogButtonBox::AcceptRole);
    column->addWidget(m_summary);
    column->addWidget(m_tree, 1);
    column->addWidget(buttons);
    m_tree->setColumnCount(2);
    m_tree->setHeaderLabels({tr("Before"), tr("After")});
    m_tree->setAccessibleName(tr("Changes by file"));
    m_tree->setUniformRowHeights(true);
    m_tree->setTextElideMode(Qt::ElideRight);
    m_tree->header()->setMinimumHeight(previewRowHeight);
    m_tree->header()->setSectionResizeMode(QHeaderView::Stretch);
    for (int index = 0; index < m_changes.size(); ++index) {
        addFile(folder, index);
    }
    m_tree->expandAll();
    m_tree->setCurrentItem(m_tree->topLevelItem(0));
    connect(m_tree, &QTreeWidget::itemChanged, this, &RenamePreview::updateSummary);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    m_accept->setDefault(true); // once it is in the dialog: else another one becomes so
    updateSummary();
    resize(820, 480);
    m_tree->setFocus();
}

void RenamePreview::addFile(const QString &folder, int index)
{
    const DocumentChange &change = m_changes[index];
    const QDir from(folder);
    const QString name = from.relativeFilePath(change.path);
    auto *const file = new QTreeWidgetItem(m_tree);
    file->setText(0, name);
    if (change.isMoved()) {
        file->setText(1, from.relativeFilePath(change.newPath));
    }
    file->setSizeHint(0, QSize(0, previewRowHeight));
    QFont bold = m_tree->font();
    bold.setBold(true);
    file->setFont(0, bold);
    file->setFont(1, bold);
    file->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable | Qt::ItemIsAutoTristate);
    file->setCheckState(0, Qt::Checked);
    if (m_lines + change.edits.size() <= maxLines) {
        addLines(file, change);
    } else if (!change.isMoved()) {
        file->setText(1, changesText(static_cast<int>(change.edits.size())));
    }
}

void RenamePreview::addLines(QTreeWidgetItem *file, const DocumentChange &change)
{
    const QList<QByteArray> lines = change.before.value_or(QByteArray()).split('\n');
    const auto edits = editsByLine(change);
    for (auto line = edits.cbegin(); line != edits.cend(); ++line) {
        const QByteArray before = lines.value(line.key());
        const QByteArray after = changedLine(before, *line);
        auto *const row = new QTreeWidgetItem(file);
        row->setText(0, QStringLiteral("%1  %2").arg(line.key() + 1, 4).arg(shownLine(before)));
        row->setText(1, shownLine(after));
        row->setData(0, lineRole, line.key());
        row->setFont(0, monospaceFont());
        row->setFont(1, monospaceFont());
        row->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable | Qt::ItemNeverHasChildren);
        row->setCheckState(0, Qt::Checked);
        ++m_lines;
    }
}

QList<TextChange> RenamePreview::chosenEdits(const QTreeWidgetItem *file, const DocumentChange &change) const
{
    if (file->childCount() == 0) {
        return change.edits;
    }
    const auto edits = editsByLine(change);
    QList<TextChange> chosen;
    for (int row = 0; row < file->childCount(); ++row) {
        if (file->child(row)->checkState(0) == Qt::Checked) {
            chosen << edits.value(file->child(row)->data(0, lineRole).toInt());
        }
    }
    return chosen;
}

QList<DocumentChange> RenamePreview::chosen() const
{
    QList<DocumentChange> all;
    for (int index = 0; index < m_changes.size(); ++index) {
        const QTreeWidgetItem *const file = m_tree->topLevelItem(index);
        if (file->checkState(0) == Qt::Unchecked) {
            continue;
        }
        DocumentChange change = m_changes[index];
        if (const auto edits = chosenEdits(file, change); edits.size() != change.edits.size()) {
            change.edits = edits;
            change.after = changedText(change.before.value_or(QByteArray()), edits).value_or(*change.after);
        }
        all << change;
    }
    return all;
}

void RenamePreview::updateSummary()
{
    int edits = 0;
    int files = 0;
    for (int index = 0; index < m_changes.size(); ++index) {
        const QTreeWidgetItem *const file = m_tree->topLevelItem(index);
        if (file->checkState(0) != Qt::Unchecked) {
            ++files;
            edits += static_cast<int>(chosenEdits(file, m_changes[index]).size());
        }
    }
    m_summary->setText(tr("%1 in %2", "changes, files").arg(changesText(edits), filesText(files)));
    m_accept->setEnabled(files > 0);
}

} // namespace studio
