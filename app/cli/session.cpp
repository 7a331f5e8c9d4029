// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/session.h"

#include <QRegularExpression>

#include <cstdio>

namespace studio::cli {

struct Session::Services
{
    Paths paths = userPaths();
    Compiler compiler{paths};
    HttpClient client;
    LocalPlatform platform{paths, &compiler, &client};
};

Session::Session() = default;
Session::~Session() = default;

ComputeService &Session::platform()
{
    if (!m_services) {
        m_services = std::make_unique<Services>();
    }
    return m_services->platform;
}

ComputeService *Session::running()
{
    return nullptr; // nothing can be asked yet
}

Result<AppId> Session::appId(const QString &text) const
{
    static const QRegularExpression shape(
        QStringLiteral("^(?:([A-Za-z0-9][A-Za-z0-9_-]{0,62}):)?([A-Za-z0-9][A-Za-z0-9_-]{0,62})$"));
    const auto match = shape.match(text);
    if (!match.hasMatch()) {
        return fail(
            ErrorCode::InvalidArgument,
            QStringLiteral("“%1” is not an app. Write org:app, or app alone; letters, digits, - and _, at most 63.")
                .arg(text));
    }
    return AppId{match.captured(1).isEmpty() ? options.organization : match.captured(1), match.captured(2)};
}

void Session::print(const Json &json, const std::function<void(QTextStream &)> &table) const
{
    QTextStream out(stdout);
    if (options.output == OutputFormat::Json) {
        out << toQString(json.dump(2, ' ', false, Json::error_handler_t::replace)) << '\n';
    } else {
        table(out);
    }
}

void Session::say(const QString &line) const
{
    QTextStream(stderr) << line << '\n';
}

} // namespace studio::cli
