// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/interchange/hurl_request.h"

#include "core/collection/collection_field.h"
#include "core/collection/prepared_request.h"
#include "core/collection/request_target.h"

#include <QHash>
#include <QObject>
#include <QUrl>

#include <algorithm>

namespace studio::interchange {

namespace {

using collection::Body;
using collection::BodyField;
using collection::Folder;
using collection::Header;
using collection::Parameter;
using collection::SavedRequest;

QString withoutFragment(const QString &url)
{
    return url.section(u'#', 0, 0).trimmed();
}

class HurlRequestMaker
{
public:
    HurlRequestMaker(const SavedRequest &request, const QList<const Folder *> &folders, HurlVariables &variables)
        : m_request(request), m_folders(folders), m_variables(variables)
    {
    }

    HurlRequest make()
    {
        addHeaders();
        addAuthorization(); // may add to the query
        m_made.head.prepend(m_request.method.toUpper() + u' ' + url());
        addBody();
        if (const int timeout = m_request.settings["timeout"].number(); timeout > 0) {
            m_made.options << QStringLiteral("max-time: %1ms").arg(timeout);
        }
        if (m_request.scripts.size() > 0) {
            m_made.notes << QObject::tr("its scripts are not in this file");
        }
        return std::move(m_made);
    }

private:
    QString value(const QString &text) { return hurlValue(m_variables.parts(text)); }
    QString pair(const QString &name, const QString &text)
    {
        return hurlKey(m_variables.parts(name)) + QStringLiteral(": ") + value(text);
    }
    void addHeader(const QString &name, const QString &text)
    {
        const bool isThere = std::ranges::any_of(
            m_headerNames, [&](const QString &each) { return each.compare(name, Qt::CaseInsensitive) == 0; });
        if (!isThere) {
            m_headerNames << name;
            m_made.head << pair(name, text);
        }
    }

    /// Those of the request, and of its folders where nothing nearer has the name.
    void addHeaders()
    {
        QList<const QList<Header> *> levels;
        for (const Folder *const folder : m_folders) {
            levels << &folder->defaults.headers;
        }
        levels << &m_request.headers;
        QList<const Header *> headers;
        for (const QList<Header> *const level : std::as_const(levels)) {
            headers.removeIf([&](const Header *above) {
                return std::ranges::any_of(*level, [&](const Header &each) {
                    return !each.isDisabled && each.name.compare(above->name, Qt::CaseInsensitive) == 0;
                });
            });
            for (const Header &header : *level) {
                headers << &header;
            }
        }
        for (const Header *const header : std::as_const(headers)) {
            if (header->isDisabled) {
                m_made.head << hurlComment(header->name + QStringLiteral(": ") + header->value);
            } else {
                m_headerNames << header->name;
                m_made.head << pair(header->name, header->value);
            }
        }
    }

    void addAuthorization()
    {
        const Json &auth = collection::authorizationOf(m_request, m_folders);
        const auto part = [&](const char *name) { return collection::scalarText(auth[name]).value_or(QString()); };
        const QString type = auth["type"].text(auth.text());
        if (type.isEmpty() || type == QLatin1String("none")) {
            return;
        }
        if (type == QLatin1String("bearer")) {
            addHeader(QStringLiteral("Authorization"), QStringLiteral("Bearer ") + part("token"));
        } else if (type == QLatin1String("basic") && !part("username").isEmpty()) {
            m_made.sections << QStringLiteral("[BasicAuth]") << pair(part("username"), part("password"));
        } else if (type == QLatin1String("apikey") && auth["placement"].text() != QLatin1String("query")) {
            addHeader(part("key"), part("value"));
        } else if (type == QLatin1String("apikey")) {
            m_query << encoded(part("key"), "&=") + u'=' + encoded(part("value"), "&");
        } else {
            m_made.notes << QObject::tr("authorization of the type %1 is not written").arg(type);
        }
    }

    /// Percent-encodes a text of the URL. A variable stays where its value needs no encoding.
    QString encoded(const QString &text, QByteArrayView others = {})
    {
        return encodedParts(text, [others](const QString &each) { return collection::percentEncoded(each, others); });
    }

    template <typename Encode> QString encodedParts(const QString &text, Encode encode)
    {
        HurlParts parts = m_variables.peekParts(text);
        for (HurlPart &part : parts) {
            const QString &plain = part.isKnown ? part.value : part.text;
            const QString made = QString::fromLatin1(encode(plain));
            if (part.variable.isEmpty() || (part.isKnown && made != plain)) {
                part = {made, {}, {}, false};
            }
        }
        m_variables.define(parts);
        return hurlValue(parts);
    }

    QString url()
    {
        const QString whole = withoutFragment(m_request.url);
        QString made = start(whole) + encoded(whole.section(u'?', 0, 0));
        made = withPathParameters(whole, made);
        const QString query = whole.section(u'?', 1);
        QStringList pairs = query.isEmpty() ? QStringList() : QStringList(encoded(query));
        pairs += parametersBut(query) + m_query;
        return pairs.isEmpty() ? made : made + u'?' + pairs.join(u'&');
    }

