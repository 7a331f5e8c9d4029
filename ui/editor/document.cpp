// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/document.h"

#include "core/base/files.h"

#include <QStringDecoder>

namespace studio {

namespace {

constexpr qint64 largest = 64LL << 20;

} // namespace

Result<DocumentText> readDocument(const QString &path)
{
    const auto content = readRegularFile(path, largest);
    if (!content) {
        return std::unexpected(content.error());
    }
    if (!*content) {
        return fail(ErrorCode::Unavailable, QStringLiteral("Could not open %1: there is no such file.").arg(path));
    }
    const QByteArray &bytes = **content;
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    DocumentText document{
        .text = decoder(bytes), .crlf = bytes.contains("\r\n"), .byteOrderMark = bytes.startsWith("\xEF\xBB\xBF")};
    if (decoder.hasError() || bytes.contains('\0')) {
        return fail(ErrorCode::InvalidArgument, QStringLiteral("%1 is not UTF-8 text.").arg(path));
    }
    return document;
}

} // namespace studio
