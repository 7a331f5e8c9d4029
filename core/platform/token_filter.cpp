// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/platform/token_filter.h"

#include <QFile>

#include <algorithm>
#include <array>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace studio {

namespace {

constexpr const char *blank = "•••";
constexpr qsizetype shortestToken = 16; ///< a shorter text may be in a header for other reasons

} // namespace

QString gatewayTokenFile(const QString &configFolder)
{
    return configFolder + QStringLiteral("/gateway-token");
}

TokenFilter TokenFilter::fromFile(const QString &file)
{
    // Whatever stands there: a pipe must not be waited for, a device not be read without an end.
    const int descriptor = ::open(QFile::encodeName(file).constData(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (descriptor < 0) {
        return {};
    }
    struct stat status = {};
    std::array<char, 256> bytes;
    ssize_t size = 0;
    if (::fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode)) {
        size = ::read(descriptor, bytes.data(), bytes.size());
    }
    ::close(descriptor);
    const QByteArray token = QByteArray(bytes.data(), std::max<ssize_t>(size, 0)).trimmed();
    return token.size() < shortestToken ? TokenFilter() : TokenFilter(token);
}

bool TokenFilter::isIn(const Headers &headers) const
{
    return !isEmpty() &&
           std::ranges::any_of(headers, [this](const auto &header) { return header.second.contains(m_token); });
}

void TokenFilter::drop(Headers &headers) const
{
    if (isIn(headers)) {
        headers.removeIf([this](const auto &header) { return header.second.contains(m_token); });
    }
}

void TokenFilter::mask(HttpRequest &request) const
{
    if (isEmpty()) {
        return;
    }
    if (request.target.contains(m_token)) {
        request.target.replace(m_token, blank);
    }
    if (isIn(request.headers)) { // else they would no longer share their memory with the call's
        for (auto &[name, value] : request.headers) {
            value.replace(m_token, blank);
        }
    }
}

} // namespace studio
