// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/invoke/request_code.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonValue>
#include <QStringDecoder>
#include <QStringList>

#include <algorithm>
#include <optional>

namespace studio {

namespace {

/// The text that these bytes are; nothing where they are none.
std::optional<QString> textOf(const QByteArray &bytes)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    QString text = decoder(bytes);
    if (decoder.hasError() || text.toUtf8() != bytes) { // a mark of the byte order is one of the bytes
        return {};
    }
    return text;
}

bool isPlain(QChar c)
{
    return c == u'\n' || c == u'\t' || (c.unicode() >= 0x20 && c.unicode() != 0x7f);
}

/// One word of a shell.
QString shellWord(const QByteArray &bytes)
{
    const auto text = textOf(bytes);
    if (text && std::ranges::all_of(*text, isPlain)) {
        return u'\'' + QString(*text).replace(u'\'', QLatin1String("'\\''")) + u'\'';
    }
    QString word = QStringLiteral("$'");
    for (const char c : bytes) {
        if (c == '\'' || c == '\\') {
            word += u'\\';
            word += QLatin1Char(c);
        } else if (c >= 0x20 && c < 0x7f) {
            word += QLatin1Char(c);
        } else { // three digits: the next character cannot belong to them
            word += u'\\' + QStringLiteral("%1").arg(static_cast<unsigned char>(c), 3, 8, QLatin1Char('0'));
        }
    }
    return word + u'\'';
}

QString shellWord(const QString &text)
{
    return shellWord(text.toUtf8());
}

/// Only what a shell does not act on stands without quotes: a token of HTTP may hold "`" and "|".
QString methodWord(const QByteArray &method)
{
    const bool isPlain = std::ranges::all_of(method, [](char c) { return c >= 'A' && c <= 'Z'; });
    return isPlain ? QString::fromLatin1(method) : shellWord(method);
}

/// A string of JSON is one of JavaScript too.
QString stringLiteral(const QString &text)
{
    const QByteArray list = QJsonDocument(QJsonArray{QJsonValue(text)}).toJson(QJsonDocument::Compact);
    return QString::fromUtf8(list.sliced(1, list.size() - 2));
}

/// b"…" as Python and Rust write it.
QString byteString(const QByteArray &bytes)
{
    QString literal = QStringLiteral("b\"");
    for (const char c : bytes) {
        if (c == '"' || c == '\\') {
            literal += u'\\';
            literal += QLatin1Char(c);
        } else if (c == '\n') {
            literal += QLatin1String("\\n");
        } else if (c >= 0x20 && c < 0x7f) {
            literal += QLatin1Char(c);
        } else {
            literal += QStringLiteral("\\x%1").arg(static_cast<unsigned char>(c), 2, 16, QLatin1Char('0'));
        }
    }
    return literal + u'"';
}

/// Brackets of the path are not for curl to count with, a HEAD has no body to wait for, an empty header ends in a
/// semicolon, and a payload that begins with @ is no file.
QString curl(const HttpRequest &request, const QString &base)
{
    const QString method =
        request.method == "HEAD" ? QStringLiteral("--head") : QStringLiteral("-X ") + methodWord(request.method);
    QStringList parts{QStringLiteral("curl --globoff %1 %2").arg(method, shellWord(base.toUtf8() + request.target))};
    for (const auto &[name, value] : request.headers) {
        parts << QStringLiteral("-H %1").arg(shellWord(value.isEmpty() ? name + ';' : name + ": " + value));
    }
    if (!request.body.isEmpty()) {
        parts << QStringLiteral("--data-raw %1").arg(shellWord(request.body));
    }
    return parts.join(QStringLiteral(" \\\n  "));
}

QString ignite(const HttpRequest &request, const QString &app)
{
    QStringList parts{QStringLiteral("ignite invoke %1").arg(shellWord(app))};
    if (request.method != "POST") {
        parts << QStringLiteral("-X %1").arg(methodWord(request.method));
    }
    if (request.target != "/") {
        parts << QStringLiteral("--path %1").arg(shellWord(request.target));
    }
    for (const auto &[name, value] : request.headers) {
        if (name.toLower() != "content-type" || value != "application/json") { // which it adds
            parts << QStringLiteral("-H %1").arg(shellWord(name + ": " + value));
        }
    }
    if (!request.body.isEmpty()) {
        parts << QStringLiteral("-p %1").arg(shellWord(request.body));
    }
    return parts.join(QStringLiteral(" \\\n  "));
}

Headers joinedHeaders(const Headers &headers)
{
    Headers joined;
    for (const auto &[name, value] : headers) {
        const auto same = std::ranges::find_if(
            joined, [&](const auto &one) { return one.first.compare(name, Qt::CaseInsensitive) == 0; });
        if (same == joined.end()) {
            joined.append(std::pair(name, value));
        } else {
            same->second += ", " + value;
        }
    }
    return joined;
}

QString python(const HttpRequest &request, const QString &base)
{
    QStringList lines{QStringLiteral("import urllib.error"),
                      QStringLiteral("import urllib.request"),
                      QString(),
                      QStringLiteral("request = urllib.request.Request("),
                      QStringLiteral("    %1,").arg(stringLiteral(base + QString::fromLatin1(request.target))),
                      QStringLiteral("    method=%1,").arg(stringLiteral(QString::fromLatin1(request.method)))};
    if (!request.body.isEmpty()) {
        lines << QStringLiteral("    data=%1,").arg(byteString(request.body));
    }
    lines << QStringLiteral("    headers={"); // one of each name: values of the same one are a list (RFC 9110, 5.3)
    for (const auto &[name, value] : joinedHeaders(request.headers)) {
        lines << QStringLiteral("        %1: %2,")
                     .arg(stringLiteral(QString::fromLatin1(name)), stringLiteral(QString::fromUtf8(value)));
    }
    lines << QStringLiteral("    },") << QStringLiteral(")") << QStringLiteral("try:")
          << QStringLiteral("    response = urllib.request.urlopen(request)")
          << QStringLiteral("except urllib.error.HTTPError as error:") << QStringLiteral("    response = error")
          << QStringLiteral("print(response.status, response.read().decode(errors=\"replace\"))") << QString();
    return lines.join(u'\n');
}

QString javaScript(const HttpRequest &request, const QString &base)
{
    QStringList lines{QStringLiteral("const response = await fetch(%1, {")
                          .arg(stringLiteral(base + QString::fromLatin1(request.target))),
                      QStringLiteral("  method: %1,").arg(stringLiteral(QString::fromLatin1(request.method)))};
    lines << QStringLiteral("  headers: [");
    for (const auto &[name, value] : request.headers) {
        lines << QStringLiteral("    [%1, %2],")
                     .arg(stringLiteral(QString::fromLatin1(name)), stringLiteral(QString::fromUtf8(value)));
    }
    lines << QStringLiteral("  ],");
    if (const auto text = textOf(request.body); text && !request.body.isEmpty()) {
        lines << QStringLiteral("  body: %1,").arg(stringLiteral(*text));
    } else if (!request.body.isEmpty()) {
        QStringList bytes;
        for (const char c : request.body) {
            bytes << QString::number(static_cast<unsigned char>(c));
        }
        lines << QStringLiteral("  body: Uint8Array.from([%1]),").arg(bytes.join(QStringLiteral(", ")));
    }
    lines << QStringLiteral("});") << QStringLiteral("console.log(response.status, await response.text());")
          << QString();
    return lines.join(u'\n');
}

/// A server never ends, so the test program is started again for it, on a port of its own.
constexpr QLatin1StringView rustTest(R"rust(#[cfg(test)]
mod sent_request {
    use std::io::{Read, Write};
    use std::net::{TcpListener, TcpStream};
    use std::process::{Command, Stdio};
    use std::time::{Duration, Instant};

    #[test]
    fn is_answered() {
        if std::env::var_os("SENT_REQUEST_SERVER").is_some() {
            return super::main(); // made by #[ignite::main]
        }
        let port = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a free port").port();
        let name = concat!(module_path!(), "::is_answered").split_once("::").expect("a module of a crate").1;
        let mut server = Command::new(std::env::current_exe().expect("this test program"))
            .args(["--exact", name, "--nocapture"])
            .env("SENT_REQUEST_SERVER", "1")
            .env("PORT", port.to_string())
            .stdout(Stdio::null())
            .spawn()
            .expect("the handler to start");
        let answer = send(port);
        let _ = server.kill();
        let _ = server.wait();
        let answer = answer.expect("an answer");
        assert!(answer.starts_with("HTTP/1.1 2"), "{answer}");
    }

    fn send(port: u16) -> std::io::Result<String> {
        let begin = Instant::now();
        let mut stream = loop {
            match TcpStream::connect(("127.0.0.1", port)) {
                Ok(stream) => break stream,
                Err(error) if begin.elapsed() > Duration::from_secs(10) => return Err(error),
                Err(_) => std::thread::sleep(Duration::from_millis(10)), // it is being started
            }
        };
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        stream.write_all(%1)?;
        stream.write_all(%2)?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        Ok(String::from_utf8_lossy(&answer).into_owned())
    }
}
)rust");

QString rust(const HttpRequest &request)
{
    QByteArray head = request.method + ' ' + request.target + " HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n";
    for (const auto &[name, value] : request.headers) {
        const QByteArray lower = name.toLower();
        if (lower != "host" && lower != "connection" && lower != "content-length") {
            head += name + ": " + value + "\r\n";
        }
    }
    head += "content-length: " + QByteArray::number(request.body.size()) + "\r\n\r\n";
    return QString(rustTest).arg(byteString(head), byteString(request.body));
}

} // namespace

Result<QString> codeOf(const HttpRequest &request, RequestCode as, const QString &base, const QString &app)
{
    const bool isShell = as == RequestCode::Curl || as == RequestCode::Ignite;
    if (isShell && request.body.contains('\0')) {
        return fail(ErrorCode::InvalidArgument,
                    QObject::tr("A shell cannot carry this payload, for it has a NUL byte. Copy it as Python."));
    }
    switch (as) {
    case RequestCode::Curl:
        return curl(request, base);
    case RequestCode::Ignite:
        return ignite(request, app);
    case RequestCode::Python:
        return python(request, base);
    case RequestCode::JavaScript:
        return javaScript(request, base);
    case RequestCode::Rust:
        return rust(request);
    }
    return QString();
}

} // namespace studio