    /// What a URL lacks: to the app it goes to an address that whoever runs the file gives.
    QString start(const QString &whole)
    {
        const HurlParts parts = m_variables.inlinedParts(whole);
        if (parts.isEmpty() || !parts.first().variable.isEmpty()) {
            return {};
        }
        const QString &first = parts.first().text;
        if (first.startsWith(u'/')) {
            return QStringLiteral("{{%1}}").arg(m_variables.needValue(QStringLiteral("app_url")));
        }
        return first.contains(QLatin1String("://")) ? QString() : QStringLiteral("http://");
    }

    QString withPathParameters(const QString &whole, const QString &written)
    {
        const bool hasSome = std::ranges::any_of(m_request.parameters, [](const Parameter &each) {
            return each.kind == Parameter::Path && !each.isDisabled;
        });
        if (!hasSome) {
            return written;
        }
        QStringList segments;
        for (const QString &segment : whole.section(u'?', 0, 0).split(u'/')) {
            const auto named = std::ranges::find_if(m_request.parameters, [&](const Parameter &each) {
                return each.kind == Parameter::Path && !each.isDisabled && segment == u':' + each.name;
            });
            segments << (named == m_request.parameters.end() ? encoded(segment)
                                                             : encodedParts(named->value, [](const QString &each) {
                                                                   return QUrl::toPercentEncoding(each);
                                                               }));
        }
        return start(whole) + segments.join(u'/');
    }

    QStringList parametersBut(const QString &query)
    {
        QHash<QString, int> inUrl; // how often each pair stands there
        for (const QString &pair : query.split(u'&', Qt::SkipEmptyParts)) {
            ++inUrl[pair];
        }
        const auto take = [&](const QString &pair) {
            const auto found = inUrl.find(pair);
            return found != inUrl.end() && (*found)-- > 0;
        };
        QStringList others;
        for (const Parameter &parameter : m_request.parameters) {
            if (parameter.kind != Parameter::Query || parameter.isDisabled) {
                continue;
            }
            const QString written = parameter.name + u'=' + parameter.value;
            if (!take(written) && !(parameter.value.isEmpty() && take(parameter.name))) {
                const QString name = encoded(parameter.name, "&=");
                others << (parameter.value.isEmpty() ? name : name + u'=' + encoded(parameter.value, "&"));
            }
        }
        return others;
    }

    void addBody()
    {
        const Body &body = m_request.body;
        switch (body.kind) {
        case Body::None:
            return;
        case Body::FormUrlEncoded:
        case Body::MultipartForm:
            addForm(body);
            return;
        case Body::File:
            addFile(body);
            return;
        default:
            break;
        }
        static const QHash<Body::Kind, QString> types{{Body::Json, QStringLiteral("application/json")},
                                                      {Body::Text, QStringLiteral("text/plain")},
                                                      {Body::Xml, QStringLiteral("application/xml")},
                                                      {Body::Sparql, QStringLiteral("application/sparql-query")}};
        addHeader(QStringLiteral("Content-Type"), types.value(body.kind));
        if (!body.data.isEmpty()) {
            const HurlParts parts = m_variables.peekParts(body.data);
            const HurlParts written = body.kind == Body::Json ? jsonBodyParts(parts) : parts;
            m_variables.define(written);
            m_made.body << hurlBody(written, body.kind == Body::Json);
        }
    }

    void addForm(const Body &body)
    {
        const bool isMultipart = body.kind == Body::MultipartForm;
        m_made.sections << (isMultipart ? QStringLiteral("[Multipart]") : QStringLiteral("[Form]"));
        for (const BodyField &field : body.fields) {
            if (field.isDisabled) {
                m_made.sections << hurlComment(field.name + QStringLiteral(": ") + field.value);
            } else if (!field.isFile) {
                m_made.sections << pair(field.name, field.value);
            }
            if (!field.isFile && !field.isDisabled && !field.contentType.isEmpty()) {
                m_made.notes << QObject::tr("the content type of the field %1 is not written").arg(field.name);
            }
            for (const QString &file : field.isFile && !field.isDisabled ? field.files : QStringList()) {
                m_made.sections << hurlKey(m_variables.parts(field.name)) + QStringLiteral(": ") + fileText(file) +
                                       (field.contentType.isEmpty() ? QString() : u' ' + value(field.contentType));
            }
        }
    }

    QString fileText(const QString &file)
    {
        const QString name = knownText(m_variables.inlinedParts(file));
        QString escaped;
        for (const QChar c : name) {
            escaped += QStringLiteral(" #;\\{}:").contains(c) ? QString(u'\\') + c : QString(c);
        }
        return QStringLiteral("file,%1;").arg(escaped);
    }

    void addFile(const Body &body)
    {
        auto chosen = std::ranges::find_if(body.fields, &BodyField::isSelected);
        chosen = chosen == body.fields.end() ? body.fields.begin() : chosen;
        if (chosen != body.fields.end() && !chosen->files.isEmpty()) {
            addHeader(QStringLiteral("Content-Type"),
                      chosen->contentType.isEmpty() ? QStringLiteral("application/octet-stream") : chosen->contentType);
            m_made.body << fileText(chosen->files.first());
        }
    }

    const SavedRequest &m_request;
    const QList<const Folder *> &m_folders;
    HurlVariables &m_variables;
    HurlRequest m_made;
    QStringList m_headerNames;
    QStringList m_query; ///< encoded pairs of the authorization
};

} // namespace

HurlRequest hurlRequest(const SavedRequest &request, const QList<const Folder *> &folders, HurlVariables &variables)
{
    return HurlRequestMaker(request, folders, variables).make();
}

} // namespace studio::interchange
