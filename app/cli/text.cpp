// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/text.h"

#include <QDateTime>
#include <QFile>
#include <QRegularExpression>

#include <algorithm>
#include <utility>

namespace studio::cli {

Result<QString> schemaFrom(const QString &textOrFile)
{
    QByteArray text = textOrFile.toUtf8();
    if (!text.trimmed().startsWith('{')) {
        QFile file(textOrFile);
        if (!file.open(QIODevice::ReadOnly)) {
            return fail(ErrorCode::InvalidArgument,
                        QStringLiteral("Cannot read the schema %1: %2. Give a JSON object, or a file that holds one.")
                            .arg(textOrFile, file.errorString()));
        }
        text = file.readAll();
    }
    const auto schema = parseJson(text);
    if (!schema) {
        return fail(ErrorCode::InvalidArgument,
                    QStringLiteral("The schema is no JSON. %1").arg(schema.error().message));
    }
    if (!schema->is_object()) {
        return fail(ErrorCode::InvalidArgument,
                    QStringLiteral("The schema is no JSON object, as a JSON Schema must be."));
    }
    return toQString(schema->dump());
}

namespace {

/// What an app's author wrote must neither break a row nor speak to the terminal: control characters as their pictures.
QString inOneLine(QString text)
{
    constexpr char16_t pictures = 0x2400;
    constexpr char16_t deleted = 0x7f;
    for (QChar &c : text) {
        if (c < u' ') {
            c = QChar(static_cast<char16_t>(pictures + c.unicode()));
        } else if (c == QChar(deleted)) {
            c = QChar(char16_t(0x2421));
        }
    }
    return text;
}

} // namespace

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
    static const QRegularExpression escapes(QStringLiteral("\x1b\\[[0-9;]*m"));
    return text.remove(escapes);
}

} // namespace studio::cli
