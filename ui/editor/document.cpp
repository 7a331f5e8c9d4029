// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/document.h"

#include <QFile>
#include <QFileInfo>
#include <QStringDecoder>

namespace studio {

namespace {

constexpr qint64 largest = 64LL << 20;

} // namespace

Result<DocumentText> readDocument(const QString &path)
{
    QFile file(path);
    if (QFileInfo::exists(path) && !QFileInfo(path).isFile()) { // a pipe would wait for ever
        return fail(ErrorCode::InvalidArgument, QStringLiteral("%1 is not a file.").arg(path));
    }
    if (!file.open(QIODevice::ReadOnly)) {
        return fail(ErrorCode::Unavailable, QStringLiteral("Cannot open %1: %2.").arg(path, file.errorString()));
    }
    if (file.size() > largest) {
        return fail(ErrorCode::InvalidArgument,
                    QStringLiteral("%1 is larger than 64 MiB, which is more than is edited here.").arg(path));
    }
    const QByteArray bytes = file.readAll();
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    DocumentText document{
        .text = decoder(bytes), .crlf = bytes.contains("\r\n"), .byteOrderMark = bytes.startsWith("\xEF\xBB\xBF")};
    if (decoder.hasError() || bytes.contains('\0')) {
        return fail(ErrorCode::InvalidArgument, QStringLiteral("%1 is not UTF-8 text.").arg(path));
    }
    return document;
}

} // namespace studio
