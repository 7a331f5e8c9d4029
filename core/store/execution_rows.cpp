// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/execution_rows.h"

#include "core/base/json.h"

#include <QUuid>
#include <QtEndian>

#include <algorithm>

namespace studio {

namespace {

constexpr qsizetype uuidBytes = 16;
constexpr int restBits = 21; ///< beside 42 bits of time
constexpr qsizetype searchedBody = 4 << 10;
constexpr qsizetype searchedLines = 8 << 10;

} // namespace

std::optional<QByteArray> uuidOf(const QString &id)
{
    const QUuid uuid = QUuid::fromString(id);
    if (id.size() != 36 || uuid.isNull() || (uuid.data3 >> 12) != 7) {
        return {};
    }
    return uuid.toRfc4122();
}

QString idOf(const QByteArray &uuid)
{
    return QUuid::fromRfc4122(uuid).toString(QUuid::WithoutBraces);
}

qint64 rowNumber(const QByteArray &uuid)
{
    if (uuid.size() != uuidBytes) {
        return 0;
    }
    // RFC 9562, 5.7: 48 bits of milliseconds, 4 of version, 12 that count, 2 of variant, 62 at random.
    const quint64 high = qFromBigEndian<quint64>(uuid.constData());
    const quint64 low = qFromBigEndian<quint64>(uuid.constData() + 8);
    const quint64 counter = high & 0xfff;
    const quint64 random = (low >> (62 - 9)) & 0x1ff;
    return static_cast<qint64>((((high >> 16) << restBits) | (counter << 9) | random) & 0x7fff'ffff'ffff'ffffULL);
}

qint64 firstRowNumber(qint64 createdAtMs)
{
    return createdAtMs << restBits;
}

QByteArray headersText(const Headers &headers)
{
    QByteArray text;
    for (const auto &[name, value] : headers) {
        text += name + ": " + value + '\n';
    }
    return text;
}

Headers headersFrom(const QByteArray &text)
{
    Headers headers;
    for (const QByteArray &line : text.split('\n')) {
        if (const qsizetype colon = line.indexOf(": "); colon > 0) {
            headers.append({line.first(colon), line.sliced(colon + 2)});
        }
    }
    return headers;
}

QByteArray linesText(const QList<ExecutionLine> &lines, qsizetype limit, qint64 &dropped)
{
    QByteArray text;
    for (qsizetype at = 0; at < lines.size(); ++at) {
        const QByteArray line = QByteArray::number(lines[at].timeMs) + ' ' + lines[at].text + '\n';
        if (text.size() + line.size() > limit) {
            dropped += lines.size() - at;
            break;
        }
        text += line;
    }
    return text;
}

QList<ExecutionLine> linesFrom(const QByteArray &text)
{
    QList<ExecutionLine> lines;
    for (qsizetype at = 0; at < text.size();) {
        const qsizetype end = text.indexOf('\n', at);
        const qsizetype space = text.indexOf(' ', at);
        if (end < 0 || space < 0 || space > end) {
            break;
        }
        lines.append({text.sliced(at, space - at).toLongLong(), text.sliced(space + 1, end - space - 1)});
        at = end + 1;
    }
    return lines;
}

QString panicText(const std::optional<Panic> &panic)
{
    if (!panic) {
        return {};
    }
    const Json json = Json::array({toUtf8(panic->message), toUtf8(panic->file), panic->line, panic->column});
    return QString::fromUtf8(json.toUtf8());
}

std::optional<Panic> panicFrom(const QString &text)
{
    const auto json = parseJson(text.toUtf8());
    const bool isPanic = json && json->size() == 4 && (*json)[0].isString() && (*json)[1].isString() &&
                         (*json)[2].isInteger() && (*json)[3].isInteger();
    if (!isPanic) {
        return {};
    }
    return Panic{(*json)[0].text(), (*json)[1].text(), (*json)[2].number(), (*json)[3].number()};
}

const QString executionColumns = QStringLiteral(
    "e.id, e.uuid, a.organization, a.name, c.version, c.dev, c.code_sha256, c.artifact_sha256, c.target, c.toolchain, "
    "e.status, e.error, e.method, e.request_target, e.request_bytes, e.http_status, e.response_bytes, e.cold, "
    "e.created_at_ms, e.queued_us, e.start_us, e.handler_us, e.total_us, e.memory_peak, e.cpu_us, e.first_byte_us");

Execution executionFrom(const QSqlQuery &query)
{
    int column = 0;
    const auto next = [&] { return query.value(++column); }; // the first is the row's number
    Execution one;
    one.id = idOf(next().toByteArray());
    one.app.organization = next().toString();
    one.app.name = next().toString();
    one.version = next().toInt();
    one.dev = next().toInt() != 0;
    one.codeHash = next().toString().toLatin1();
    one.artifactHash = next().toString().toLatin1();
    one.target = next().toString() == targetName(RustTarget::Wasm) ? RustTarget::Wasm : RustTarget::Native;
    one.toolchain = next().toString();
    one.status = static_cast<ExecutionStatus>(next().toInt());
    one.error = next().toString();
    one.request.method = next().toByteArray();
    one.request.target = next().toByteArray();
    one.requestBytes = next().toLongLong();
    one.response.status = next().toInt();
    one.responseBytes = next().toLongLong();
    one.coldStart = next().toInt() != 0;
    one.createdAtMs = next().toLongLong();
    one.queuedUs = next().toLongLong();
    one.startUs = next().toLongLong();
    one.handlerUs = next().toLongLong();
    one.totalUs = next().toLongLong();
    one.memoryPeakBytes = next().toLongLong();
    one.cpuUs = next().toLongLong();
    one.firstByteUs = next().toLongLong();
    return one;
}

/// As the index's tokenizer does it: letters and digits. It drops what stands above letters; composed, so does this.
QStringList wordsOf(const QString &text)
{
    QStringList words;
    bool inside = false;
    for (const char32_t one : text.normalized(QString::NormalizationForm_C).toUcs4()) {
        const bool belongs = QChar::isLetterOrNumber(one);
        if (belongs && !inside) {
            words << QString();
        }
        if (belongs) {
            words.last() += QStringView(QChar::fromUcs4(one));
        }
        inside = belongs;
    }
    return words;
}

QString searchText(const Execution &execution, qint64 app)
{
    const auto some = [](const QByteArray &bytes, qsizetype most) {
        return QUtf8StringView(bytes.constData(), std::min(bytes.size(), most));
    };
    QString text;
    text.append(some(execution.request.target, execution.request.target.size())).append(u' ');
    text.append(some(execution.request.body, searchedBody)).append(u' ');
    text.append(some(execution.response.body, searchedBody)).append(u' ').append(execution.error);
    if (execution.panic) {
        text.append(u' ').append(execution.panic->message).append(u' ').append(execution.panic->file);
    }
    qsizetype left = searchedLines;
    for (const ExecutionLine &line : execution.lines) {
        if (left <= 0) {
            break;
        }
        text.append(u' ').append(some(line.text, left));
        left -= line.text.size() + 1;
    }
    text.append(u' ').append(appMark(app)).append(u' ').append(organizationMark(execution.app.organization));
    return text.append(u' ').append(statusMark(execution.status));
}

QString appMark(qint64 app)
{
    return QStringLiteral("zqapp") + QString::number(app);
}

QString organizationMark(const QString &organization)
{
    return QStringLiteral("zqorg") + QString::fromLatin1(organization.toUtf8().toHex());
}

QString statusMark(ExecutionStatus status)
{
    return QStringLiteral("zqstatus") + QString::number(static_cast<int>(status));
}

Result<std::optional<qint64>> executionApp(const Database &database, const AppId &app)
{
    auto query = database.run(QStringLiteral("SELECT id FROM execution_app WHERE organization = ? AND name = ?"),
                              {app.organization, app.name});
    if (!query) {
        return std::unexpected(query.error());
    }
    return query->next() ? std::optional(query->value(0).toLongLong()) : std::nullopt;
}

QString placeholders(qsizetype count)
{
    return QStringList(count, QStringLiteral("?")).join(u',');
}

} // namespace studio
