// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/project/project_place.h"

#include "ui/common/path_text.h"
#include "ui/common/theme.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace studio {

ProjectPlace::ProjectPlace(const QString &folder, QFormLayout *form, QObject *parent)
    : QObject(parent), m_folder(new QLineEdit(QDir::toNativeSeparators(folder))), m_sentence(new QLabel)
{
    m_folder->setAccessibleName(tr("Place"));
    m_sentence->setForegroundRole(QPalette::PlaceholderText);
    m_sentence->setTextFormat(Qt::PlainText);
    m_sentence->setWordWrap(true);
    auto *const browse = new QPushButton(tr("Browse…"));
    browse->setAutoDefault(false);
    auto *const row = new QHBoxLayout;
    row->setSpacing(4);
    row->addWidget(m_folder, 1);
    row->addWidget(browse);
    form->addRow(tr("Place"), row);
    form->addRow(QString(), m_sentence);
    connect(browse, &QPushButton::clicked, this, &ProjectPlace::choose);
    connect(m_folder, &QLineEdit::textChanged, this, &ProjectPlace::changed);
}

QString ProjectPlace::folder() const
{
    return m_folder->text();
}

bool ProjectPlace::showFolderOf(const QString &name, const QString &sentence)
{
    const QString folder = QDir(m_folder->text()).absoluteFilePath(name);
    const bool isThere = QFileInfo::exists(folder);
    if (isThere) {
        showError(tr("%1 is there already.").arg(withShortPaths(folder)));
    } else {
        showSentence(sentence.arg(withShortPaths(folder)));
    }
    return isThere;
}

void ProjectPlace::showSentence(const QString &sentence)
{
    show(sentence, Theme::current().muted);
}

void ProjectPlace::showError(const QString &sentence)
{
    show(withShortPaths(sentence), Theme::current().danger);
}

void ProjectPlace::show(const QString &sentence, const QColor &color)
{
    QPalette colors = m_sentence->palette();
    colors.setColor(QPalette::PlaceholderText, color);
    m_sentence->setPalette(colors);
    m_sentence->setText(sentence);
}

void ProjectPlace::choose()
{
    auto *const dialog = new QFileDialog(m_folder, tr("Where the project's folder is made"), m_folder->text());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this,
            [this](const QString &chosen) { m_folder->setText(QDir::toNativeSeparators(chosen)); });
    dialog->open();
}

} // namespace studio
