// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/platform/words.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <QStringDecoder>

namespace studio {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("platform", text);
}

} // namespace

QString whenText(qint64 ms)
{
    if (ms <= 0) {
        return QStringLiteral("–");
    }
    const QDateTime when = QDateTime::fromMSecsSinceEpoch(ms);
    return when.date() == QDate::currentDate() ? when.toString(QStringLiteral("HH:mm:ss"))
                                               : when.toString(QStringLiteral("d MMM HH:mm"));
}

QString bytesText(qint64 bytes)
{
    if (bytes < 1024) {
        return QStringLiteral("%1 B").arg(bytes);
    }
    const double kib = static_cast<double>(bytes) / 1024.0;
    return kib < 1024 ? QStringLiteral("%1 KiB").arg(kib, 0, 'f', kib < 10 ? 1 : 0)
                      : QStringLiteral("%1 MiB").arg(kib / 1024.0, 0, 'f', 1);
}

QString microsecondsText(qint64 us)
{
    if (us < 1000) {
        return QStringLiteral("%1 µs").arg(us);
    }
    const double ms = static_cast<double>(us) / 1000.0;
    return ms < 1000 ? QStringLiteral("%1 ms").arg(ms, 0, 'f', ms < 10 ? 1 : 0)
                     : QStringLiteral("%1 s").arg(ms / 1000.0, 0, 'f', 2);
}

QString statusText(ExecutionStatus status)
{
    switch (status) {
    case ExecutionStatus::Running:
        return tr("running");
    case ExecutionStatus::Succeeded:
        return tr("succeeded");
    case ExecutionStatus::Failed:
        return tr("failed");
    case ExecutionStatus::TimedOut:
        return tr("timeout");
    case ExecutionStatus::Cancelled:
        return tr("cancelled");
    case ExecutionStatus::Lost:
        break;
    }
    return tr("lost");
}

QString codeText(const Execution &execution)
{
    if (execution.version > 0) {
        return QStringLiteral("v%1").arg(execution.version);
    }
    return execution.dev ? tr("dev") : tr("draft");
}

QString bodyPreview(const QByteArray &body)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString text = decoder(body);
    return decoder.hasError() || body.contains('\0') ? tr("%1 that are no text").arg(bytesText(body.size())) : text;
}

} // namespace studio
