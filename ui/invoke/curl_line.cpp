// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/invoke/curl_line.h"

#include "ui/invoke/shell_words.h"

#include <QByteArrayList>
#include <QHash>
#include <QObject>
#include <QRegularExpression>
#include <QSet>
#include <QUrl>

#include <algorithm>
#include <optional>

namespace studio {

namespace {

std::unexpected<Error> refused(const QString &sentence)
{
    return fail(ErrorCode::InvalidArgument, sentence);
}

/// Takes the options of curl one after the other.
class CurlReader
{
public:
    Result<CurlRequest> read(const QByteArrayList &words)
    {
        for (qsizetype at = 1; at < words.size(); ++at) {
            const QByteArray &word = words[at];
            const Option option = optionOf(word);
            for (const QByteArray &flag : option.flags) {
                (void)take(flag, {}); // none of them is refused
            }
            QByteArray value = option.value;
            if (option.takesValue && !option.hasValue) {
                if (at + 1 == words.size()) {
                    return refused(QObject::tr("%1 in the curl command has no value.").arg(QString::fromUtf8(word)));
                }
                value = words[++at];
            }
            if (auto taken = take(option.name, value); !taken) {
                return std::unexpected(taken.error());
            }
        }
        return finish();
    }

private:
    struct Option
    {
        QByteArray name; ///< long, without its dashes; empty for an address
        QByteArray value;
        bool takesValue = false;
        bool hasValue = false;
        QByteArrayList flags = {}; ///< short ones before it, in the same word
    };

    /// Short options with the long ones that they stand for; those that have a value, which may follow at once.
    static QByteArray longName(char option)
    {
        static const QHash<char, QByteArray> names{
            {'X', "request"},     {'H', "header"},      {'d', "data"},      {'u', "user"},
            {'A', "user-agent"},  {'e', "referer"},     {'b', "cookie"},    {'F', "form"},
            {'T', "upload-file"}, {'o', "output"},      {'m', "max-time"},  {'x', "proxy"},
            {'w', "write-out"},   {'c', "cookie-jar"},  {'E', "cert"},      {'r', "range"},
            {'U', "proxy-user"},  {'C', "continue-at"}, {'z', "time-cond"}, {'y', "speed-time"},
            {'Y', "speed-limit"}, {'P', "ftp-port"},    {'Q', "quote"},     {'t', "telnet-option"},
            {'h', "help"},        {'G', "get"},         {'I', "head"},      {'D', "dump-header"},
            {'K', "config"}};
        return names.value(option, QByteArray(1, option));
    }
    /// Of the options of curl 8.14 those that take a value; what is not in the list is a flag.
    static bool hasValue(const QByteArray &name)
    {
        static const QSet<QByteArray> all = [] {
            const QByteArray names =
                "abstract-unix-socket alt-svc aws-sigv4 cacert capath cert cert-type ciphers config connect-timeout "
                "connect-to continue-at cookie cookie-jar create-file-mode crlfile curves data data-ascii data-binary "
                "data-raw data-urlencode delegation dns-interface dns-ipv4-addr dns-ipv6-addr dns-servers doh-url "
                "dump-header ech egd-file engine etag-compare etag-save expect100-timeout form form-string "
                "ftp-account ftp-alternative-to-user ftp-method ftp-port ftp-ssl-ccc-mode happy-eyeballs-timeout-ms "
                "haproxy-clientip header hostpubmd5 hostpubsha256 hsts interface ip-tos ipfs-gateway json "
                "keepalive-cnt keepalive-time key key-type krb libcurl limit-rate local-port login-options mail-auth "
                "mail-from mail-rcpt max-filesize max-redirs max-time netrc-file noproxy oauth2-bearer output "
                "output-dir parallel-max pass pinnedpubkey preproxy proto proto-default proto-redir proxy "
                "proxy-cacert proxy-capath proxy-cert proxy-cert-type proxy-ciphers proxy-crlfile proxy-header "
                "proxy-key proxy-key-type proxy-pass proxy-pinnedpubkey proxy-service-name proxy-tls13-ciphers "
                "proxy-tlsauthtype proxy-tlspassword proxy-tlsuser proxy-user proxy1.0 pubkey quote random-file "
                "range rate referer request request-target resolve retry retry-delay retry-max-time sasl-authzid "
                "service-name sigalgs socks4 socks4a socks5 socks5-gssapi-service socks5-hostname speed-limit "
                "speed-time stderr telnet-option tftp-blksize time-cond tls-max tls13-ciphers tlsauthtype tlspassword "
                "tlsuser trace trace-ascii trace-config unix-socket upload-file upload-flags url url-query user "
                "user-agent variable vlan-priority write-out";
            const QByteArrayList list = names.split(' ');
            return QSet<QByteArray>(list.begin(), list.end());
        }();
        return all.contains(name);
    }

