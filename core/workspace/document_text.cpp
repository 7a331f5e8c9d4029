// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/document_text.h"

#include "core/base/display.h"
#include "core/base/files.h"

#include <QFileInfo>
#include <QLocale>
#include <QObject>
#include <QStringDecoder>

namespace studio {

namespace {

// What Scintilla reads within half a second, on the main thread. It makes a layout of a whole line at each key.
constexpr qint64 maxBytes = 50LL << 20;
constexpr qsizetype maxLines = 2'000'000;
constexpr qsizetype maxLineBytes = 256LL << 10;

/// What there is to know of the lines of a text. A plain value.
struct Lines
{
    qsizetype lf = 0; ///< that end so
    qsizetype crLf = 0;
    qsizetype cr = 0;
    LineEnd first = LineEnd::Lf;
    qsizetype longest = 0; ///< in bytes

    [[nodiscard]] qsizetype count() const { return lf + crLf + cr; }
};

/// From line end to line end: as fast as memchr(), of which text without a CR needs one search more.
Lines linesOf(QByteArrayView text)
{
    Lines lines;
    qsizetype nextCr = text.indexOf('\r');
    qsizetype nextLf = text.indexOf('\n');
    qsizetype begin = 0;
    while (nextCr >= 0 || nextLf >= 0) {
        const bool isPair = nextCr >= 0 && nextLf == nextCr + 1;
        const bool isCr = nextCr >= 0 && (nextLf < 0 || nextCr < nextLf);
        const qsizetype at = isCr ? nextCr : nextLf;
        const LineEnd end = isPair ? LineEnd::CrLf : isCr ? LineEnd::Cr : LineEnd::Lf;
        lines.longest = std::max(lines.longest, at - begin);
        lines.first = lines.count() == 0 ? end : lines.first;
        ++(end == LineEnd::CrLf ? lines.crLf : end == LineEnd::Cr ? lines.cr : lines.lf);
        begin = at + (isPair ? 2 : 1);
        if (isCr) {
            nextCr = text.indexOf('\r', begin);
        }
        if (isPair || !isCr) {
            nextLf = text.indexOf('\n', begin);
        }
    }
    lines.longest = std::max(lines.longest, text.size() - begin);
    return lines;
}

/// What most lines end with; where two are as frequent, what the first of those lines ends with.
LineEnd lineEndOf(const Lines &lines)
{
    const qsizetype most = std::max({lines.crLf, lines.cr, lines.lf});
    const auto is = [&](LineEnd end) {
        return most == (end == LineEnd::CrLf ? lines.crLf : end == LineEnd::Cr ? lines.cr : lines.lf);
    };
    for (const LineEnd end : {lines.first, LineEnd::Lf, LineEnd::CrLf}) {
        if (is(end)) {
            return end;
        }
    }
    return LineEnd::Cr;
}

QString grouped(qsizetype number)
{
    return QLocale(QLocale::English).toString(number);
}

} // namespace

QString DocumentText::text() const
{
    // A second mark is a character of the text, which QString::fromUtf8() would leave out.
    QStringDecoder decoder(QStringConverter::Utf8,
                           QStringDecoder::Flag::Stateless | QStringDecoder::Flag::ConvertInitialBom);
    return decoder(utf8);
}

Result<DocumentText> readDocument(const QString &path, std::optional<TextEncoding> encoding)
{
    if (const QFileInfo info(path); info.isFile() && info.size() > maxBytes) {
        return fail(
            ErrorCode::InvalidArgument,
            QObject::tr("%1 is %2, larger than the 50 MiB that the editor opens.").arg(path, sizeText(info.size())));
    }
    const auto content = readRegularFile(path, maxBytes);
    if (!content) {
        return std::unexpected(content.error());
    }
    if (!*content) {
        return fail(ErrorCode::Unavailable, QObject::tr("Could not open %1: there is no such file.").arg(path));
    }
    const TextEncoding guess = encoding.value_or(encodingOfMark(**content));
    auto text = decodeText(**content, guess);
    // A valid text is read through once only: that it is not UTF-8 shows when it is decoded.
    const bool isOther = !text && !encoding && guess == TextEncoding::Utf8 && !content->value().isValidUtf8();
    const TextEncoding read = isOther ? TextEncoding::Windows1252 : guess;
    if (isOther) {
        text = decodeText(**content, read);
    }
    if (!text) {
        return fail(ErrorCode::InvalidArgument,
                    QObject::tr("%1 could not be opened: %2.").arg(path, text.error().message));
    }
    const Lines lines = linesOf(*text);
    if (lines.longest > maxLineBytes) {
        return fail(ErrorCode::InvalidArgument,
                    QObject::tr("%1 has a line of %2; the editor opens lines of up to 256 KiB.")
                        .arg(path, sizeText(lines.longest)));
    }
    if (lines.count() > maxLines) {
        return fail(ErrorCode::InvalidArgument, QObject::tr("%1 has %2 lines; the editor opens up to %3.")
                                                    .arg(path, grouped(lines.count()), grouped(maxLines)));
    }
    return DocumentText{.utf8 = std::move(*text),
                        .lineEnd = lineEndOf(lines),
                        .byteOrderMark = beginsWithMark(**content, read),
                        .encoding = read};
}

} // namespace studio
