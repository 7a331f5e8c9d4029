// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collection/prepared_request.h"

#include "core/base/files.h"
#include "core/collection/collection_field.h"
#include "core/invocation/http_check.h"
#include "core/model/invocation.h"

#include <QDir>
#include <QFileInfo>
#include <QObject>
#include <QUuid>

#include <algorithm>
#include <cctype>

namespace studio::collection {

namespace {

bool isEscapeAt(QByteArrayView text, qsizetype at)
{
    return at + 2 < text.size() && std::isxdigit(static_cast<unsigned char>(text[at + 1])) != 0 &&
           std::isxdigit(static_cast<unsigned char>(text[at + 2])) != 0;
}

/// Percent-encodes what cannot stand in a target (RFC 3986, 2), and `others`. What is an escape already stays one.
QByteArray encoded(const QString &text, QByteArrayView others = {})
{
    constexpr QByteArrayView neverPlain("\"<>\\^`{|}#");
    const QByteArray utf8 = text.toUtf8();
    QByteArray made;
    for (qsizetype at = 0; at < utf8.size(); ++at) {
        const char c = utf8[at];
        const bool isPlain = c > ' ' && c < 0x7f && !neverPlain.contains(c) && !others.contains(c);
        if (isPlain && (c != '%' || isEscapeAt(utf8, at))) {
            made += c;
        } else {
            made += QByteArray(1, c).toPercentEncoding();
        }
    }
    return made;
}

QByteArray queryName(const QString &text)
{
    return encoded(text, "&=");
}

QByteArray queryValue(const QString &text)
{
    return encoded(text, "&");
}

using Pair = std::pair<QByteArray, QByteArray>;

/// Pairs of a query as they stand in the URL.
QList<Pair> pairsOf(const QString &query)
{
    QList<Pair> pairs;
    for (const QString &part : query.split(u'&', Qt::SkipEmptyParts)) {
        pairs.append({queryName(part.section(u'=', 0, 0)), queryValue(part.section(u'=', 1))});
    }
    return pairs;
}

/// Collects the parts of a request; the first failure is the result.
class RequestMaker
{
public:
    RequestMaker(const SavedRequest &request, const QList<const Folder *> &folders, QString folder,
                 Substitution &substitution)
        : m_request(request), m_folders(folders), m_folder(std::move(folder)), m_substitution(substitution)
    {
    }

    Result<PreparedRequest> make()
    {
        m_made.request.method = text(m_request.method).toUtf8();
        m_made.timeout = std::chrono::milliseconds(std::max(0, m_request.settings["timeout"].number()));
        addHeaders();
        addAuthorization();
        setBody();
        setTarget();
        if (m_error) {
            return std::unexpected(*m_error);
        }
        if (const auto checked = checkRequest(m_made.request); !checked) {
            return std::unexpected(checked.error());
        }
        return std::move(m_made);
    }

private:
    QString text(const QString &written)
    {
        auto made = m_substitution.apply(written);
        if (!made) {
            refuse(made.error());
            return {};
        }
        return std::move(*made);
    }

    void refuse(const Error &error)
    {
        if (!m_error) {
            m_error = error;
        }
    }
    void refuse(const QString &message) { refuse({ErrorCode::InvalidArgument, message, {}}); }

    /// A header that is set nearer to the request takes the place of one of its name; those of one level stand beside
    /// each other.
    void addHeaders()
    {
        QList<const QList<Header> *> levels;
        for (const Folder *const folder : m_folders) {
            levels << &folder->defaults.headers;
        }
        levels << &m_request.headers;
        for (const QList<Header> *const level : std::as_const(levels)) {
            Headers own;
            for (const Header &header : *level) {
                if (!header.isDisabled) {
                    own.append({text(header.name).toUtf8(), text(header.value).toUtf8()});
                }
            }
            m_made.request.headers.removeIf([&](const auto &each) { return !headerIn(own, each.first).isNull(); });
            m_made.request.headers += own;
        }
    }

    /// Null where there is none; a value may be empty.
    static QByteArray headerIn(const Headers &headers, const QByteArray &name)
    {
        const auto found = std::ranges::find_if(
            headers, [&](const auto &each) { return each.first.compare(name, Qt::CaseInsensitive) == 0; });
        return found == headers.end() ? QByteArray() : QByteArray(found->second.isNull() ? "" : found->second);
    }

    void setHeader(const QByteArray &name, const QByteArray &value)
    {
        if (headerIn(m_made.request.headers, name).isNull()) {
            m_made.request.headers.append({name, value});
        }
    }

    /// The request's own, or with "inherit" that of the nearest folder that has one.
    [[nodiscard]] const Json &authorization() const
    {
        static const Json none;
        if (!isInherited(m_request.auth)) {
            return m_request.auth;
        }
        for (qsizetype at = m_folders.size() - 1; at >= 0; --at) {
            const Json &auth = m_folders[at]->defaults.auth;
            if (!auth.isNull() && !isInherited(auth)) {
                return auth;
            }
        }
        return none;
    }

