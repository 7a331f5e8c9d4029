// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/text.h"

#include "app/cli/terminal.h"
#include "core/base/display.h"

#include <QDateTime>
#include <QFile>
#include <QRegularExpression>

#include <algorithm>
#include <unistd.h>
#include <utility>

namespace studio::cli {

constexpr qint64 longestSchema = 1 << 20;

Result<QString> schemaFrom(const QString &textOrFile)
{
    if (textOrFile.isEmpty()) {
        return QString();
    }
    QByteArray text = textOrFile.toUtf8();
    if (!text.trimmed().startsWith('{')) {
        QFile file(textOrFile);
        // plain read: a pipe that a person names is read as long as it is written to
        if (!file.open(QIODevice::ReadOnly)) {
            return fail(ErrorCode::InvalidArgument,
                        QStringLiteral("Cannot read the schema %1: %2. Give a JSON object, or a file that holds one.")
                            .arg(textOrFile, file.errorString()));
        }
        text = file.read(longestSchema + 1);
        if (text.size() > longestSchema) {
            return fail(ErrorCode::InvalidArgument,
                        QStringLiteral("The schema %1 is larger than %2 bytes.").arg(textOrFile).arg(longestSchema));
        }
    }
    const auto schema = parseJson(text);
    if (!schema) {
        return fail(ErrorCode::InvalidArgument,
                    QStringLiteral("The schema is not valid JSON. %1").arg(schema.error().message));
    }
    if (!schema->isObject()) {
        return fail(ErrorCode::InvalidArgument,
                    QStringLiteral("The schema is not a JSON object, which a JSON Schema must be."));
    }
    return QString::fromUtf8(schema->toUtf8());
}

namespace {

constexpr auto colourEscape = "\x1b\\[[0-9;]*m";

/// A cell: nothing in it may break the row.
QString inOneLine(QString text)
{
    std::ranges::transform(text, text.begin(), escapeControlCharacter);
    return text;
}

} // namespace

QString terminalText(const QString &text, bool lines, bool colours)
{
    static const QRegularExpression escape(QString::fromLatin1(colourEscape));
    QString shown;
    for (qsizetype at = 0; at < text.size(); ++at) {
        const QChar c = text[at];
        if (colours && c == QChar(0x1b)) {
            const auto match =
                escape.match(text, at, QRegularExpression::NormalMatch, QRegularExpression::AnchorAtOffsetMatchOption);
            if (match.hasMatch()) {
                shown += match.captured();
                at += match.capturedLength() - 1;
                continue;
            }
        }
        shown += c == u'\t' || (lines && c == u'\n') ? c : escapeControlCharacter(c);
    }
    return shown;
}

QString lineFor(int descriptor, const QByteArray &line)
{
    const bool colours = showsColours(descriptor);
    const QString text = colours ? QString::fromUtf8(line) : withoutColours(QString::fromUtf8(line));
    return isatty(descriptor) != 0 ? terminalText(text, false, colours) : text;
}

void writeTable(QTextStream &out, const QList<QStringList> &given)
{
    QList<QStringList> rows = given;
    for (QStringList &row : rows) {
        std::ranges::transform(row, row.begin(), inOneLine);
    }
    QList<qsizetype> widths;
    for (const QStringList &row : std::as_const(rows)) {
        widths.resize(std::max(widths.size(), row.size()));
        for (qsizetype i = 0; i < row.size(); ++i) {
            widths[i] = std::max(widths[i], row[i].size());
        }
    }
    for (const QStringList &row : std::as_const(rows)) {
        QString line;
        for (qsizetype i = 0; i < row.size(); ++i) {
            line += i + 1 < row.size() ? row[i].leftJustified(widths[i] + 2) : row[i];
        }
        out << line.trimmed() << '\n';
    }
}

QString timeText(qint64 ms)
{
    return ms > 0 ? QDateTime::fromMSecsSinceEpoch(ms).toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"))
                  : QStringLiteral("–");
}

QString withoutColours(QString text)
{
    static const QRegularExpression escapes(QString::fromLatin1(colourEscape));
    return text.remove(escapes);
}

} // namespace studio::cli
