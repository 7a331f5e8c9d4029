// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collection/request_target.h"

#include <QHash>
#include <QObject>

#include <cctype>

namespace studio::collection {

namespace {

bool isEscapeAt(QByteArrayView text, qsizetype at)
{
    return at + 2 < text.size() && std::isxdigit(static_cast<unsigned char>(text[at + 1])) != 0 &&
           std::isxdigit(static_cast<unsigned char>(text[at + 2])) != 0;
}

/// How often each pair stands in the query of a URL.
QHash<QueryPair, int> pairCounts(const QString &query)
{
    QHash<QueryPair, int> counts;
    for (const QString &part : query.split(u'&', Qt::SkipEmptyParts)) {
        ++counts[queryPair(part.section(u'=', 0, 0), part.section(u'=', 1))];
    }
    return counts;
}

class TargetMaker
{
public:
    TargetMaker(const SavedRequest &request, RequestTexts &texts) : m_request(request), m_texts(texts) {}

    RequestTarget make(const QList<QueryPair> &added)
    {
        QString url = text(m_request.url).trimmed();
        url = url.section(u'#', 0, 0);
        if (m_texts.error()) {
            return {};
        }
        if (url.isEmpty()) {
            m_texts.refuse(QObject::tr("The request has no URL."));
            return {};
        }
        if (!url.startsWith(u'/')) {
            url = takeAddress(url);
        }
        const QString query = url.section(u'?', 1);
        QByteArray target = percentEncoded(withPathParameters(url.section(u'?', 0, 0)));
        target += query.isEmpty() ? QByteArray() : '?' + percentEncoded(query);
        char separator = query.isEmpty() ? '?' : '&';
        for (const auto &[name, value] : added + parametersBut(pairCounts(query))) {
            target += std::exchange(separator, '&');
            target += value.isEmpty() ? name : name + '=' + value;
        }
        if (!m_address.isEmpty()) {
            m_address = QUrl::fromEncoded(m_address.toEncoded() + target);
            if (!m_address.isValid()) {
                m_texts.refuse(QObject::tr("“%1” is not an address.").arg(url));
            }
        }
        return {.address = m_address, .target = target};
    }

private:
    QString text(const QString &written) { return m_texts.text(written); }

    /// Keeps scheme and host, and gives the rest.
    QString takeAddress(const QString &url)
    {
        const QString whole = url.contains(QLatin1String("://")) ? url : QStringLiteral("http://") + url;
        const qsizetype host = whole.indexOf(QLatin1String("://")) + 3;
        qsizetype end = host;
        while (end < whole.size() && whole[end] != u'/' && whole[end] != u'?') {
            ++end;
        }
        m_address = QUrl(whole.first(end), QUrl::StrictMode);
        const QString scheme = m_address.scheme();
        const bool isHttp = scheme == QLatin1String("http") || scheme == QLatin1String("https");
        if (!m_address.isValid() || m_address.host().isEmpty() || !isHttp) {
            m_texts.refuse(QObject::tr("“%1” is neither a path nor an http address.").arg(url));
        }
        const QString rest = whole.sliced(end);
        return rest.startsWith(u'/') ? rest : u'/' + rest;
    }

    /// The query parameters that do not stand in the URL. Each takes one pair of it, so that two of one name and value
    /// stay two.
    QList<QueryPair> parametersBut(QHash<QueryPair, int> inUrl)
    {
        QList<QueryPair> others;
        for (const Parameter &parameter : m_request.parameters) {
            if (parameter.isDisabled || parameter.kind != Parameter::Query) {
                continue;
            }
            const QueryPair pair = queryPair(text(parameter.name), text(parameter.value));
            int &count = inUrl[pair];
            if (count > 0) {
                --count;
            } else {
                others.append(pair);
            }
        }
        return others;
    }

    /// "/orders/:id" with the value of "id". Of two parameters of one name the first counts.
    QString withPathParameters(const QString &path)
    {
        QHash<QString, const Parameter *> named;
        for (const Parameter &parameter : m_request.parameters) {
            const QString part = u':' + parameter.name;
            if (parameter.kind == Parameter::Path && !parameter.isDisabled && !named.contains(part)) {
                named.insert(part, &parameter);
            }
        }
        QStringList parts = path.split(u'/');
        for (QString &part : parts) {
            if (const Parameter *const parameter = named.value(part)) {
                part = QString::fromLatin1(QUrl::toPercentEncoding(text(parameter->value)));
            }
        }
        return parts.join(u'/');
    }

    const SavedRequest &m_request;
    RequestTexts &m_texts;
    QUrl m_address;
};

} // namespace

QByteArray percentEncoded(const QString &text, QByteArrayView others)
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

QueryPair queryPair(const QString &name, const QString &value)
{
    return {percentEncoded(name, "&="), percentEncoded(value, "&")};
}

RequestTarget makeTarget(const SavedRequest &request, const QList<QueryPair> &added, RequestTexts &texts)
{
    return TargetMaker(request, texts).make(added);
}

} // namespace studio::collection