    static bool isInherited(const Json &auth)
    {
        return auth.text() == QLatin1String("inherit") || auth["type"].text() == QLatin1String("inherit");
    }

    /// Of the authorization, with its variables replaced. A token may be a number.
    QString credential(const Json &auth, const char *name)
    {
        const auto written = scalarText(auth[name]);
        if (!written) {
            refuse(QObject::tr("“auth.%1” is not a text.").arg(QLatin1StringView(name)));
        }
        return text(written.value_or(QString()));
    }

    void addAuthorization()
    {
        const Json &auth = authorization();
        const QString type = auth["type"].text(auth.text());
        if (type.isEmpty() || type == QLatin1String("none")) {
            return;
        }
        if (type == QLatin1String("bearer")) {
            setHeader("authorization", "Bearer " + credential(auth, "token").toUtf8());
        } else if (type == QLatin1String("basic")) {
            const QString both = credential(auth, "username") + u':' + credential(auth, "password");
            setHeader("authorization", "Basic " + both.toUtf8().toBase64());
        } else if (type == QLatin1String("apikey") && auth["placement"].text() != QLatin1String("query")) {
            setHeader(credential(auth, "key").toUtf8(), credential(auth, "value").toUtf8());
        } else if (type == QLatin1String("apikey")) {
            m_query.append({queryName(credential(auth, "key")), queryValue(credential(auth, "value"))});
        } else {
            refuse(QObject::tr("Authorization of the type %1 is not made here.").arg(type));
        }
    }

    void setBody()
    {
        const Body &body = m_request.body;
        QByteArray &made = m_made.request.body;
        switch (body.kind) {
        case Body::None:
            return;
        case Body::Json:
            setHeader("content-type", "application/json");
            made = text(body.data).toUtf8();
            break;
        case Body::Text:
            setHeader("content-type", "text/plain");
            made = text(body.data).toUtf8();
            break;
        case Body::Xml:
            setHeader("content-type", "application/xml");
            made = text(body.data).toUtf8();
            break;
        case Body::Sparql:
            setHeader("content-type", "application/sparql-query");
            made = text(body.data).toUtf8();
            break;
        case Body::FormUrlEncoded:
            setHeader("content-type", "application/x-www-form-urlencoded");
            made = form(body.fields);
            break;
        case Body::MultipartForm:
            made = parts(body.fields);
            break;
        case Body::File:
            made = selectedFile(body.fields);
            break;
        }
    }

    QByteArray form(const QList<BodyField> &fields)
    {
        QByteArrayList pairs;
        for (const BodyField &field : fields) {
            if (!field.isDisabled) {
                pairs << QUrl::toPercentEncoding(text(field.name)) + '=' + QUrl::toPercentEncoding(text(field.value));
            }
        }
        return pairs.join('&');
    }

    QByteArray parts(const QList<BodyField> &fields)
    {
        const QByteArray boundary = "ignite-" + QUuid::createUuid().toByteArray(QUuid::Id128);
        setHeader("content-type", "multipart/form-data; boundary=" + boundary);
        QByteArray made;
        const auto add = [&](const BodyField &field, const QString &fileName, const QByteArray &content) {
            made += "--" + boundary + "\r\ncontent-disposition: form-data; name=\"" + quoted(text(field.name)) + '"';
            made += fileName.isEmpty() ? QByteArray() : "; filename=\"" + quoted(fileName) + '"';
            made += "\r\n";
            if (!field.contentType.isEmpty()) {
                made += "content-type: " + oneLine(text(field.contentType)) + "\r\n";
            }
            made += "\r\n" + content + "\r\n";
        };
        for (const BodyField &field : fields) {
            if (field.isDisabled) {
                continue;
            }
            if (!field.isFile) {
                add(field, {}, text(field.value).toUtf8());
            }
            for (const QString &file : field.files) {
                add(field, QFileInfo(file).fileName(), content(file));
            }
        }
        return made + "--" + boundary + "--\r\n";
    }

    static QByteArray oneLine(QString text) { return text.remove(u'\r').remove(u'\n').toUtf8(); }
    /// As browsers write it (RFC 7578, 4.2).
    static QByteArray quoted(QString text)
    {
        return text.replace(u'"', QStringLiteral("%22"))
            .replace(u'\r', QStringLiteral("%0D"))
            .replace(u'\n', QStringLiteral("%0A"))
            .toUtf8();
    }

