// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/document.h"

#include "core/base/files.h"

#include <QStringDecoder>

namespace studio {

namespace {

constexpr qint64 largest = 64LL << 20;

/// What most lines end with; where two are as frequent, what the first of those lines ends with.
LineEnd lineEndOf(QByteArrayView text)
{
    qsizetype crLf = 0;
    qsizetype cr = 0;
    qsizetype lf = 0;
    LineEnd first = LineEnd::Lf;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i] != '\n' && text[i] != '\r') {
            continue;
        }
        const bool isPair = text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
        const LineEnd end = isPair ? LineEnd::CrLf : text[i] == '\r' ? LineEnd::Cr : LineEnd::Lf;
        first = crLf + cr + lf == 0 ? end : first;
        ++(end == LineEnd::CrLf ? crLf : end == LineEnd::Cr ? cr : lf);
        i += isPair ? 1 : 0;
    }
    const qsizetype most = std::max({crLf, cr, lf});
    const auto is = [&](LineEnd end) { return most == (end == LineEnd::CrLf ? crLf : end == LineEnd::Cr ? cr : lf); };
    for (const LineEnd end : {first, LineEnd::Lf, LineEnd::CrLf}) {
        if (is(end)) {
            return end;
        }
    }
    return LineEnd::Cr;
}

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
        .text = decoder(bytes), .lineEnd = lineEndOf(bytes), .byteOrderMark = bytes.startsWith("\xEF\xBB\xBF")};
    if (decoder.hasError() || bytes.contains('\0')) {
        return fail(ErrorCode::InvalidArgument, QStringLiteral("%1 is not UTF-8 text.").arg(path));
    }
    return document;
}

} // namespace studio
