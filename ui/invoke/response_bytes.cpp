// SPDX-License-Identifier: GPL-3.0-or-later
// The response view's body as bytes: copied and saved.
#include "core/base/display.h"
#include "core/base/task.h"
#include "core/base/user_file.h"
#include "core/model/http_message.h"
#include "ui/invoke/image_reader.h"
#include "ui/invoke/response_view.h"

#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QMimeData>

namespace studio {

namespace {

Result<qint64> writeFile(const QString &path, const QByteArray &bytes)
{
    return saveUserFile(path, bytes).transform([&] { return qint64(bytes.size()); });
}

} // namespace

void ResponseView::copyBody()
{
    auto *const copied = new QMimeData;
    copied->setText(QString::fromUtf8(m_shown));
    copied->setData(QStringLiteral("application/octet-stream"), m_shown);
    QApplication::clipboard()->setMimeData(copied);
    Q_EMIT message(tr("Copied %1").arg(sizeText(m_shown.size())), false);
}

void ResponseView::saveBody()
{
    const QByteArray type = headerValue(m_invocation.response.headers, "content-type");
    const QByteArray image = imageFormat(m_shown, type);
    const QString ending = QString::fromLatin1(!image.isEmpty()        ? image
                                               : type.contains("json") ? QByteArray("json")
                                               : type.contains("html") ? QByteArray("html")
                                                                       : QByteArray("bin"));
    auto *const dialog = new QFileDialog(this, tr("Save the response body"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->selectFile(QStringLiteral("response.") + ending);
    connect(dialog, &QFileDialog::fileSelected, this, [this, body = m_shown](const QString &path) {
        QtConcurrent::run([path, body] {
            return writeFile(path, body);
        }).then(this, [this, path](const Result<qint64> &written) {
            Q_EMIT message(written ? tr("Saved %1 to %2").arg(sizeText(*written), path) : written.error().message,
                           !written.has_value());
        });
    });
    dialog->open();
}

} // namespace studio
