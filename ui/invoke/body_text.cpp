// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/invoke/body_text.h"

#include "ui/invoke/json_outline.h"
#include "ui/invoke/json_text.h"

#include <QLocale>
#include <QObject>
#include <QStringDecoder>

#include <algorithm>

namespace studio {

namespace {

constexpr qsizetype maxBodyLineLength = 4'000; // a text layout of a megabyte in one line takes seconds
constexpr qsizetype hexBytes = 4 << 10;
constexpr int hexRow = 8;

/// Text in UTF-8, perhaps cut in the middle of a character.
bool isText(QByteArrayView bytes)
{
    if (bytes.contains('\0')) {
        return false;
    }
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const auto whole = bytes.size() > 4 ? bytes.first(bytes.size() - 3) : bytes;
    for (qsizetype tail = 0; tail <= 3 && whole.size() - tail >= 0; ++tail) {
        decoder.resetState();
        const QString decoded = decoder.decode(whole.first(whole.size() - tail));
        if (!decoder.hasError() && !decoded.isNull()) {
            return true;
        }
    }
    return false;
}

QString folded(const QString &text, bool &any)
{
    QString out;
    out.reserve(text.size());
    for (qsizetype start = 0; start <= text.size();) {
        const qsizetype found = text.indexOf(u'\n', start);
        const qsizetype end = found < 0 ? text.size() : found;
        const QStringView line = QStringView(text).sliced(start, end - start);
        if (line.size() > maxBodyLineLength) {
            any = true;
            out += line.first(maxBodyLineLength);
            out += QStringLiteral(" … %1 more characters").arg(QLocale().toString(line.size() - maxBodyLineLength));
        } else {
            out += line;
        }
        if (found < 0) {
            break;
        }
        out += u'\n';
        start = end + 1;
    }
    return out;
}

/// The first `lineLimit` lines; says in `lines` when that is not all.
QByteArrayView firstLines(QByteArrayView text, qint64 &lines)
{
    qsizetype end = -1;
    for (qsizetype line = 0; line < lineLimit; ++line) {
        end = text.indexOf('\n', end + 1);
        if (end < 0) {
            return text;
        }
    }
    lines = lineLimit;
    return text.first(end);
}

} // namespace

QString hexDump(QByteArrayView body, qsizetype bytes)
{
    QString out;
    const qsizetype end = std::min(body.size(), bytes);
    for (qsizetype row = 0; row < end; row += hexRow) {
        QString hex;
        QString characters;
        for (qsizetype i = row; i < std::min<qsizetype>(row + hexRow, end); ++i) {
            const auto byte = static_cast<uchar>(body[i]);
            hex += QStringLiteral("%1 ").arg(byte, 2, 16, QChar(u'0'));
            characters += byte >= 0x20 && byte < 0x7f ? QChar(char16_t(byte)) : QChar(u'·');
        }
        out += QStringLiteral("%1  %2 %3\n").arg(row, 6, 16, QChar(u'0')).arg(hex, -3 * hexRow).arg(characters);
    }
    out.chop(1);
    return out;
}

namespace {

/// Why it has no outline. A document that is valid has too many lines.
QString faultOf(const QByteArray &body)
{
    if (const auto problem = checkJson(body)) {
        return QObject::tr("Not valid JSON: line %1, column %2: %3")
            .arg(problem->line)
            .arg(problem->column)
            .arg(problem->message);
    }
    return QObject::tr("More than %1 values: not set in lines").arg(QLocale().toString(qint64(maxOutlineLines)));
}

BodyText formattedJson(const QByteArray &body, const std::shared_ptr<const JsonOutline> &json)
{
    BodyText out{.form = BodyText::Form::PrettyJson, .text = {}, .escapeBytes = body.size()};
    out.isOutlineShown = body.size() > shownLimit || json->lineCount() > wrappedLineLimit;
    if (!out.isOutlineShown) {
        out.text = folded(QString::fromUtf8(indentJson(body)), out.folded);
    }
    return out;
}

BodyText plainText(const QByteArray &body, bool pretty)
{
    const auto part = QByteArrayView(body).first(std::min(body.size(), pretty ? shownLimit : rawLimit));
    if (!isText(part)) {
        return {.form = BodyText::Form::Binary,
                .text = hexDump(body, hexBytes),
                .escapeBytes = std::min<qint64>(body.size(), hexBytes),
                .cut = body.size() > hexBytes};
    }
    BodyText out{
        .form = BodyText::Form::Text, .text = {}, .escapeBytes = part.size(), .cut = part.size() < body.size()};
    out.text = folded(QString::fromUtf8(firstLines(part, out.lines)), out.folded);
    return out;
}

} // namespace

BodyText bodyText(const QByteArray &body, bool pretty, bool isJson)
{
    if (body.isEmpty()) {
        return {};
    }
    const auto json = JsonOutline::read(body);
    BodyText out = json && pretty ? formattedJson(body, json) : plainText(body, pretty);
    out.json = json;
    if (!json && isJson) {
        out.fault = faultOf(body);
    }
    return out;
}

} // namespace studio
