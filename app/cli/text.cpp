// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/text.h"

#include <QDateTime>
#include <QFile>
#include <QRegularExpression>

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

void writeTable(QTextStream &out, const QList<QStringList> &rows)
{
    QList<qsizetype> widths;
    for (const QStringList &row : rows) {
        widths.resize(std::max(widths.size(), row.size()));
        for (qsizetype i = 0; i < row.size(); ++i) {
            widths[i] = std::max(widths[i], row[i].size());
        }
    }
    for (const QStringList &row : rows) {
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
