// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collection/prepared_request.h"

#include "core/collection/collection_field.h"
#include "core/collection/request_body.h"
#include "core/collection/request_target.h"
#include "core/invocation/http_check.h"

#include <QObject>
#include <QSet>

#include <algorithm>

namespace studio::collection {

namespace {

bool isInherited(const Json &auth)
{
    return auth.text() == QLatin1String("inherit") || auth["type"].text() == QLatin1String("inherit");
}

/// Collects the parts of a request; the first failure is the result.
class RequestMaker
{
public:
    RequestMaker(const SavedRequest &request, const QList<const Folder *> &folders, QString folder,
                 Substitution &substitution)
        : m_request(request), m_folders(folders), m_folder(std::move(folder)), m_texts(substitution)
    {
    }

    Result<PreparedRequest> make()
    {
        m_made.request.method = text(m_request.method).toUtf8();
        m_made.timeout = std::chrono::milliseconds(std::max(0, m_request.settings["timeout"].number()));
        addHeaders();
        addAuthorization();
        const RequestBody body = makeBody(m_request.body, m_folder, m_texts);
        if (!body.contentType.isEmpty()) {
            addHeader("content-type", body.contentType);
        }
        m_made.request.body = body.content;
        const RequestTarget target = makeTarget(m_request, m_addedQuery, m_texts);
        m_made.address = target.address;
        m_made.request.target = target.target;
        if (m_texts.error()) {
            return std::unexpected(*m_texts.error());
        }
        if (const auto checked = checkRequest(m_made.request); !checked) {
            return std::unexpected(checked.error());
        }
        return std::move(m_made);
    }

private:
    QString text(const QString &written) { return m_texts.text(written); }

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
            QSet<QByteArray> names;
            for (const Header &header : *level) {
                if (!header.isDisabled) {
                    own.append({text(header.name).toUtf8(), text(header.value).toUtf8()});
                    names.insert(own.last().first.toLower());
                }
            }
            m_made.request.headers.removeIf([&](const auto &each) { return names.contains(each.first.toLower()); });
            m_made.request.headers += own;
        }
    }

    /// Where there is none of that name; one that is there may be empty.
    void addHeader(const QByteArray &name, const QByteArray &value)
    {
        const bool isThere = std::ranges::any_of(m_made.request.headers, [&](const auto &each) {
            return each.first.compare(name, Qt::CaseInsensitive) == 0;
        });
        if (!isThere) {
            m_made.request.headers.append({name, value});
        }
    }

    /// Of the authorization, with its variables replaced. A token may be a number.
    QString credential(const Json &auth, const char *name)
    {
        const auto written = scalarText(auth[name]);
        if (!written) {
            m_texts.refuse(QObject::tr("“auth.%1” is not a text.").arg(QLatin1StringView(name)));
        }
        return text(written.value_or(QString()));
    }

    void addAuthorization()
    {
        const Json &auth = authorizationOf(m_request, m_folders);
        const QString type = auth["type"].text(auth.text());
        if (type.isEmpty() || type == QLatin1String("none")) {
            return;
        }
        if (type == QLatin1String("bearer")) {
            addHeader("authorization", "Bearer " + credential(auth, "token").toUtf8());
        } else if (type == QLatin1String("basic")) {
            const QString both = credential(auth, "username") + u':' + credential(auth, "password");
            addHeader("authorization", "Basic " + both.toUtf8().toBase64());
        } else if (type == QLatin1String("apikey") && auth["placement"].text() != QLatin1String("query")) {
            addHeader(credential(auth, "key").toUtf8(), credential(auth, "value").toUtf8());
        } else if (type == QLatin1String("apikey")) {
            m_addedQuery.append(queryPair(credential(auth, "key"), credential(auth, "value")));
        } else {
            m_texts.refuse(QObject::tr("Authorization of the type %1 is not made here.").arg(type));
        }
    }

    const SavedRequest &m_request;
    const QList<const Folder *> &m_folders;
    QString m_folder;
    RequestTexts m_texts;
    PreparedRequest m_made;
    QList<QueryPair> m_addedQuery; ///< by the authorization
};

} // namespace

const Json &authorizationOf(const SavedRequest &request, const QList<const Folder *> &folders)
{
    static const Json none;
    if (!isInherited(request.auth)) {
        return request.auth;
    }
    for (qsizetype at = folders.size() - 1; at >= 0; --at) {
        const Json &auth = folders[at]->defaults.auth;
        if (!auth.isNull() && !isInherited(auth)) {
            return auth;
        }
    }
    return none;
}

Result<PreparedRequest> prepareRequest(const SavedRequest &request, const QList<const Folder *> &folders,
                                       const QString &folder, Substitution &substitution)
{
    return RequestMaker(request, folders, folder, substitution).make();
}

} // namespace studio::collection
