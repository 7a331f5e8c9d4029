// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/interchange/import_values.h"

#include "core/collection/assertions.h"
#include "core/collection/request_target.h"
#include "core/collection/variables.h"

#include <QHash>
#include <QRegularExpression>
#include <QUrl>

#include <algorithm>

namespace studio::interchange {

namespace {

/// A "+" is a blank in a form.
QString formDecoded(QString text)
{
    return QUrl::fromPercentEncoding(text.replace(u'+', u' ').toUtf8());
}

/// Lines of a form may be broken before an "&".
QString joinedLines(const QString &text)
{
    QString made;
    for (const QString &line : text.split(u'\n')) {
        made += line.trimmed();
    }
    return made;
}

} // namespace

collection::Assertion assertionOf(const QString &expression, const QString &operatorAndValue)
{
    const QString text = operatorAndValue.trimmed();
    const QString first = text.section(u' ', 0, 0);
    const bool isOperator = std::ranges::contains(collection::assertionOperators(), first);
    return {.expression = expression.trimmed(),
            .operatorName = isOperator ? first : QStringLiteral("eq"),
            .value = isOperator ? text.sliced(first.size()).trimmed() : text,
            .others = {}};
}

collection::Body graphqlBody(const QString &query, const QString &variables)
{
    const QString given = variables.trimmed();
    collection::Body body{.kind = collection::Body::Json, .data = {}, .fields = {}, .others = {}};
    body.data = QStringLiteral("{\n  \"query\": ") + QString::fromUtf8(Json(query).toUtf8());
    if (!given.isEmpty()) { // as it is written: it may hold variables
        body.data += QStringLiteral(",\n  \"variables\": ") + given;
    }
    body.data += QStringLiteral("\n}");
    return body;
}

QList<collection::BodyField> formFields(const QString &encoded)
{
    QList<collection::BodyField> fields;
    for (const QString &pair : joinedLines(encoded).split(u'&', Qt::SkipEmptyParts)) {
        fields.append({.name = formDecoded(pair.section(u'=', 0, 0)),
                       .value = formDecoded(pair.section(u'=', 1)),
                       .files = {},
                       .contentType = {},
                       .others = {}});
    }
    return fields;
}

QList<collection::BodyField> multipartFields(const QString &text, const QString &boundary)
{
    static const QRegularExpression name(QStringLiteral("\\bname=\"([^\"]*)\""));
    static const QRegularExpression fileName(QStringLiteral("\\bfilename=\"([^\"]*)\""));
    static const QRegularExpression type(QStringLiteral("^content-type:[ \\t]*(.+)$"),
                                         QRegularExpression::CaseInsensitiveOption |
                                             QRegularExpression::MultilineOption);
    QList<collection::BodyField> fields;
    if (boundary.isEmpty()) {
        return fields;
    }
    for (const QString &part : (u'\n' + text).split(QStringLiteral("\n--") + boundary)) {
        const qsizetype blank = part.indexOf(QLatin1String("\n\n"));
        const QString head = blank < 0 ? part : part.first(blank);
        if (!name.match(head).hasMatch()) {
            continue;
        }
        const QString content = blank < 0 ? QString() : part.sliced(blank + 2);
        collection::BodyField field{.name = name.match(head).captured(1),
                                    .value = content,
                                    .files = {},
                                    .contentType = type.match(head).captured(1).trimmed(),
                                    .others = {}};
        const bool isReference = content.startsWith(QLatin1String("< ")) || content.startsWith(QLatin1String("<@ "));
        if (isReference || fileName.match(head).hasMatch()) {
            field.isFile = true;
            field.value.clear();
            field.files << (isReference ? content.section(u' ', 1).trimmed() : fileName.match(head).captured(1));
        }
        fields.append(std::move(field));
    }
    return fields;
}

collection::Body bodyOfType(const QString &contentType, const QString &text)
{
    const QString type = contentType.section(u';', 0, 0).trimmed().toLower();
    const QString start = text.trimmed().left(1);
    const bool looksLikeJson = type.isEmpty() && (start == u'{' || start == u'[');
    collection::Body body{.kind = collection::Body::Text, .data = text, .fields = {}, .others = {}};
    if (looksLikeJson || type.endsWith(QLatin1String("/json")) || type.endsWith(QLatin1String("+json"))) {
        body.kind = collection::Body::Json;
    } else if ((type.isEmpty() && start == u'<') || type.endsWith(QLatin1String("/xml")) ||
               type.endsWith(QLatin1String("+xml"))) {
        body.kind = collection::Body::Xml;
    } else if (type == QLatin1String("application/x-www-form-urlencoded")) {
        body = {.kind = collection::Body::FormUrlEncoded, .data = {}, .fields = formFields(text), .others = {}};
    }
    return body;
}

void keepLastOfEach(QList<collection::Variable> &variables)
{
    QHash<QString, qsizetype> last;
    for (qsizetype at = 0; at < variables.size(); ++at) {
        last.insert(variables[at].name, at);
    }
    qsizetype at = 0;
    variables.removeIf([&](const collection::Variable &each) { return last.value(each.name) != at++; });
}

QString nameOfRequest(const collection::SavedRequest &request)
{
    static const QRegularExpression userInfo(QStringLiteral("//[^/@]*@"));
    return request.method + u' ' + request.url.section(u'?', 0, 0).replace(userInfo, QStringLiteral("//"));
}

void addQueryParameters(collection::SavedRequest &request)
{
    const QString query = request.url.section(u'#', 0, 0).section(u'?', 1);
    for (const QString &pair : query.split(u'&', Qt::SkipEmptyParts)) {
        request.parameters.append({.name = pair.section(u'=', 0, 0), .value = pair.section(u'=', 1), .others = {}});
    }
}

void appendQuery(collection::SavedRequest &request, const QString &name, const QString &value)
{
    const auto encoded = [](const QString &text, QByteArrayView others) {
        QString made;
        for (const collection::TextPart &part : collection::textParts(text)) {
            made += part.isVariable ? QStringLiteral("{{%1}}").arg(part.text)
                                    : QString::fromLatin1(collection::percentEncoded(part.text, others));
        }
        return made;
    };
    request.url += request.url.contains(u'?') ? u'&' : u'?';
    request.url += encoded(name, "&=") + u'=' + encoded(value, "&");
    request.parameters.append({.name = name, .value = value, .others = {}});
}

QString assertionText(const QString &text)
{
    const collection::Found literal = collection::assertionLiteral(text);
    const bool isSame = literal && literal->isString() && literal->text() == text && text.trimmed() == text;
    return isSame && !text.isEmpty() ? text : u'"' + text + u'"';
}

QString headerExpression(const QString &name)
{
    static const QRegularExpression plain(QStringLiteral("\\A[a-z_]\\w*\\z"));
    const QString lower = name.toLower(); // as Bruno has them
    return plain.match(lower).hasMatch() ? QStringLiteral("res.headers.") + lower
                                         : QStringLiteral("res.headers['%1']").arg(lower);
}

std::optional<QString> expressionOfJsonPath(const QString &path)
{
    static const QRegularExpression step(QStringLiteral("\\G(?:\\.([A-Za-z_$][\\w$-]*)|\\[\\s*([0-9]{1,9})\\s*\\]|"
                                                        "\\[\\s*'([^'\\\\]*)'\\s*\\]|\\[\\s*\"([^\"\\\\]*)\"\\s*\\])"));
    static const QRegularExpression plain(QStringLiteral("\\A[A-Za-z_$][\\w$-]*\\z"));
    const QString text = path.trimmed();
    if (!text.startsWith(u'$')) {
        return {};
    }
    QString made = QStringLiteral("res.body");
    for (qsizetype at = 1; at < text.size();) {
        const auto match = step.match(text, at);
        if (!match.hasMatch()) {
            return {};
        }
        at = match.capturedEnd();
        if (match.hasCaptured(2)) {
            made += u'[' + match.captured(2) + u']';
            continue;
        }
        const QString name = match.captured(1) + match.captured(3) + match.captured(4);
        made += plain.match(name).hasMatch() ? u'.' + name
                : name.contains(u'\'')       ? QStringLiteral("[\"%1\"]").arg(name)
                                             : QStringLiteral("['%1']").arg(name);
    }
    return made;
}

} // namespace studio::interchange
