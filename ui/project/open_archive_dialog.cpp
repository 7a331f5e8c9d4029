// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/project/open_archive_dialog.h"

#include "core/base/display.h"
#include "core/workspace/project_archive.h"
#include "core/workspace/templates.h"
#include "ui/project/project_place.h"

#include <QDialogButtonBox>
#include <QDir>
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
    column->addWidget(makeForm(place));
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

QWidget *OpenArchiveDialog::makeForm(const QString &place)
{
    auto *const name = new QLabel(
        QStringLiteral("%1 (%2)").arg(QFileInfo(m_archive).fileName(), sizeText(QFileInfo(m_archive).size())));
    name->setTextFormat(Qt::PlainText);
    name->setWordWrap(true);
    name->setToolTip(QDir::toNativeSeparators(m_archive));
    m_form = new QWidget;
    auto *const form = new QFormLayout(m_form);
    form->setContentsMargins(0, 0, 0, 0);
    form->setSpacing(8);
    form->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    form->addRow(tr("Archive"), name);
    form->addRow(tr("Folder"), m_name);
    m_place = new ProjectPlace(place, form, this);
    connect(m_name, &QLineEdit::textChanged, this, &OpenArchiveDialog::showPath);
    connect(m_place, &ProjectPlace::changed, this, &OpenArchiveDialog::showPath);
    return m_form;
}

void OpenArchiveDialog::showPath()
{
    const QString name = m_name->text().trimmed();
    if (name.isEmpty()) {
        m_place->showSentence({});
    }
    m_open->setEnabled(!name.isEmpty() && !m_place->showFolderOf(name, tr("Unpacks to %1")));
}

/// Until it is unpacked nothing of the form can be changed: it would begin once more.
void OpenArchiveDialog::unpack()
{
    m_open->setEnabled(false);
    m_form->setEnabled(false);
    QTimer::singleShot(untilProgress, m_progress, [this] { m_progress->setVisible(!m_form->isEnabled()); });
    QtConcurrent::run([archive = m_archive, place = m_place->folder(), name = m_name->text().trimmed(),
                       stop = m_stop.get_token()] {
        return unpackProject(archive, place, name, stop);
    }).then(this, [this](const Result<QString> &folder) {
        m_progress->hide();
        if (!folder) {
            m_form->setEnabled(true);
            m_place->showError(folder.error().message);
            m_open->setEnabled(true);
            m_name->setFocus();
            return;
        }
        Q_EMIT unpacked(*folder);
        accept();
    });
}

} // namespace studio
