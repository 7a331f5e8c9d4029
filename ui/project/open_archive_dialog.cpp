// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/project/open_archive_dialog.h"

#include "core/base/display.h"
#include "core/workspace/project_archive.h"
#include "core/workspace/templates.h"
#include "ui/common/path_text.h"
#include "ui/common/theme.h"

#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QTimer>
#include <QtConcurrentRun>

namespace studio {

namespace {

constexpr std::chrono::milliseconds untilProgress{500};

} // namespace

OpenArchiveDialog::OpenArchiveDialog(const QString &archive, const QString &place, QWidget *parent)
    : QDialog(parent)
    , m_archive(archive)
    , m_name(new QLineEdit(freeProjectName(place, projectNameOf(archive))))
    , m_place(new QLineEdit(QDir::toNativeSeparators(place)))
    , m_path(new QLabel)
    , m_progress(new QProgressBar)
{
    setWindowTitle(tr("Open archive"));
    setAttribute(Qt::WA_DeleteOnClose);
    auto *const buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    m_open = buttons->addButton(tr("Unpack and open"), QDialogButtonBox::AcceptRole);
    connect(buttons, &QDialogButtonBox::accepted, this, &OpenArchiveDialog::unpack);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    m_progress->setRange(0, 0);
    m_progress->setTextVisible(false);
    m_progress->setAccessibleName(tr("Unpacking"));
    m_progress->hide();
    auto *const column = new QVBoxLayout(this);
    column->setContentsMargins(16, 16, 16, 16);
    column->setSpacing(12);
    column->addWidget(makeForm());
    column->addWidget(m_progress);
    column->addStretch(1);
    column->addWidget(buttons);
    m_open->setDefault(true); // only now: before, it has no dialog whose default it could be
    m_name->selectAll();
    resize(520, sizeHint().height());
    showPath();
}

OpenArchiveDialog::~OpenArchiveDialog()
{
    m_stop.request_stop();
}

QWidget *OpenArchiveDialog::makeForm()
{
    auto *const name = new QLabel(
        QStringLiteral("%1 (%2)").arg(QFileInfo(m_archive).fileName(), sizeText(QFileInfo(m_archive).size())));
    name->setTextFormat(Qt::PlainText);
    name->setWordWrap(true);
    name->setToolTip(QDir::toNativeSeparators(m_archive));
    m_path->setForegroundRole(QPalette::PlaceholderText);
    m_path->setTextFormat(Qt::PlainText);
    m_path->setWordWrap(true);
    m_place->setAccessibleName(tr("Place"));
    auto *const browse = new QPushButton(tr("Browse…"));
    browse->setAutoDefault(false);
    auto *const where = new QHBoxLayout;
    where->setSpacing(4);
    where->addWidget(m_place, 1);
    where->addWidget(browse);
    auto *const widget = new QWidget;
    auto *const form = new QFormLayout(widget);
    form->setContentsMargins(0, 0, 0, 0);
    form->setSpacing(8);
    form->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    form->addRow(tr("Archive"), name);
    form->addRow(tr("Folder"), m_name);
    form->addRow(tr("Place"), where);
    form->addRow(QString(), m_path);
    connect(browse, &QPushButton::clicked, this, &OpenArchiveDialog::choosePlace);
    connect(m_name, &QLineEdit::textChanged, this, &OpenArchiveDialog::showPath);
    connect(m_place, &QLineEdit::textChanged, this, &OpenArchiveDialog::showPath);
    return widget;
}

void OpenArchiveDialog::choosePlace()
{
    const QString chosen =
        QFileDialog::getExistingDirectory(this, tr("Where the project's folder is made"), m_place->text());
    if (!chosen.isEmpty()) {
        m_place->setText(QDir::toNativeSeparators(chosen));
    }
}

void OpenArchiveDialog::showPath()
{
    const QString name = m_name->text().trimmed();
    const QString folder = QDir(m_place->text()).absoluteFilePath(name);
    const bool isTaken = !name.isEmpty() && QFileInfo::exists(folder);
    if (isTaken) {
        showError(tr("%1 is there already.").arg(withShortPaths(folder)));
    } else {
        m_path->setPalette(palette());
        m_path->setText(name.isEmpty() ? QString() : tr("Unpacks to %1").arg(withShortPaths(folder)));
    }
    m_open->setEnabled(!name.isEmpty() && !isTaken);
}

void OpenArchiveDialog::showError(const QString &sentence)
{
    QPalette colors = palette();
    colors.setColor(QPalette::PlaceholderText, Theme::current().danger);
    m_path->setPalette(colors);
    m_path->setText(sentence);
}

void OpenArchiveDialog::unpack()
{
    m_open->setEnabled(false);
    m_name->setEnabled(false);
    m_place->setEnabled(false);
    QTimer::singleShot(untilProgress, m_progress, [this] { m_progress->setVisible(!m_name->isEnabled()); });
    QtConcurrent::run([archive = m_archive, place = m_place->text(), name = m_name->text().trimmed(),
                       stop = m_stop.get_token()] {
        return unpackProject(archive, place, name, stop);
    }).then(this, [this](const Result<QString> &folder) {
        m_progress->hide();
        m_name->setEnabled(true);
        m_place->setEnabled(true);
        if (!folder) {
            showError(withShortPaths(folder.error().message));
            m_open->setEnabled(true);
            return;
        }
        Q_EMIT unpacked(*folder);
        accept();
    });
}

} // namespace studio
