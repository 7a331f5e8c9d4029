// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/platform/words.h"

#include "core/base/display.h"

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

QString shortId(const QString &id)
{
    return id.size() > 16 ? id.first(8) + QStringLiteral("…") + id.last(6) : id;
}

QString counted(qint64 number, const QString &one, const QString &many)
{
    return number == 1 ? one : many.arg(number);
}

QString bodyPreview(const QByteArray &body)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString text = decoder(body);
    return decoder.hasError() || body.contains('\0') ? tr("%1 that are not text").arg(sizeText(body.size())) : text;
}

QString oneLine(QString text)
{
    for (const char16_t c : {u'\n', u'\r', u'\u2028', u'\u2029', u'\ufdd0', u'\ufdd1'}) {
        text.replace(QChar(c), QChar(u' '));
    }
    return text;
}

} // namespace studio
