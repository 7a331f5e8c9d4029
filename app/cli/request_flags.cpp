// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/request_flags.h"

#include "core/invocation/http_check.h"
#include "core/model/http_message.h"
#include "core/model/invocation.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

namespace studio::cli {

namespace {

constexpr QByteArrayView jsonType{"application/json"};

constexpr qsizetype maxBytes = maxPayloadBytes + 1; ///< the platform says that it is too much
constexpr int lookPeriodMs = 100;                   ///< for the end of the command, while nothing comes

/// All that a file, a pipe or a terminal has to give, up to the limit. On a worker: it may take for ever.
Result<QByteArray> readAll(int descriptor, const QString &name, const std::stop_token &stop)
{
    QByteArray all;
    while (all.size() < maxBytes) {
        if (stop.stop_requested()) {
            return cancelled();
        }
        pollfd look{.fd = descriptor, .events = POLLIN, .revents = 0};
        if (poll(&look, 1, lookPeriodMs) == 0) {
            continue;
        }
        std::array<char, 64 << 10> piece{};
        const ssize_t got = read(descriptor, piece.data(),
                                 std::min<std::size_t>(piece.size(), static_cast<std::size_t>(maxBytes - all.size())));
        if (got == 0) {
            break;
        }
        if (got < 0 && errno != EINTR && errno != EAGAIN) {
            return fail(ErrorCode::InvalidArgument,
                        QStringLiteral("Cannot read the payload from %1: %2.").arg(name, qt_error_string(errno)));
        }
        all.append(piece.data(), std::max<ssize_t>(got, 0));
    }
    return all;
}

Task<QByteArray> payloadOf(RequestFlags flags, std::stop_token stop)
{
    if (flags.payloadFile.empty()) {
        co_return QByteArray::fromStdString(flags.payload);
    }
    const QString name = flags.payloadFile == "-" ? QStringLiteral("standard input") : toQString(flags.payloadFile);
    auto read = co_await onWorker([flags, name, stop]() -> Result<QByteArray> {
        if (flags.payloadFile == "-") {
            return readAll(STDIN_FILENO, name, stop);
        }
        // A pipe without a writer would hold open() up; poll() waits for one as well.
        const int file = open(flags.payloadFile.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
        if (file < 0) {
            return fail(ErrorCode::InvalidArgument,
                        QStringLiteral("Cannot read the payload from %1: %2.").arg(name, qt_error_string(errno)));
        }
        auto all = readAll(file, name, stop);
        close(file);
        return all;
    });
    co_return read;
}

/// What HTTP itself would let pass, or what its check would blame on the wrong thing.
Result<void> checkTarget(const QByteArray &target)
{
    const bool isAscii = std::ranges::all_of(target, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    if (!isAscii || target.contains('#')) {
        return fail(ErrorCode::InvalidArgument,
                    QStringLiteral("“%1” cannot be sent as a path: write what is not ASCII, and #, percent-encoded.")
                        .arg(escapeBytes(target)));
    }
    return {};
}

/// Written anew for the connection to the handler (core/invocation/http_client.cpp).
bool isOfConnection(const QByteArray &name)
{
    constexpr std::array<const char *, 4> own{"host", "content-length", "transfer-encoding", "expect"};
    return std::ranges::any_of(own, [&](const char *each) { return name.compare(each, Qt::CaseInsensitive) == 0; });
}

Result<Headers> parseHeaders(const std::vector<std::string> &given)
{
    Headers headers;
    for (const std::string &one : given) {
        const QByteArray line = QByteArray::fromStdString(one);
        const qsizetype colon = line.indexOf(':');
        if (colon <= 0) {
            return fail(ErrorCode::InvalidArgument,
                        QStringLiteral("“%1” is not a header. Write 'name: value'.").arg(escapeBytes(line)));
        }
        QByteArrayView value = QByteArrayView(line).sliced(colon + 1);
        while (value.startsWith(' ')) {
            value = value.sliced(1);
        }
        headers.append({line.first(colon), value.toByteArray()});
    }
    return headers;
}

} // namespace

void addRequestFlags(CLI::App &command, const std::shared_ptr<RequestFlags> &flags)
{
    auto *payload = command.add_option("-p,--payload", flags->payload, "The request's body, sent byte for byte");
    command.add_option("--payload-file", flags->payloadFile, "The same from a file; - is standard input")
        ->excludes(payload);
    constexpr const char *beyond = "Beyond the payload";
    command.add_option("-X,--method", flags->method, "The request's method, these or another; POST by default")
        ->type_name("METHOD:{POST,GET,PUT,PATCH,DELETE,HEAD,OPTIONS}")
        ->group(beyond);
    command
        .add_option("--path", flags->target, "Its path and query, percent-encoded, such as /items?page=2; / by default")
        ->type_name("TARGET")
        ->group(beyond);
    command.add_option("-H,--header", flags->headers, "A header, 'name: value'; may be given again")
        ->allow_extra_args(false)
        ->type_name("HEADER")
        ->group(beyond);
}

Task<HttpRequest> requestOf(RequestFlags flags, std::stop_token stop)
{
    auto headers = parseHeaders(flags.headers);
    if (!headers) {
        co_return std::unexpected(headers.error());
    }
    const auto isType = [](const auto &header) {
        return header.first.compare("content-type", Qt::CaseInsensitive) == 0;
    };
    if (std::ranges::none_of(*headers, isType)) {
        headers->append({"content-type", jsonType.toByteArray()});
    }
    HttpRequest request{.method = QByteArray::fromStdString(flags.method),
                        .target = QByteArray::fromStdString(flags.target),
                        .headers = *headers,
                        .body = {}};
    if (auto checked = checkRequest(request).and_then([&] { return checkTarget(request.target); }); !checked) {
        co_return std::unexpected(checked.error());
    }
    auto payload = co_await payloadOf(std::move(flags), std::move(stop)); // last: it may wait for a terminal
    if (!payload) {
        co_return std::unexpected(payload.error());
    }
    request.body = std::move(*payload);
    co_return HttpRequest(request);
}

void sayNotes(const HttpRequest &request, const Session &session)
{
    for (const auto &[name, value] : request.headers) {
        if (name.toLower().startsWith("x-ignite-")) {
            session.say(QStringLiteral("warning: %1 does not reach the handler: headers that begin with x-ignite- are "
                                       "the platform's own.")
                            .arg(QString::fromUtf8(name)));
        } else if (isOfConnection(name)) {
            session.say(QStringLiteral("warning: %1 is not sent as given: the platform writes it for each request.")
                            .arg(QString::fromUtf8(name)));
        }
    }
    if (!request.body.isEmpty() && headerValue(request.headers, "content-type") == jsonType) {
        if (const auto json = parseJson(request.body); !json) {
            session.say(QStringLiteral("warning: the payload is sent as it stands. %1").arg(json.error().message));
        }
    }
}

} // namespace studio::cli