    static Option optionOf(const QByteArray &word)
    {
        if (word.startsWith("--")) {
            const QByteArray name = word.sliced(2);
            return {.name = name, .value = {}, .takesValue = hasValue(name), .hasValue = false};
        }
        if (!word.startsWith('-') || word.size() < 2) {
            return {.name = {}, .value = word, .takesValue = false, .hasValue = true};
        }
        QByteArrayList flags;
        for (qsizetype at = 1; at < word.size(); ++at) { // -sSL -XPUT -Gd
            const QByteArray name = longName(word[at]);
            if (hasValue(name)) {
                return {.name = name,
                        .value = word.sliced(at + 1),
                        .takesValue = true,
                        .hasValue = at + 1 < word.size(),
                        .flags = flags};
            }
            flags << name;
        }
        return {.name = "silent", .value = {}, .takesValue = false, .hasValue = false, .flags = flags};
    }

    void addHeader(const QByteArray &name, const QByteArray &value)
    {
        m_read.request.headers.append(std::pair(name, value));
    }

    Result<bool> addData(const QByteArray &data)
    {
        m_data += m_hasData ? "&" + data : data;
        m_hasData = true;
        return true;
    }

    Result<bool> take(const QByteArray &name, const QByteArray &value)
    {
        if (name.isEmpty() || name == "url") {
            m_url = m_url.isEmpty() ? value : m_url;
        } else if (name == "request") {
            m_method = value;
        } else if (name == "header") {
            return takeHeader(value);
        } else if (name == "get") {
            m_isGet = true;
        } else if (name == "head") {
            m_method = "HEAD";
        } else if (name == "user") {
            addHeader("authorization", "Basic " + value.toBase64());
        } else if (name == "oauth2-bearer") {
            addHeader("authorization", "Bearer " + value);
        } else if (name == "url-query") {
            m_query += (m_query.isEmpty() ? "" : "&") + value;
        } else if (name == "cookie" && !value.contains('=')) { // the name of a file; an empty one is none
            return value.isEmpty() ? Result<bool>(true) : refusedFile(value);
        } else if (name == "user-agent" || name == "referer" || name == "cookie") {
            addHeader(name, value);
        } else if (name == "form" || name == "form-string" || name == "upload-file" || name == "config") {
            return refused(QObject::tr("--%1 in the curl command cannot be read here: put the payload in by hand.")
                               .arg(QString::fromUtf8(name)));
        } else if (name == "json" || name.startsWith("data")) {
            return takeData(name, value);
        }
        return true;
    }

    /// "Name;" is an empty header, "Name:" takes one out that curl would add.
    Result<bool> takeHeader(const QByteArray &line)
    {
        if (line.startsWith('@')) {
            return refusedFile(line.sliced(1));
        }
        const qsizetype colon = line.indexOf(':');
        if (colon < 0 && line.size() > 1 && line.endsWith(';')) {
            addHeader(line.chopped(1).trimmed(), {});
        } else if (const QByteArray value = line.sliced(colon + 1).trimmed(); colon > 0 && !value.isEmpty()) {
            addHeader(line.first(colon).trimmed(), value);
        }
        return true;
    }

    static std::unexpected<Error> refusedFile(const QByteArray &file)
    {
        return refused(
            QObject::tr("The curl command reads the file %1, which cannot be read here. Put its text in by hand.")
                .arg(QString::fromUtf8(file)));
    }

