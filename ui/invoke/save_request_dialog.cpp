// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/invoke/save_request_dialog.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace studio {

SaveRequestDialog::SaveRequestDialog(const collection::Collection &collection, const QString &name,
                                     const QString &folder, QWidget *parent)
    : QDialog(parent), m_name(new QLineEdit(name)), m_folder(new QComboBox)
{
    constexpr int width = 420;
    setWindowTitle(tr("Save the request"));
    m_folder->addItem(tr("requests"), QString());
    for (const collection::Folder &below : collection.root.folders) {
        addFolder(below, below.name);
    }
    m_folder->setCurrentIndex(std::max(m_folder->findData(folder), 0));
    auto *const buttons = new QDialogButtonBox(QDialogButtonBox::Save | QDialogButtonBox::Cancel);
    auto *const form = new QFormLayout;
    form->addRow(tr("Name"), m_name);
    form->addRow(tr("Folder"), m_folder);
    auto *const column = new QVBoxLayout(this);
    column->addLayout(form);
    column->addWidget(buttons);
    resize(width, sizeHint().height());
    m_name->selectAll();
    m_name->setFocus();
    const auto check = [this, buttons] {
        buttons->button(QDialogButtonBox::Save)->setEnabled(!m_name->text().trimmed().isEmpty());
    };
    connect(m_name, &QLineEdit::textChanged, this, check);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    check();
}

void SaveRequestDialog::addFolder(const collection::Folder &folder, const QString &title)
{
    m_folder->addItem(title, folder.path);
    for (const collection::Folder &below : folder.folders) {
        addFolder(below, title + QStringLiteral(" / ") + below.name);
    }
}

QString SaveRequestDialog::name() const
{
    return m_name->text().trimmed();
}

QString SaveRequestDialog::folder() const
{
    return m_folder->currentData().toString();
}

} // namespace studio
