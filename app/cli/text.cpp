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

QString durationText(qint64 us)
{
    if (us < 100) {
        return QStringLiteral("%1 µs").arg(us);
    }
    return us < 1'000'000 ? QStringLiteral("%1 ms").arg(static_cast<double>(us) / 1000.0, 0, 'f', us < 100'000 ? 1 : 0)
                          : QStringLiteral("%1 s").arg(static_cast<double>(us) / 1'000'000.0, 0, 'f', 2);
}

QString sizeText(qint64 bytes)
{
    if (bytes < 1024) {
        return QStringLiteral("%1 B").arg(bytes);
    }
    const double kib = static_cast<double>(bytes) / 1024.0;
    return kib < 1024 ? QStringLiteral("%1 KiB").arg(kib, 0, 'f', 0)
                      : QStringLiteral("%1 MiB").arg(kib / 1024.0, 0, 'f', 1);
}

QString withoutColours(QString text)
{
    static const QRegularExpression escapes(QStringLiteral("\x1b\\[[0-9;]*m"));
    return text.remove(escapes);
}

} // namespace studio::cli
