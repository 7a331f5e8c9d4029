// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/collection/request_exchange.h"

#include "core/base/detach.h"
#include "core/base/lifetime.h"
#include "core/base/user_file.h"
#include "core/interchange/collection_import.h"
#include "core/interchange/hurl_export.h"
#include "core/workspace/saved_requests.h"
#include "core/workspace/workspace.h"

#include <QDialog>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace studio {

using namespace collection;

namespace {

/// What was read, and where it was written.
struct Imported
{
    int requests = 0;
    QList<ReadWarning> warnings;
};

} // namespace

RequestExchange::RequestExchange(Workspace *workspace, QWidget *window, QObject *parent)
    : QObject(parent), m_workspace(workspace), m_window(window)
{
}

void RequestExchange::askForFile()
{
    auto *const dialog =
        new QFileDialog(m_window, tr("Import requests: a .bru, .http or .hurl file, or one of Postman or OpenAPI"),
                        m_workspace->folder());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("Requests (*.bru *.http *.rest *.hurl *.json *.yaml *.yml)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) { detach(import(path)); });
    dialog->open();
}

void RequestExchange::askForFolder()
{
    auto *const dialog =
        new QFileDialog(m_window, tr("Import requests: a folder of .bru, .http or .hurl files"), m_workspace->folder());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) { detach(import(path)); });
    dialog->open();
}

void RequestExchange::askForHurl(const QString &environment)
{
    auto *const dialog = new QFileDialog(m_window, tr("Export for Hurl"), m_workspace->folder());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("hurl"));
    dialog->selectFile(QStringLiteral("requests.hurl"));
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, environment](const QString &path) { detach(exportHurl(path, environment)); });
    dialog->open();
}

QCoro::Task<void> RequestExchange::import(QString path)
{
    SavedRequests *const requests = m_workspace->savedRequests();
    const auto imported = co_await whileAlive(
        this, onWorker([path, folder = requests->folder()] {
            return interchange::importCollection(path).and_then([&](const interchange::ImportedCollection &made) {
                return interchange::writeImported(made.collection, folder).transform([&](const QStringList &) {
                    return Imported{requestCount(made.collection.root), made.warnings};
                });
            });
        }));
    if (!imported) {
        Q_EMIT message(imported.error().message, true);
        co_return;
    }
    (void)co_await whileAlive(this, requests->read());
    const QString name = QFileInfo(path).fileName();
    Q_EMIT message(imported->requests == 1 ? tr("One request of %1 was imported.").arg(name)
                                           : tr("%1 requests of %2 were imported.").arg(imported->requests).arg(name),
                   false);
    showWarnings(tr("Some parts of %1 could not be imported").arg(name), imported->warnings);
}

QCoro::Task<void> RequestExchange::exportHurl(QString path, QString environment)
{
    const auto exported = co_await whileAlive(
        this, onWorker([path, environment, collection = m_workspace->savedRequests()->collection()] {
            return interchange::exportHurl(*collection, environment).and_then([&](const interchange::HurlExport &made) {
                return saveUserFile(path, made.text).transform([&] { return made; });
            });
        }));
    if (!exported) {
        Q_EMIT message(exported.error().message, true);
        co_return;
    }
    Q_EMIT message(exported->secrets.isEmpty()
                       ? tr("Exported to %1.").arg(path)
                       : tr("Exported to %1. Give the values of its secrets to hurl with --secret: %2.")
                             .arg(path, exported->secrets.join(QStringLiteral(", "))),
                   false);
    showWarnings(tr("Some requests could not be exported to Hurl completely"), exported->warnings);
}

void RequestExchange::showWarnings(const QString &title, const QList<ReadWarning> &warnings)
{
    constexpr QSize size(560, 320);
    if (warnings.isEmpty()) {
        return;
    }
    auto *const dialog = new QDialog(m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(title);
    auto *const list = new QPlainTextEdit;
    list->setReadOnly(true);
    list->setAccessibleName(title);
    for (const ReadWarning &warning : warnings) {
        list->appendPlainText(warning.text());
    }
    list->moveCursor(QTextCursor::Start);
    auto *const words = new QLabel(tr("These parts were skipped or changed."));
    words->setWordWrap(true);
    auto *const buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    auto *const column = new QVBoxLayout(dialog);
    column->addWidget(words);
    column->addWidget(list, 1);
    column->addWidget(buttons);
    dialog->resize(size);
    dialog->open();
}

} // namespace studio
