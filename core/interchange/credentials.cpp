// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/interchange/credentials.h"

#include "core/collection/collection_field.h"
#include "core/collection/variables.h"

#include <QObject>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>

namespace studio::interchange {

namespace {

using collection::Collection;
using collection::Environment;
using collection::Folder;
using collection::SavedRequest;
using collection::Variable;

QString variableText(const QString &name)
{
    return QStringLiteral("{{%1}}").arg(name);
}

/// "x_api_key" of "X-Api-Key": a name that an environment variable of a shell may have too.
QString variableNameOf(const QString &name)
{
    QString made;
    for (const QChar c : name.toLower()) {
        made += (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9') ? c : u'_';
    }
    while (made.startsWith(u'_')) {
        made.removeFirst();
    }
    return made.isEmpty() || made.front().isDigit() ? QStringLiteral("secret_") + made.left(40) : made.left(40);
}

class CredentialMover
{
public:
    CredentialMover(Collection &collection, const std::function<void(const QString &, const QString &)> &warn)
        : m_collection(collection), m_warn(warn)
    {
    }

    void move()
    {
        collectNames(m_collection.root);
        for (const Environment &environment : std::as_const(m_collection.environments)) {
            collectNames(environment.variables);
        }
        protectFolder(m_collection.root);
        findUses();
        m_place = m_collection.root.name;
        takeVariables(m_collection.root);
        nameInEnvironments();
    }

private:
    void collectNames(const QList<Variable> &variables)
    {
        for (const Variable &variable : variables) {
            m_names.insert(variable.name);
            m_definitions.insert(variable.name, variable.value);
            if (variable.isSecret || (isCredentialName(variable.name) && !isOnlyVariables(variable.value))) {
                m_secrets.insert(variable.name);
            }
        }
    }

    void collectNames(const Folder &folder)
    {
        collectNames(folder.defaults.variables);
        for (const Folder &below : folder.folders) {
            collectNames(below);
        }
        for (const SavedRequest &request : folder.requests) {
            collectNames(request.variables);
            for (const collection::Capture &capture : request.captures) {
                m_names.insert(capture.variable);
            }
        }
    }

    static bool isOnlyVariables(const QString &text)
    {
        const auto parts = collection::textParts(text);
        return !parts.isEmpty() && std::ranges::all_of(parts, [](const auto &part) {
            return part.isVariable || part.text.trimmed().isEmpty();
        });
    }

    void protectFolder(Folder &folder)
    {
        m_place = folder.name;
        protectHeaders(folder.defaults.headers);
        protectAuthorization(folder.defaults.auth);
        for (Folder &below : folder.folders) {
            protectFolder(below);
        }
        for (SavedRequest &request : folder.requests) {
            m_place = request.name;
            protectHeaders(request.headers);
            protectAuthorization(request.auth);
            protectUrl(request);
            noteBody(request.body);
            for (collection::BodyField &field : request.body.fields) {
                if (isCredentialName(field.name) && !field.isFile) {
                    field.value = protectedText(field.value, field.name);
                }
            }
        }
    }

    /// A body stays as it is, since its texts are what the request is for. One looks for what may be secret in it.
    void noteBody(const collection::Body &body) const
    {
        static const QRegularExpression member(QStringLiteral("\"([\\w .-]{1,60})\"\\s*:\\s*\"(?!\\{\\{)[^\"]"));
        for (const auto &match : member.globalMatch(body.data)) {
            if (isCredentialName(match.captured(1))) {
                m_warn(m_place, QObject::tr("the value of “%1” in its body is imported; see whether it is secret")
                                    .arg(match.captured(1)));
                return;
            }
        }
    }

    void protectHeaders(QList<collection::Header> &headers)
    {
        for (collection::Header &header : headers) {
            if (header.name.compare(QLatin1String("cookie"), Qt::CaseInsensitive) == 0) {
                header.value = protectedCookies(header.value);
            } else if (isCredentialName(header.name)) {
                header.value = protectedText(header.value, header.name);
            }
        }
    }

    QString protectedCookies(const QString &value)
    {
        QStringList pairs = value.split(u';');
        for (QString &pair : pairs) {
            const QString name = pair.section(u'=', 0, 0);
            if (isCredentialName(name.trimmed())) {
                pair = name + u'=' + protectedText(pair.section(u'=', 1), name.trimmed());
            }
        }
        return pairs.join(u';');
    }

    void protectAuthorization(Json &auth)
    {
        const auto protect = [&](const char *member, const QString &name) {
            const QString text = collection::scalarText(std::as_const(auth)[member]).value_or(QString());
            if (auth.isObject() && !text.isEmpty()) {
                auth[member] = protectedText(text, name);
            }
        };
        const bool isUserAlone = collection::scalarText(std::as_const(auth)["password"]).value_or(QString()).isEmpty();
        protect("token", QStringLiteral("bearer_token"));
        protect("password", QStringLiteral("basic_password"));
        if (isUserAlone) { // some keys are sent as a name without a password
            protect("username", QStringLiteral("basic_username"));
        }
        if (std::as_const(auth)["type"].text() == QLatin1String("apikey")) {
            protect("value", std::as_const(auth)["key"].text(QStringLiteral("api_key")));
        }
    }

    /// A query parameter stands in the URL too, which may hold a password of its own: http://user:password@host.
    void protectUrl(SavedRequest &request)
    {
        static const QRegularExpression userInfo(QStringLiteral("\\A([a-z]+://[^/?#@:]*:)([^/?#@]+)@"));
        if (const auto match = userInfo.match(request.url); match.hasMatch()) {
            request.url = match.captured(1) + protectedText(match.captured(2), QStringLiteral("url_password")) + u'@' +
                          request.url.sliced(match.capturedEnd());
        }
        for (collection::Parameter &parameter : request.parameters) {
            if (isCredentialName(parameter.name)) {
                parameter.value = protectedText(parameter.value, parameter.name);
            }
        }
        const qsizetype query = request.url.indexOf(u'?');
        if (query < 0) {
            return;
        }
        QStringList pairs = request.url.sliced(query + 1).split(u'&');
        for (QString &pair : pairs) {
            const QString name = pair.section(u'=', 0, 0);
            if (isCredentialName(name) && pair.contains(u'=')) {
                pair = name + u'=' + protectedText(pair.section(u'=', 1), name);
            }
        }
        request.url = request.url.first(query + 1) + pairs.join(u'&');
    }

    /// The text without what is secret in it: "Bearer {{authorization}}". What only names variables stays.
    QString protectedText(const QString &text, const QString &name)
    {
        static const QRegularExpression scheme(QStringLiteral("\\A\\s*(?:(?:Bearer|Basic|Token|ApiKey|Digest)\\s+)?"),
                                               QRegularExpression::CaseInsensitiveOption);
        const QString prefix = text.first(scheme.match(text).capturedLength());
        const QString rest = text.sliced(prefix.size());
        if (rest.trimmed().isEmpty()) {
            return text;
        }
        if (isOnlyVariables(rest)) {
            for (const auto &part : collection::textParts(rest)) {
                m_used.insert(part.isVariable ? part.text : QString());
            }
            return text;
        }
        return prefix + variableText(secretFor(rest, name));
    }

    /// The same value has one variable, so that it is given once.
    QString secretFor(const QString &value, const QString &name)
    {
        QString &made = m_byValue[value];
        if (made.isEmpty()) {
            const QString base = variableNameOf(name);
            made = base;
            int &number = m_numbers[base];
            for (number = std::max(number, 1); m_names.contains(made);) {
                made = base + u'_' + QString::number(++number);
            }
            m_names.insert(made);
            addSecret(made);
        }
        return made;
    }

    void addSecret(const QString &name)
    {
        m_secrets.insert(name);
        if (!m_told.contains(name)) {
            m_told.insert(name);
            m_added << name;
            m_warn(m_place, QObject::tr("a secret is not imported; give its value to the variable “%1”").arg(name));
        }
    }

    /// Variables that a credential is made of are secrets too, unless they only name others.
    void findUses()
    {
        QStringList pending(m_used.begin(), m_used.end());
        QSet<QString> seen;
        while (!pending.isEmpty()) {
            const QString name = pending.takeLast();
            if (name.isEmpty() || seen.contains(name) || !m_definitions.contains(name)) {
                continue;
            }
            seen.insert(name);
            bool isNamingOthers = true;
            for (const QString &value : m_definitions.values(name)) {
                isNamingOthers = isNamingOthers && isOnlyVariables(value);
                for (const auto &part : collection::textParts(value)) {
                    pending << (part.isVariable ? part.text : QString());
                }
            }
            if (!isNamingOthers) {
                m_secrets.insert(name);
            }
        }
    }

    /// Secrets belong to environments only, where their values are asked for.
    void takeVariables(QList<Variable> &variables)
    {
        for (const Variable &variable : std::as_const(variables)) {
            if (m_secrets.contains(variable.name)) {
                addSecret(variable.name);
            }
        }
        variables.removeIf([this](const Variable &each) { return m_secrets.contains(each.name); });
    }

    void takeVariables(Folder &folder)
    {
        m_place = folder.name;
        takeVariables(folder.defaults.variables);
        for (Folder &below : folder.folders) {
            takeVariables(below);
        }
        for (SavedRequest &request : folder.requests) {
            m_place = request.name;
            takeVariables(request.variables);
        }
    }

    void nameInEnvironments()
    {
        if (m_collection.environments.isEmpty() && !m_added.isEmpty()) {
            m_collection.environments.append(
                {.path = {}, .name = QStringLiteral("local"), .variables = {}, .others = {}});
        }
        for (Environment &environment : m_collection.environments) {
            m_place = environment.name;
            for (Variable &variable : environment.variables) {
                if (m_secrets.contains(variable.name)) {
                    variable.value.clear();
                    variable.type.clear();
                    variable.isSecret = true;
                    addSecret(variable.name);
                }
            }
        }
        for (Environment &environment : m_collection.environments) {
            QSet<QString> names;
            for (const Variable &variable : std::as_const(environment.variables)) {
                names.insert(variable.name);
            }
            for (const QString &name : std::as_const(m_added)) {
                if (!names.contains(name)) {
                    environment.variables.append(
                        {.name = name, .value = {}, .type = {}, .isSecret = true, .others = {}});
                }
            }
        }
    }

    Collection &m_collection;
    const std::function<void(const QString &, const QString &)> &m_warn;
    QString m_place;
    QSet<QString> m_names; ///< of all variables
    QMultiHash<QString, QString> m_definitions;
    QSet<QString> m_used;    ///< variables that stand where a credential does
    QSet<QString> m_secrets; ///< whose values are not kept
    QStringList m_added;     ///< those of which a warning told
    QSet<QString> m_told;    ///< the same
    QHash<QString, QString> m_byValue;
    QHash<QString, int> m_numbers; ///< the last that each name got
};

} // namespace

bool isCredentialName(const QString &name)
{
    static const QRegularExpression pattern(
        QStringLiteral("(?:authorization|api[-_]?key|apikey|token|secret|password|passwd|passphrase|credential|"
                       "session[-_]?id|sessionid|access[-_]?key|private[-_]?key|jwt)\\z|\\A(?:session|sid)\\z"),
        QRegularExpression::CaseInsensitiveOption);
    return pattern.match(name.trimmed()).hasMatch();
}

void moveCredentials(Collection &collection, const std::function<void(const QString &, const QString &)> &warn)
{
    CredentialMover(collection, warn).move();
}

} // namespace studio::interchange