    QByteArray selectedFile(const QList<BodyField> &fields)
    {
        auto chosen = std::ranges::find_if(fields, &BodyField::isSelected);
        chosen = chosen == fields.end() ? fields.begin() : chosen;
        if (chosen == fields.end() || chosen->files.isEmpty()) {
            return {};
        }
        setHeader("content-type", chosen->contentType.isEmpty() ? QByteArray("application/octet-stream")
                                                                : oneLine(text(chosen->contentType)));
        return content(chosen->files.first());
    }

    /// Of a file below the collection: what others wrote must not send files of this machine.
    QByteArray content(const QString &file)
    {
        const QString path = QDir(m_folder).filePath(text(file));
        if (m_error) {
            return {};
        }
        if (!isInsideFolder(path, m_folder)) {
            refuse(QObject::tr("The file %1 of the body is not in the folder of the collection.").arg(file));
            return {};
        }
        const auto read = readRegularFile(path, maxPayloadBytes);
        if (!read || !*read) {
            refuse(
                read ? Error{ErrorCode::InvalidArgument, QObject::tr("There is no file %1 for the body.").arg(file), {}}
                     : read.error());
            return {};
        }
        return **read;
    }

    void setTarget()
    {
        QString url = text(m_request.url).trimmed();
        url = url.section(u'#', 0, 0);
        if (m_error) {
            return;
        }
        if (url.isEmpty()) {
            refuse(QObject::tr("The request has no URL."));
            return;
        }
        if (!url.startsWith(u'/')) {
            url = takeAddress(url);
        }
        const QString path = url.section(u'?', 0, 0);
        QList<Pair> query = pairsOf(url.section(u'?', 1)) + m_query;
        addParameters(query);
        QByteArray target = encoded(withPathParameters(path));
        for (qsizetype at = 0; at < query.size(); ++at) {
            target += (at == 0 ? '?' : '&') + query[at].first;
            target += query[at].second.isEmpty() ? QByteArray() : '=' + query[at].second;
        }
        m_made.request.target = target.isEmpty() || target.startsWith('/') ? target : '/' + target;
        if (!m_made.address.isEmpty()) {
            m_made.address = QUrl::fromEncoded(m_made.address.toEncoded() + m_made.request.target);
            if (!m_made.address.isValid()) {
                refuse(QObject::tr("“%1” is not an address.").arg(url));
            }
        }
        if (m_made.request.target.isEmpty()) {
            m_made.request.target = "/";
        }
    }

    /// Keeps scheme and host, and gives the rest.
    QString takeAddress(const QString &url)
    {
        const QString whole = url.contains(QLatin1String("://")) ? url : QStringLiteral("http://") + url;
        const qsizetype host = whole.indexOf(QLatin1String("://")) + 3;
        qsizetype end = host;
        while (end < whole.size() && whole[end] != u'/' && whole[end] != u'?') {
            ++end;
        }
        m_made.address = QUrl(whole.first(end), QUrl::StrictMode);
        const QString scheme = m_made.address.scheme();
        const bool isHttp = scheme == QLatin1String("http") || scheme == QLatin1String("https");
        if (!m_made.address.isValid() || m_made.address.host().isEmpty() || !isHttp) {
            refuse(QObject::tr("“%1” is neither a path nor an http address.").arg(url));
        }
        const QString rest = whole.sliced(end);
        return rest.startsWith(u'/') ? rest : u'/' + rest;
    }

    /// A parameter that stands in the URL takes one pair of it, so that two of one name and value stay two.
    void addParameters(QList<Pair> &query)
    {
        QList<Pair> inUrl = query;
        for (const Parameter &parameter : m_request.parameters) {
            if (parameter.isDisabled || parameter.kind != Parameter::Query) {
                continue;
            }
            const Pair pair{queryName(text(parameter.name)), queryValue(text(parameter.value))};
            if (!inUrl.removeOne(pair)) {
                query.append(pair);
            }
        }
    }

    /// "/orders/:id" with the value of "id".
    QString withPathParameters(const QString &path)
    {
        QStringList parts = path.split(u'/');
        for (QString &part : parts) {
            const auto named = std::ranges::find_if(m_request.parameters, [&](const Parameter &each) {
                return each.kind == Parameter::Path && !each.isDisabled && part == u':' + each.name;
            });
            if (named != m_request.parameters.end()) {
                part = QString::fromLatin1(QUrl::toPercentEncoding(text(named->value)));
            }
        }
        return parts.join(u'/');
    }

    const SavedRequest &m_request;
    const QList<const Folder *> &m_folders;
    QString m_folder;
    Substitution &m_substitution;
    PreparedRequest m_made;
    QList<Pair> m_query; ///< that the authorization adds
    std::optional<Error> m_error;
};

} // namespace

Result<PreparedRequest> prepareRequest(const SavedRequest &request, const QList<const Folder *> &folders,
                                       const QString &folder, Substitution &substitution)
{
    return RequestMaker(request, folders, folder, substitution).make();
}

} // namespace studio::collection