    Result<bool> takeData(const QByteArray &name, const QByteArray &value)
    {
        if (value.startsWith('@') && name != "data-raw") {
            return refusedFile(value.sliced(1));
        }
        if (name == "json") {
            m_isJson = true;
            m_data += value;
            m_hasData = true;
            return true;
        }
        if (name == "data-urlencode") {
            const qsizetype equals = value.indexOf('=');
            if (const qsizetype file = value.indexOf('@'); file >= 0 && (equals < 0 || file < equals)) {
                return refusedFile(value.sliced(file + 1));
            }
            const QByteArray content = value.sliced(equals + 1);
            return addData((equals > 0 ? value.first(equals + 1) : QByteArray()) +
                           QUrl::toPercentEncoding(QString::fromUtf8(content)));
        }
        return addData(value);
    }

    /// A login in the address, which is shown, becomes the header that curl makes of it.
    void takeLogin(const QUrl &url)
    {
        if (!url.userInfo().isEmpty() && headerValue(m_read.request.headers, "authorization").isEmpty()) {
            const QString login = url.userName(QUrl::FullyDecoded) + u':' + url.password(QUrl::FullyDecoded);
            addHeader("authorization", "Basic " + login.toUtf8().toBase64());
        }
    }

    Result<CurlRequest> finish()
    {
        if (m_url.isEmpty()) {
            return refused(QObject::tr("The curl command names no address."));
        }
        const QByteArray whole = m_url.contains("://") ? m_url : "http://" + m_url;
        const QUrl url(QString::fromUtf8(whole));
        if (!url.isValid() || url.host().isEmpty()) {
            return refused(
                QObject::tr("“%1” in the curl command is no address.").arg(QString::fromUtf8(m_url.left(200))));
        }
        takeLogin(url);
        m_read.address =
            url.scheme() + QStringLiteral("://") + url.adjusted(QUrl::RemoveUserInfo).authority(QUrl::FullyEncoded);
        HttpRequest &request = m_read.request;
        // As it is written: QUrl would encode brackets too. What cannot stand in a request line is encoded at the send.
        const QByteArray rest = whole.sliced(whole.indexOf("://") + 3).split('#').first();
        const auto begin = std::ranges::find_if(rest, [](char c) { return c == '/' || c == '?'; });
        request.target = rest.sliced(begin - rest.begin());
        if (!request.target.startsWith('/')) {
            request.target.prepend('/');
        }
        const auto addQuery = [&](const QByteArray &query) {
            request.target += (request.target.contains('?') ? '&' : '?') + query;
        };
        if (!m_query.isEmpty()) {
            addQuery(m_query);
        }
        if (m_isGet && m_hasData) {
            addQuery(m_data);
        } else {
            request.body = m_data;
        }
        request.method = !m_method.isEmpty()     ? m_method
                         : m_hasData && !m_isGet ? QByteArray("POST")
                                                 : QByteArray("GET");
        if (m_hasData && !m_isGet && headerValue(request.headers, "content-type").isEmpty()) {
            addHeader("content-type", m_isJson ? "application/json" : "application/x-www-form-urlencoded");
        }
        return m_read;
    }

    CurlRequest m_read;
    QByteArray m_url;
    QByteArray m_method;
    QByteArray m_data;
    QByteArray m_query; ///< beside that of the address
    bool m_hasData = false;
    bool m_isJson = false;
    bool m_isGet = false;
};

} // namespace

// The options are those of https://curl.se/docs/manpage.html.
bool isCurlLine(const QString &text)
{
    static const QRegularExpression command(QStringLiteral("^\\s*(\\$ )?curl(\\.exe)?\\s"));
    return command.match(text).hasMatch();
}

Result<CurlRequest> readCurlLine(const QString &line)
{
    QString text = line.trimmed();
    if (text.startsWith(QLatin1String("$ "))) {
        text = text.sliced(2);
    }
    const auto words = readShellWords(text.toUtf8());
    if (!words) {
        return std::unexpected(words.error());
    }
    return CurlReader().read(*words);
}

} // namespace studio
