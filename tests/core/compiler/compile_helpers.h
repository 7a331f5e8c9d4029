// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/compiler/compiler.h"
#include "core/model/compile_observer.h"
#include "core/model/diagnostic.h"
#include "core/process/process.h"
#include "tests/support/places.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace studio::test {

/// Crates are compiled once for all tests and all runs.
inline Paths testPaths()
{
    Paths paths;
    paths.cache = testCache();
    paths.resources = sourcePath("/resources");
    return paths;
}

/// What failed; empty where nothing did.
inline QString why(const auto &result)
{
    return result ? QString() : result.error().message;
}

inline void writeFile(const QString &path, const QByteArray &content)
{
    QDir().mkpath(QFileInfo(path).absolutePath());
    QFile file(path);
    QVERIFY2(file.open(QIODevice::WriteOnly) && file.write(content) == content.size(), qPrintable(path));
}

inline QByteArray readFile(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// A handler that answers with one string.
inline QByteArray handlerSaying(const QByteArray &answer)
{
    return "use ignite::prelude::*;\n\n#[ignite::main]\nasync fn handler(_req: Request, _ctx: Context) -> Result<impl "
           "IntoResponse> {\n    Ok(ignite::json!(\"" +
           answer + "\"))\n}\n";
}

inline QByteArray manifest(const QByteArray &more = "[dependencies]\nignite = \"*\"\n")
{
    return "[package]\nname = \"hello\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n" + more;
}

/// An author's folder, gone with the value.
class TestProject
{
public:
    TestProject() { add(QStringLiteral("Cargo.toml"), manifest()); }
    explicit TestProject(const QByteArray &answer) : TestProject()
    {
        add(QStringLiteral("src/lib.rs"), handlerSaying(answer));
    }

    void add(const QString &path, const QByteArray &content) const { writeFile(m_folder.filePath(path), content); }
    [[nodiscard]] QString path(const QString &name = {}) const { return m_folder.filePath(name); }
    [[nodiscard]] CompileRequest request() const
    {
        return {.projectKey = m_folder.path(), .sourceFolder = m_folder.path()};
    }

private:
    QTemporaryDir m_folder;
};

/// What an observer was told.
struct Told
{
    QStringList lines;
    QList<Diagnostic> diagnostics;
    QStringList phases;
    int done = 0;
    int total = 0;
    QList<CompileStep> steps;
    QList<CompileTiming> timings;

    [[nodiscard]] QString text() const { return lines.join(QLatin1Char('\n')); }
    CompileObserver observer()
    {
        return {.line = [this](const QString &line) { lines << line; },
                .diagnostic = [this](const Diagnostic &diagnostic) { diagnostics << diagnostic; },
                .progress =
                    [this](int built, int all, const QString &) {
                        done = built;
                        total = std::max(total, all);
                    },
                .phase = [this](const QString &phase, double) { phases << phase; },
                .step = [this](CompileStep step) { steps << step; },
                .timing = [this](const CompileTiming &timing) { timings << timing; }};
    }
};

/// Starts the artifact on a socket of ours and gives the body of its answer to one request.
inline QByteArray answerOf(const Artifact &artifact)
{
    const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{.sin_family = AF_INET, .sin_port = 0, .sin_addr = {htonl(INADDR_LOOPBACK)}, .sin_zero = {}};
    socklen_t size = sizeof address;
    ::bind(listener, reinterpret_cast<const sockaddr *>(&address), size);
    ::listen(listener, 8);
    ::getsockname(listener, reinterpret_cast<sockaddr *>(&address), &size);
    ProcessSpec spec{.program = artifact.path, .listenSocket = listener};
    spec.environment.insert(QStringLiteral("LD_LIBRARY_PATH"), artifact.libraryPaths.join(QLatin1Char(':')));
    Process process(spec);
    process.start();
    ::close(listener); // a program that dies closes the last one: the connection fails instead of hanging

    const int connection = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const timeval timeout{.tv_sec = 10, .tv_usec = 0};
    ::setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout);
    QByteArray all;
    if (::connect(connection, reinterpret_cast<const sockaddr *>(&address), size) == 0) {
        const QByteArray request = "POST / HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";
        ::send(connection, request.constData(), static_cast<std::size_t>(request.size()), MSG_NOSIGNAL);
        char buffer[4096];
        for (ssize_t got = 0; (got = ::recv(connection, buffer, sizeof buffer, 0)) > 0;) {
            all.append(buffer, got);
        }
    }
    ::close(connection);
    const qsizetype body = all.indexOf("\r\n\r\n");
    return body < 0 ? "no answer: " + all : all.sliced(body + 4);
}

/// The content of a section `.dep-v0`: zlib's deflate of {"packages": […]}, the artifact's crates in order.
inline void checkAudit(const QByteArray &section, const Artifact &artifact)
{
    const QByteArray length("\0\0\1\0", 4); // Qt wants to be told the size; it grows by itself
    const auto json = parseJson(qUncompress(length + section));
    QVERIFY2(json, json ? "" : qPrintable(json.error().message));
    const Json &packages = (*json)["packages"];
    QCOMPARE(qsizetype(packages.size()), artifact.crates.size());
    const auto find = [&](const char *name) {
        return *std::ranges::find_if(packages.elements(), [&](const Json &package) { return package["name"] == name; });
    };
    QVERIFY(find("hello")["root"] == true);
    QCOMPARE(find("hello")["source"].utf8(), "local");
    const Json serde = find("serde_json");
    QVERIFY(serde["source"] == "crates.io" || serde["source"] == "registry");
    for (const Json &index : serde["dependencies"].elements()) {
        QVERIFY(std::cmp_less(index.integer(), packages.size()));
    }
}

/// Sets a variable of our own environment, which cargo's is made from, for the life of the value.
class Variable
{
public:
    Variable(const char *name, const QByteArray &value)
        : m_name(name), m_before(qgetenv(name)), m_was(qEnvironmentVariableIsSet(name))
    {
        qputenv(name, value);
    }
    ~Variable()
    {
        if (m_was) {
            qputenv(m_name, m_before);
        } else {
            qunsetenv(m_name);
        }
    }
    Variable(const Variable &) = delete;
    Variable &operator=(const Variable &) = delete;

private:
    const char *m_name;
    QByteArray m_before;
    bool m_was;
};

} // namespace studio::test

/// Compiles and gives the artifact; on failure the test ends with what was said.
#define COMPILE(variable, compiler, request, told)                                                                     \
    const auto variable##Result = QCoro::waitFor((compiler).compile(request, (told).observer()));                      \
    QVERIFY2(variable##Result,                                                                                         \
             variable##Result ? ""                                                                                     \
                              : qPrintable(variable##Result.error().message + QLatin1Char('\n') + (told).text()));     \
    [[maybe_unused]] const studio::Artifact &variable = *variable##Result
